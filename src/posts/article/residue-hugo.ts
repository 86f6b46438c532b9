import { type Rule, erasing, replacing } from './residue-draft.ts'

const ESCAPED = /\{\{([<%])\/\*((?:(?!\{\{|\*\/)[\s\S]){0,2000})\*\/([>%])\}\}/g
const COMMENT = /\{\{-?\s?\/\*(?:(?!\{\{|\*\/)[\s\S]){0,2000}\*\/\s?-?\}\}/g
const SHORTCODE = /\{\{[<%](?:(?!\{\{|[>%]\}\})[\s\S]){0,2000}[>%]\}\}/g
const TARGET =
  /(?<=\]\(\s{0,9}|(?:href|src)\s?=\s?["'])\{\{-?[<%]-?\s*(?:rel)?ref\s+["'`]?([^\s"'`{}<>]{0,300})(?:(?!\{\{|[>%]\}\})[\s\S]){0,2000}[>%]\}\}(#[^\s)"']*)?[^\s)"']*/g
const NAMED = /[^/#]\.[a-z]{2,5}(?=#|$)/i

/**
 * Hugo's shortcodes: each goes, the text between an opening and a closing one stays. An escaped one
 * (with a comment around what is in its brackets) loses its escape and is text.
 *
 * @see https://gohugo.io/content-management/shortcodes/
 */
export const HUGO: readonly Rule[] = [
  replacing(
    ESCAPED,
    ([, open = '', inner = '', close = '']) => `{{${open}${inner}${close}}}`,
    true,
  ),
  erasing(COMMENT),
  replacing(TARGET, ([, target = '', part = '']) => fileOf(target) + part),
  erasing(SHORTCODE),
]

/** The file of a page that is named from the root or from the page itself, often without its ending. */
function fileOf(target: string): string {
  if (target === '' || target.startsWith('#') || NAMED.test(target)) return target
  const [path = '', ...part] = target.split('#')
  return [`${path.replace(/\/$/, '')}.md`, ...part].join('#')
}
