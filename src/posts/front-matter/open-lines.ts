const FENCE = /^ {0,3}(`{3,}|~{3,})/

/** A line of a body. */
export interface Line {
  /** Its offset in the body. */
  readonly start: number
  /** Without its end. */
  readonly text: string
}

/**
 * The lines of a body outside fenced code.
 *
 * @yields Each without its end.
 */
export function* openLines(body: string): Generator<Line, void> {
  let fence = ''
  for (let start = 0, end = 0; end !== -1; start = end + 1) {
    end = body.indexOf('\n', start)
    const text = end === -1 ? body.slice(start) : body.slice(start, end)
    const marks = FENCE.exec(text)?.[1] ?? ''
    if (fence === '' && marks === '') yield { start, text }
    else if (fence === '') fence = marks
    else if (marks.startsWith(fence)) fence = ''
  }
}
