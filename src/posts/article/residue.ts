import { applyRules } from './residue-draft.ts'
import { renderShortcodes, HUGO } from './residue-shortcodes.ts'
import { KRAMDOWN } from './residue-kramdown.ts'
import { LIQUID } from './residue-liquid.ts'
import { MDX } from './residue-mdx.ts'

const SUSPECT =
  /\{[{%:#./]|\{[\w-]+=|^(?:import|export)\s|<\/?[A-Z][A-Z0-9]*[a-z]|<[A-Za-z][^<>{}]{0,500}\{|^[ \t]*(?:\[\[?_?(?:toc|TOC)|\$\{toc|:::)|<!--[ \t]*(?:toc|START doctoc)/m

/**
 * Removes from a post the syntax that only its generator understands, before it is parsed as Markdown.
 *
 * The generator would have replaced it: kramdown's attributes and table of contents, Liquid, Hugo's
 * shortcodes, MDX. Code stays as it is: fenced, indented, inline, and in HTML's `pre` and `code`. So does
 * `<!--more-->`, which readers do not see and `summarize` needs. Line breaks are kept, so that everything
 * that remains is on its original line.
 */
export function removeResidue(body: string): string {
  if (!SUSPECT.test(body)) return body
  return applyRules(renderShortcodes(body), [...HUGO, ...LIQUID, ...KRAMDOWN, ...MDX])
}
