import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { bytesApart } from '../base/memory.ts'

/** The content codings we support, in our order of preference; `identity` is none. */
const CODINGS = ['br', 'gzip', 'identity'] as const
export type Coding = (typeof CODINGS)[number]

/** With fewer bytes, compression does not save a packet. */
const WORTHWHILE = 1024

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) }

/** Level 5 is as fast as gzip and a fifth smaller; the highest takes seconds for a feed. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/**
 * The coding that a client prefers, and among equals the smallest. `acceptsEncodings` of Express would take
 * the first of equals, and so gzip rather than Brotli for browsers.
 *
 * @param accepted The `Accept-Encoding` field; undefined means no coding.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
 */
export function chooseCoding(accepted: string | undefined): Coding {
  const weights = new Map((accepted ?? '').split(',').map(parseWeight))
  const weightOf = (coding: Coding): number =>
    weights.get(coding) ?? weights.get('*') ?? (coding === 'identity' ? LEAST : 0)
  const best = CODINGS.toSorted((a, b) => weightOf(b) - weightOf(a))[0]
  return best === undefined || weightOf(best) === 0 ? 'identity' : best
}

/** The weight of `identity` if it is not named: allowed, but less than every named coding. */
const LEAST = 0.0001

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2 */
function parseWeight(item: string): readonly [coding: string, weight: number] {
  const [coding = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1'
  return [coding, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0]
}

/** Compresses texts; a result is kept for as long as the text itself. */
export type Compressor = (bytes: Buffer, coding: Coding) => Promise<Buffer>

export function createCompressor(): Compressor {
  const forms = {
    br: new WeakMap<Buffer, Promise<Buffer>>(),
    gzip: new WeakMap<Buffer, Promise<Buffer>>(),
  }
  return (bytes, coding) => {
    if (coding === 'identity') return Promise.resolve(bytes)
    const known = forms[coding].get(bytes)
    if (known !== undefined) return known
    const form = coding === 'br' ? compress.br(bytes, BROTLI) : compress.gzip(bytes)
    const kept = form.then(bytesApart)
    forms[coding].set(bytes, kept)
    return kept
  }
}

/**
 * Compresses as small as possible, for a file that is sent often. The result is the same on every machine.
 * Takes seconds for a megabyte.
 */
export async function compressForGood(
  bytes: Buffer,
  coding: Exclude<Coding, 'identity'>,
): Promise<Buffer> {
  if (coding === 'br') return compress.br(bytes)
  const form = await compress.gzip(bytes, { level: constants.Z_BEST_COMPRESSION })
  // The byte that names the operating system; 255 is unknown. RFC 1952 section 2.3.1.
  form[9] = 255
  return form
}

/** Whether a text is long enough for compression. */
export function isWorthwhile(bytes: Buffer): boolean {
  return bytes.length >= WORTHWHILE
}
