/**
 * A text in memory of its own. A piece that is cut from a text keeps the whole of it in memory, which
 * for a few words of each of thousands of articles is all articles.
 */
export function apart(text: string): string {
  return Buffer.from(text).toString()
}

/**
 * Bytes in memory of their own. Node cuts short ones from a pool, and one of them that is kept keeps the
 * whole pool in memory: 64 KB for a page of two.
 */
export function bytesApart(content: string | Uint8Array): Buffer {
  if (typeof content !== 'string') {
    const bytes = Buffer.allocUnsafeSlow(content.length)
    bytes.set(content)
    return bytes
  }
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(content))
  bytes.write(content)
  return bytes
}
