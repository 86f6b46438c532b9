/**
 * The text of an XML document, in the encoding that its byte order mark, its declaration or its HTTP
 * header names, in this order; UTF-8 if there is none, or it is unknown.
 *
 * @see https://www.w3.org/TR/xml/#sec-guessing
 */
export function decodeXml(
  bytes: Uint8Array,
  contentType: string | null,
): { readonly text: string; readonly fault: string | null } {
  const declared = /^[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(
    Buffer.from(bytes.subarray(0, 256)).toString('latin1'),
  )
  const sent = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')
  const label = markOf(bytes) ?? declared?.[1] ?? sent?.[1] ?? 'utf-8'
  const text = decoderOf(label, false).decode(bytes)
  try {
    decoderOf(label, true).decode(bytes)
    return { text, fault: null }
  } catch {
    // A file that is not a document at all gets a better message elsewhere.
    if (!/^\s*</.test(text)) return { text, fault: null }
    const encoding = decoderOf(label, true).encoding.toUpperCase()
    const line = text.split('\n').findIndex((each) => each.includes('\uFFFD')) + 1
    const fault = `line ${line} is not ${encoding}, which the feed is said to be; save it in that encoding, or correct its XML declaration`
    return { text, fault }
  }
}

function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null
}

function decoderOf(label: string, fatal: boolean): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label, { fatal })
  } catch {
    return new TextDecoder('utf-8', { fatal })
  }
}
