/**
 * The text of an XML document, in the encoding that its byte order mark, its declaration or its HTTP
 * header names, in this order; UTF-8 if there is none, or it is unknown.
 *
 * @see https://www.w3.org/TR/xml/#sec-guessing
 */
export function decodeXml(bytes: Uint8Array, contentType: string | null): string {
  const declared = /^[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(
    Buffer.from(bytes.subarray(0, 256)).toString('latin1'),
  )
  const sent = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')
  return decoderOf(markOf(bytes) ?? declared?.[1] ?? sent?.[1] ?? 'utf-8').decode(bytes)
}

function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null
}

function decoderOf(label: string): { decode: (bytes: Uint8Array) => string } {
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder()
  }
}
