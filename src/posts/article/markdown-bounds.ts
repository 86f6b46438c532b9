import type { MarkdownIt, StateBlock } from 'markdown-it'

/** Limits of the Markdown that is parsed; even an article as long as a book stays far below them. */
export const LIMITS = {
  characters: 600_000,
  /** Lines, and characters that may be markup: parsing time depends on them. */
  marks: 60_000,
  /** Levels of quotations and lists in one line; a list and its item are two. */
  depth: 80,
  /** Characters of all addresses that reference links repeat. */
  repeated: 2_000_000,
} as const

const MARK = /[\n*_~=`[\]<&\\|^]/g

/** Steps of lookahead for each character of a paragraph; real paragraphs need less than one. */
const STEPS = 20
const FEWEST_STEPS = 20_000

/** Whether a text can be parsed within bounded time; checked before it is parsed. */
export function isModest(text: string): boolean {
  if (text.length > LIMITS.characters) return false
  return text.length <= LIMITS.marks || (text.match(MARK)?.length ?? 0) <= LIMITS.marks
}

/**
 * Runs a function that recurses for each level of a tree; null if a limit is exceeded, or on a stack
 * overflow, which is the only limit that cannot be checked in advance.
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
 * Keeps the Markdown parser within bounds. A paragraph whose brackets make it look ahead again and again
 * stays as it is written; too deeply nested blocks throw a RangeError.
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
