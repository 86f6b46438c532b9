import type { HtmlRoot } from './article-tree.ts'
import { textOf } from './plain-text.ts'
import { wordsOf } from '../timed-text/spoken-words.ts'

const HEADING = /^h[12]$/

/** The article without a first heading that only repeats the title. */
export function withoutTitle(tree: HtmlRoot, title: string): HtmlRoot {
  const index = tree.children.findIndex(({ type }) => type === 'element')
  const first = tree.children[index]
  if (first?.type !== 'element' || !HEADING.test(first.tagName)) return tree
  const said = saidIn(textOf(first))
  if (said === '' || said !== saidIn(title)) return tree
  return { ...tree, children: tree.children.slice(index + 1) }
}

function saidIn(text: string): string {
  return wordsOf(text)
    .map((word) => word.text)
    .join(' ')
}
