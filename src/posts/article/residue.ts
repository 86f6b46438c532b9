import { applyRules } from './residue-draft.ts'
import { renderShortcodes, HUGO } from './residue-shortcodes.ts'
import { KRAMDOWN } from './residue-kramdown.ts'
import { LIQUID } from './residue-liquid.ts'
import { MDX } from './residue-mdx.ts'

const SUSPECT =
  /\{[{%:#./]|\{[\w-]+=|^(?:import|export)\s|<\/?[A-Z][A-Z0-9]*[a-z]|<[A-Za-z][^<>{}]{0,500}\{|^[ \t]*(?:\[\[?_?(?:toc|TOC)|\$\{toc|:::)|<!--[ \t]*(?:toc|START doctoc)/m

/**
 * Takes out of a post what only its generator understands, before it is parsed as Markdown.
 *
 * A generator would have replaced it: kramdown's attributes and table of contents, Liquid, Hugo's
 * shortcodes, MDX. Code stays as it is: fenced, indented, inline, and in HTML's `pre` and `code`.
 * So does `<!--more-->`, which no reader sees and which `summarize` looks for. Line ends are kept,
 * so that whatever remains is on the line where its author wrote it.
 */
export function removeResidue(body: string): string {
  if (!SUSPECT.test(body)) return body
  return applyRules(renderShortcodes(body), [...HUGO, ...LIQUID, ...KRAMDOWN, ...MDX])
}
