import { HTML_ELEMENTS } from './article-tree.ts'
import { type Rule, erasing, replacing } from './residue-draft.ts'

const IMPORT = /^import\s(?:[\w$*{},\s]{1,300}?\sfrom\s)?\s*(["'])[^"'\n]+\1;?(?=[ \t]*$)/gm
const EXPORT =
  /^export\s(?:(?:const|let|var)\s+[\w${[][^\n]*=|(?:default\s+)?(?:async\s+)?function\b[^\n]*\(|default\s*[{(]|\{)[^\n]*(?:\n(?![ \t]*$)[^\n]*)*/gm
const COMMENT = /\{\/\*(?:(?!\{\/\*|\*\/)[\s\S]){0,4000}\*\/\}/g
const BRACES = String.raw`\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\}){0,2000}\}`
const PROPERTY = String.raw`(?:\{\.\.\.[^{}]*\}|[\w:.-]+(?:=(?:"[^"]*"|'[^']*'|${BRACES}))?)`
const COMPONENT = new RegExp(
  String.raw`<\/?([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(?:\.[A-Za-z]+)?)(?:\s{1,200}${PROPERTY}){0,50}\s{0,200}\/?>`,
  'g',
)
/** A tag with expressions among its properties, which Markdown does not recognise as a tag. */
const EXPRESSIVE = new RegExp(
  String.raw`<([A-Za-z][\w.:-]*)((?:\s{1,200}${PROPERTY}){1,50})(\s{0,200}\/?>)`,
  'g',
)
const EXPRESSION = new RegExp(String.raw`\s+(?:\{\.\.\.[^{}]*\}|[\w:.-]+=${BRACES})`, 'g')
const ADMONITION =
  /^([ \t]*):{3,}(?:[ \t]*\w+)?(?:\[([^\]\n]*)\]|[ \t]+([^\n{}]*))?(?:\{[^{}\n]*\})?(?=[ \t]*$)/gm

/**
 * MDX, as in Astro, Next and Docusaurus: removes imports, exports, comments and the tags of components, whose
 * content stays (HTML with a capital letter, `<Br>`, is not a component); expressions in HTML tags, `<div
 * style={{ color }}>`; and the first and last lines of admonitions, whose titles stay.
 *
 * @see https://mdxjs.com/docs/what-is-mdx/
 */
export const MDX: readonly Rule[] = [
  erasing(IMPORT),
  erasing(EXPORT),
  erasing(COMMENT),
  replacing(COMPONENT, ([, name = '']) => (HTML_ELEMENTS.has(name.toLowerCase()) ? null : '')),
  replacing(EXPRESSIVE, ([, name = '', properties = '', end = '']) => {
    const plain = properties.replace(EXPRESSION, '')
    if (plain === properties) return null
    return HTML_ELEMENTS.has(name.toLowerCase()) ? `<${name}${plain}${end}` : ''
  }),
  replacing(ADMONITION, ([, indent = '', label, title]) => indent + (label ?? title ?? '')),
]
