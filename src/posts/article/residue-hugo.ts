import { type Rule, erasing, replacing } from './residue-draft.ts'

const ESCAPED = /\{\{([<%])\/\*((?:(?!\{\{|\*\/)[\s\S]){0,2000})\*\/([>%])\}\}/g
const COMMENT = /\{\{-?\s?\/\*(?:(?!\{\{|\*\/)[\s\S]){0,2000}\*\/\s?-?\}\}/g
const SHORTCODE = /\{\{[<%](?:(?!\{\{|[>%]\}\})[\s\S]){0,2000}[>%]\}\}/g
const TARGET =
  /(?<=\]\(\s{0,9})\{\{[<%]\s*(?:rel)?ref\b(?:(?!\{\{|[>%]\}\})[\s\S]){0,2000}[>%]\}\}[^\s)]*/g

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
  erasing(TARGET),
  erasing(SHORTCODE),
]
