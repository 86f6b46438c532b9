import { COMMENT } from '../posts/article/html-parser.ts'

/**
 * How an element is read aloud: as part of a line, as a block, as a container of blocks, by an announcement,
 * or not at all.
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

/** The elements of each role; all others contain paragraphs. */
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

/** How an element with this name is read aloud. */
export function roleOf(tagName: string): Role {
  return BY_NAME.get(tagName) ?? 'paragraph'
}
