const LONGEST = 80

/** What an author wrote, for a sentence about it: in quotation marks, on one line, shortened. */
export function quote(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
  return JSON.stringify(short)
}
