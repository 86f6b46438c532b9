import type { MarkdownIt, StateBlock } from 'markdown-it'

/** How much Markdown is parsed as such; a book of an article stays far below. */
export const LIMITS = {
  characters: 600_000,
  /** Lines, and signs that may mean something within them: they are what parsing costs time for. */
  marks: 60_000,
  /** Levels of quotations and lists of one line; a list and its item are two. */
  depth: 80,
  /** Characters of all addresses that links by reference repeat. */
  repeated: 2_000_000,
} as const

const MARK = /[\n*_~=`[\]<&\\|^]/g

/** Steps of lookahead for each character of a paragraph; real paragraphs need less than one. */
const STEPS = 20
const FEWEST_STEPS = 20_000

/** Whether a text can be parsed within bounded time; asked before it is parsed. */
export function isModest(text: string): boolean {
  if (text.length > LIMITS.characters) return false
  return text.length <= LIMITS.marks || (text.match(MARK)?.length ?? 0) <= LIMITS.marks
}

/**
 * Runs what calls itself for each level of a tree; null when a limit is passed, or when the stack
 * does not suffice, which is the only limit that cannot be known beforehand.
 */
export function withinBounds<T>(run: () => T): T | null {
  try {
    return run()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/**
 * Keeps the parser of Markdown within bounds. A paragraph in which brackets make it look ahead again
 * and again stays as it is written; blocks that nest deeper than any author's throw a RangeError.
 */
export function boundParser(md: MarkdownIt): void {
  boundBlocks(md)
  boundParagraphs(md)
}

function boundBlocks(md: MarkdownIt): void {
  md.block.ruler.before('table', 'depth', ({ level }: StateBlock) => {
    if (level > LIMITS.depth) throw new RangeError('expected blocks less deep')
    return false
  })
}

function boundParagraphs(md: MarkdownIt): void {
  const { inline } = md
  const skipToken = inline.skipToken.bind(inline)
  const parse = inline.parse.bind(inline)
  let left = Infinity

  inline.skipToken = (state) => {
    left -= 1
    if (left < 0) throw new RangeError('expected fewer brackets')
    skipToken(state)
  }
  inline.parse = (text, parser, env, tokens) => {
    const outer = left
    left = Math.min(outer, Math.max(FEWEST_STEPS, text.length * STEPS))
    const start = tokens.length
    if (withinBounds(() => parse(text, parser, env, tokens)) === null) {
      tokens.length = start
      const written = new parser.core.State('', parser, env).Token
      const token = new written('text', '', 0)
      token.content = text
      tokens.push(token)
    }
    left = outer
  }
}
