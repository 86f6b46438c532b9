/** The first letter that was lost when the file was read as UTF-8. */
export interface LostLetter {
  /** In the file, from 1. */
  readonly line: number
  /** The word it was in. */
  readonly word: string
}

const LOST = '\uFFFD'
const LINE_END = /\r\n?|\n/g
const AROUND = 20

// A byte order mark of UTF-16 is not UTF-8; every other byte of ASCII letters is zero.
const UTF16 = /^(?:\uFFFD\uFFFD)?(?:\0[^\0]|[^\0]\0)/

/** Finds the first sign that a file is not UTF-8; null if there is none. */
export function findLostLetter(text: string): LostLetter | null {
  const at = text.indexOf(LOST)
  if (at === -1) return null
  const line = [...text.slice(0, at).matchAll(LINE_END)].length + 1
  const before = /[\p{L}\p{M}\p{N}]*$/u.exec(text.slice(Math.max(0, at - AROUND), at))?.[0] ?? ''
  const after = /^[\p{L}\p{M}\p{N}\uFFFD]*/u.exec(text.slice(at, at + AROUND))?.[0] ?? LOST
  return { line, word: `${before}${after}` }
}

/** Whether a text, read as UTF-8, was written as UTF-16. */
export function isUtf16(text: string): boolean {
  return UTF16.test(text)
}

/** The ASCII letters of UTF-16, from a text that was read as UTF-8. */
export function withoutNuls(text: string): string {
  return text.replace(/^\uFFFD+/, '').replaceAll('\0', '')
}
