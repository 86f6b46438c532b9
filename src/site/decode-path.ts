/** A URL path without its percent-encoding; null when the encoding is broken or hides no text. */
export function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
