/**
 * A text in memory of its own. A piece that is cut from a text keeps the whole of it in memory, which
 * for a few words of each of thousands of articles is all articles.
 */
export function apart(text: string): string {
  return Buffer.from(text).toString()
}
