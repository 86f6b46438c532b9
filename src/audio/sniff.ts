import { isUtf8 } from 'node:buffer'
import { isAdtsStream } from './adts.ts'

/** The formats that can be measured, by their containers. */
export type Format = 'mpeg' | 'adts' | 'mp4' | 'ogg' | 'flac' | 'wav' | 'webm'

/** The format of a file, by its first bytes. */
export type Sniffed =
  | { readonly format: Format }
  /** Certainly something else: its name, and what to do about it. */
  | { readonly other: string; readonly advice: string }
  /** Text, or nothing known; it may contain frames of MPEG audio nevertheless. */
  | { readonly unknown: string | null; readonly advice: string }

/** Bytes from which the format is recognised: enough for five of the largest frames of AAC in stereo. */
export const SNIFFED_BYTES = 32 * 1024
const TEXT_BYTES = 4096

const CONVERT = 'podcast apps do not play it; convert it to MP3 or M4A'
const REPLACE = 'replace it with the recording'
const UNPACK = 'unpack it and use the recording that is in it'
const EXTRACT = 'extract its sound as MP3 or M4A'

interface Signature {
  readonly magic: string
  /** The offset of `magic`; 0 by default. */
  readonly at?: number
  /** The form type at offset 8, as in RIFF and FORM files. */
  readonly kind?: string
  readonly is: Sniffed
}

function other(magic: string, name: string, advice: string, more?: Partial<Signature>): Signature {
  return { magic, is: { other: name, advice }, ...more }
}

function audio(magic: string, format: Format, more?: Partial<Signature>): Signature {
  return { magic, is: { format }, ...more }
}

/** In Latin-1; the first that matches counts. */
const SIGNATURES: readonly Signature[] = [
  other('ftyp', 'an AVIF image', REPLACE, { at: 4, kind: 'avi' }),
  other('ftyp', 'a HEIC image', REPLACE, { at: 4, kind: 'hei' }),
  other('ftyp', 'a HEIF image', REPLACE, { at: 4, kind: 'mif' }),
  ...['ftyp', 'moov', 'mdat', 'wide', 'styp', 'moof', 'sidx'].map((box) =>
    audio(box, 'mp4', { at: 4 }),
  ),
  audio('OggS', 'ogg'),
  audio('fLaC', 'flac'),
  ...['RIFF', 'RF64', 'BW64'].map((riff) => audio(riff, 'wav', { kind: 'WAVE' })),
  audio('\x1aE\xdf\xa3', 'webm'),
  other('RIFF', 'a WebP image', REPLACE, { kind: 'WEBP' }),
  other('RIFF', 'an AVI video', EXTRACT, { kind: 'AVI ' }),
  other('RIFX', 'a big-endian WAV recording', CONVERT),
  other('riff\x2e\x91\xcf\x11', 'a Wave64 recording', CONVERT),
  other('FORM', 'an AIFF recording', CONVERT, { kind: 'AIF' }),
  other('caff', 'a Core Audio (CAF) recording', CONVERT),
  other('0&\xb2u\x8ef\xcf\x11', 'a Windows Media recording', CONVERT),
  other('wvpk', 'a WavPack recording', CONVERT),
  other('MAC ', "a Monkey's Audio recording", CONVERT),
  other('TTA1', 'a True Audio recording', CONVERT),
  other('MPCK', 'a Musepack recording', CONVERT),
  other('MP+', 'a Musepack recording', CONVERT),
  other('DSD ', 'a DSD recording', CONVERT),
  other('.RMF', 'a RealMedia recording', CONVERT),
  other('#!AMR', 'an AMR recording', CONVERT),
  other('.snd', 'an AU recording', CONVERT),
  other('MThd', 'a MIDI file', CONVERT),
  other('FLV\x01', 'a Flash video', EXTRACT),
  other('\0\0\x01\xba', 'an MPEG video', EXTRACT),
  other('\0\0\x01\xb3', 'an MPEG video', EXTRACT),
  other('\xff\xd8\xff', 'a JPEG image', REPLACE),
  other('\x89PNG\r\n', 'a PNG image', REPLACE),
  other('GIF8', 'a GIF image', REPLACE),
  other('II*\0', 'a TIFF image', REPLACE),
  other('MM\0*', 'a TIFF image', REPLACE),
  other('%PDF', 'a PDF document', REPLACE),
  other('PK\x03\x04', 'a ZIP archive', UNPACK),
  other('\x1f\x8b', 'a gzip archive', UNPACK),
  other('7z\xbc\xaf', 'a 7z archive', UNPACK),
  other('Rar!', 'a RAR archive', UNPACK),
  other('BZh', 'a bzip2 archive', UNPACK),
  other('\xfd7zXZ', 'an xz archive', UNPACK),
  other('#EXTM3U', 'a playlist', 'name the recording itself'),
  other('[playlist]', 'a playlist', 'name the recording itself'),
  other('SQLite format', 'a database', REPLACE),
  other('version https://git-lfs', 'a Git LFS pointer', 'get the recording with "git lfs pull"'),
  other('/annex/objects/', 'a git-annex pointer', 'get the recording with "git annex get"'),
]

const DOWNLOAD =
  'the download probably ended at an error or sign-in page, so download the recording itself'

/**
 * Recognises the format of a file by its first bytes, never by its name.
 *
 * @param head The first {@link SNIFFED_BYTES}, or all there are.
 */
export function sniff(head: Buffer): Sniffed {
  const start = head.toString('latin1', 0, 64)
  const known = SIGNATURES.find(
    ({ magic, at = 0, kind = '' }) => start.startsWith(magic, at) && start.startsWith(kind, 8),
  )
  if (known) return known.is
  if (isTransportStream(head)) return { other: 'an MPEG transport stream', advice: EXTRACT }
  if (isAdtsStream(head, 0)) return { format: 'adts' }
  return sniffText(head.subarray(0, TEXT_BYTES))
}

/** Whether it is a recording in a format that podcast apps do not play. */
export function isForeignSound(sniffed: Sniffed): boolean {
  return 'other' in sniffed && (sniffed.advice === CONVERT || sniffed.advice === EXTRACT)
}

/** Whether packets of 188 bytes begin with the sync byte. */
function isTransportStream(head: Buffer): boolean {
  return [0, 188, 376, 564].every((at) => head[at] === 0x47)
}

function sniffText(head: Buffer): Sniffed {
  const text = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (/^<(!doctype\s+html|html|head|body)\b/i.test(text)) {
    return { unknown: 'a web page', advice: DOWNLOAD }
  }
  if (/^<[?!a-z]/i.test(text)) return { unknown: 'an XML or HTML document', advice: DOWNLOAD }
  return { unknown: isText(head) ? 'text' : null, advice: REPLACE }
}

/** Whether it is UTF-8 without control characters that text cannot contain. */
function isText(head: Buffer): boolean {
  // The last character may be incomplete.
  const letters = head.subarray(0, Math.max(head.length - 3, 1))
  const isWhole = [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, head.length - cut)))
  return isWhole && letters.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d))
}
