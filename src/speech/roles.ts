import { COMMENT } from '../posts/article/html-parser.ts'

/**
 * What an element is to a listener: part of a line, a block, a container of blocks, something that
 * is announced, or nothing.
 */
export type Role =
  | 'inline'
  | 'heading'
  | 'paragraph'
  | 'item'
  | 'quotation'
  | 'table'
  | 'code'
  | 'image'
  | 'formula'
  | 'recording'
  | 'rest'
  | 'comment'
  | 'silent'

/** Elements by what they are; whatever else there is contains paragraphs. */
const ROLES: Readonly<Record<Exclude<Role, 'comment'>, string>> = {
  inline:
    'a abbr acronym b bdi bdo big br cite code data dfn em font i ins kbd label mark nobr output q rb ruby samp small span strong sub sup time tt u var wbr del s strike rt rp input',
  heading: 'h1 h2 h3 h4 h5 h6',
  paragraph: 'p dd dt figcaption summary address caption legend',
  item: 'li',
  quotation: 'blockquote',
  table: 'table',
  code: 'pre xmp listing',
  image: 'img picture',
  formula: 'math',
  recording: 'audio',
  rest: 'hr',
  silent:
    'applet area aside base button canvas datalist dialog embed footer form frame frameset head iframe link map menu meta meter nav noembed noframes noscript object option optgroup param progress script select slot source style svg template textarea title track video',
}

const BY_NAME: ReadonlyMap<string, Role> = new Map([
  [COMMENT, 'comment' as const],
  ...Object.entries(ROLES).flatMap(([role, names]) =>
    // Their names are those of the type.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    names.split(' ').map((name) => [name, role as Role] as const),
  ),
])

/** What an element is to a listener. */
export function roleOf(tagName: string): Role {
  return BY_NAME.get(tagName) ?? 'paragraph'
}
