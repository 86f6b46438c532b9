import { summarizeBeginning } from './article-summary.ts'

/** What a show must know about an article before it is requested. */
export interface ArticleFacts {
  /** See `summarize`. */
  readonly summary: string
  /** Whether it exceeds the limits of the Markdown parser, so that it is published as it is written. */
  readonly plain: boolean
}

/** A longer article, or one with a longer line, is parsed completely before its facts are known. */
const LONG_BODY = 200_000
const LONG_LINE = 20_000
/** Deeply nested quotations or lists. */
const NESTED = /^(?:(?:[ \t]{0,3}>){30}| {100})/m

/** The facts, if the beginning of an article is enough, which is usual; otherwise null, see `readFacts`. */
export function readFactsAtOnce(body: string, wantsSummary: boolean): ArticleFacts | null {
  if (mayBeTooMuch(body)) return null
  const summary = wantsSummary ? summarizeBeginning(body) : ''
  return summary === null ? null : { summary, plain: false }
}

/**
 * Whether an article is unusual, so that it must be parsed completely to know whether it exceeds the limits.
 */
function mayBeTooMuch(body: string): boolean {
  return body.length > LONG_BODY || hasLongLine(body) || NESTED.test(body)
}

function hasLongLine(body: string): boolean {
  if (body.length <= LONG_LINE) return false
  for (let start = 0, end = 0; end !== -1; start = end + 1) {
    end = body.indexOf('\n', start)
    if ((end === -1 ? body.length : end) - start > LONG_LINE) return true
  }
  return false
}
