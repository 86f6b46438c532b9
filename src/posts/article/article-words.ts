import { createHash } from 'node:crypto'

/** Characters of an article that count; nobody reads more aloud. */
const LONGEST = 600_000

/** The hash of the words of an article; markup and punctuation do not count. */
export function hashWords(body: string): string {
  const words = body.slice(0, LONGEST).match(/[\p{L}\p{N}]+/gu) ?? []
  return createHash('sha256').update(words.join(' ')).digest('hex').slice(0, 32)
}
