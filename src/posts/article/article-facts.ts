import { summarizeBeginning } from './article-summary.ts'

/** What a show has to know of an article before anybody reads it. */
export interface ArticleFacts {
  /** See `summarize`. */
  readonly summary: string
  /** Whether it takes too much to be read as Markdown, so that it is published as it is written. */
  readonly plain: boolean
}

/** A longer article, or one with a longer line, is parsed as a whole before its facts are known. */
const LONG_BODY = 200_000
const LONG_LINE = 20_000
/** Quotations or lists deep within each other. */
const NESTED = /^(?:(?:[ \t]{0,3}>){30}| {100})/m

/** See `readFacts`: at once, where the beginning of an article says enough, as it mostly does; else null. */
export function readFactsAtOnce(body: string, wantsSummary: boolean): ArticleFacts | null {
  if (mayBeTooMuch(body)) return null
  const summary = wantsSummary ? summarizeBeginning(body) : ''
  return summary === null ? null : { summary, plain: false }
}

/** Whether it is unlike other articles, so that it is read whole before it is promised to be readable. */
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
