import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/** The folder of the project. */
export const ROOT = join(import.meta.dirname, '../..')

/** One Markdown file that is written for people. */
export interface Page {
  /** From the root of the project. */
  readonly file: string
  readonly text: string
}

export function readPage(file: string): Page {
  return { file, text: readFileSync(join(ROOT, file), 'utf8') }
}

/** Everything written for people. */
export const PAGES: readonly Page[] = globSync(['*.md', 'docs/**/*.md'], {
  cwd: ROOT,
  // Those of single recipes speak of other people's folders, and have a test of their own.
  exclude: ['docs/recipes/*/*.md'],
})
  .toSorted()
  .map(readPage)

export const README = readPage('README.md')

interface Block {
  readonly language: string
  readonly code: string
}

/** The fenced blocks of a page, without the white space that they are indented by. */
export function blocksOf({ text }: Page): readonly Block[] {
  return [...text.matchAll(/^( *)```([\w-]*)\n([^]*?)\n\1```$/gm)].map(
    ([, indent = '', language = '', code = '']) => ({
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  )
}

/** The text of a page without its fenced blocks. */
export function proseOf({ text }: Page): string {
  return text.replaceAll(/^( *)```[^]*?\n\1```$/gm, '')
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: Page): readonly string[] {
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

interface Link {
  /** From the root of the project. */
  readonly file: string
  /** '' where there is none. */
  readonly anchor: string
}

/** Where the links and pictures of a page lead within the project, from its root. */
export function linksOf(page: Page): readonly Link[] {
  const prose = proseOf(page).replaceAll(/`[^`\n]*`/g, '')
  const targets = [
    ...prose.matchAll(/(?<!\\)\[[^\]]*\]\(<?([^)\s>]+)>?\)/g),
    ...prose.matchAll(/\b(?:src|href|srcset)="([^"]+)"/g),
  ].map(([, target = '']) => target)
  return targets
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#')
      const file = path === '' ? page.file : posix.join(dirname(page.file), path)
      return { file, anchor }
    })
}

/** The rows of a table in the reference, between two markers, each as its cells in plain text. */
export function tableOf(file: string, marker: string): readonly (readonly string[])[] {
  const { text } = readPage(`docs/reference/${file}`)
  const [, table = ''] =
    new RegExp(`<!-- ${marker} -->\\n([^]*?)<!-- /${marker} -->`).exec(text) ?? []
  return [...table.matchAll(/^\| (`.*?) *\|$/gm)].map(([, row = '']) =>
    row.split(/ *\| */).map((cell) => cell.replaceAll('`', '')),
  )
}
