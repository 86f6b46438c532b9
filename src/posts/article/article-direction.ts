import type { HtmlContent, HtmlElement } from './article-tree.ts'

/** The side on which text begins. */
export type Direction = 'ltr' | 'rtl'

const LETTER = /\p{L}/u
const RIGHT_TO_LEFT =
  /[\p{Script=Adlam}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Syriac}\p{Script=Thaana}]/u

/** Blocks with text; blocks that only contain blocks have no direction of their own. */
const BLOCKS = new Set('caption dd dt figcaption h1 h2 h3 h4 h5 h6 li p summary td th'.split(' '))

/**
 * The direction of a block whose text differs from its surroundings; null where nothing has to be
 * said. Its first letter decides, as it does in browsers.
 *
 * @see https://www.unicode.org/reports/tr9/#P2
 */
export function ownDirection(element: HtmlElement, around: Direction): Direction | null {
  if (!BLOCKS.has(element.tagName) || element.attributes['dir'] !== undefined) return null
  const letter = firstLetter(element.children)
  if (letter === null) return null
  const direction = RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr'
  return direction === around ? null : direction
}

function firstLetter(content: readonly HtmlContent[]): string | null {
  for (const node of content) {
    const letter =
      node.type === 'text'
        ? (LETTER.exec(node.value)?.[0] ?? null)
        : node.type === 'element'
          ? firstLetter(node.children)
          : null
    if (letter !== null) return letter
  }
  return null
}
