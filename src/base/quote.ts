const LONGEST = 80

/** Quotes what an author wrote in a message: on one line, truncated. */
export function quote(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
  return JSON.stringify(short)
}
