import type { MarkdownIt, StateBlock } from 'markdown-it'

/**
 * Limits of the Markdown that is parsed; even an article as long as a book stays far below them. Each was
 * measured without it: the limits of the threads do not replace it.
 */
export const LIMITS = {
  /** Without it, 5 MB of words take 4.3 s of CPU time instead of 0.9. */
  characters: 600_000,
  /**
   * Lines, and characters that may be markup. Without it, 600 KB of list items take 3 s of CPU time and more
   * memory than a thread has.
   */
  marks: 60_000,
  /**
   * Levels of quotations and lists in one line; a list and its item are two. Takes no time without it, but
   * the parser silently drops what is nested deeper than 100 levels.
   */
  depth: 80,
  /**
   * Characters of all addresses that reference links repeat. Without it, 50 KB of references to one address
   * take 1.1 s, and 100 KB so much memory at once that the whole process ends.
   */
  repeated: 2_000_000,
} as const

const MARK = /[\n*_~=`[\]<&\\|^]/g

/**
 * Steps of lookahead for each character of a paragraph; real paragraphs need less than one. Without them,
 * 110 KB of linked pictures within linked pictures take 4.2 s of CPU time instead of 0.15.
 */
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
