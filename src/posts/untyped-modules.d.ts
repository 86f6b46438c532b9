/** The module that the pages of a blog load as well; `public-modules.js` holds its types to it. */
declare module '#public/words.js' {
  /** Inline elements; all other elements end the sentence before them. */
  export const INLINE: ReadonlySet<string>
  /** Elements that are not read aloud. */
  export const UNSPOKEN: ReadonlySet<string>
  /** The words of a text as they are compared, and where each begins and ends in it. */
  export function wordsOf(
    text: string,
  ): { readonly text: string; readonly start: number; readonly end: number }[]
  /** For each word its place in `other`, ascending; -1 for a word that is not there. */
  export function alignWords(words: readonly string[], other: readonly string[]): Int32Array
}

/** The module that pages load when a picture fails; its types are held to it as well. */
declare module '#public/cover.js' {
  /** The cover of a title, as SVG. */
  export function drawSmallCover(title: string): string
}

declare module 'markdown-it-deflist' {
  import type { MarkdownIt } from 'markdown-it'

  export default function deflist(md: MarkdownIt): void
}

declare module 'markdown-it-mark' {
  import type { MarkdownIt } from 'markdown-it'

  export default function mark(md: MarkdownIt): void
}
