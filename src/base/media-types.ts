import { extname } from 'node:path'
import { withoutQuery } from './web-address.ts'

/**
 * Media type → file extensions that imply it, the preferred one first; after the bar, other extensions
 * that files of the type may have. Types of recordings are as in Apple's list, or as registered where
 * they are not in it: Opus is `audio/ogg`, see RFC 7845 section 9.
 *
 * @see https://podcasters.apple.com/support/823-podcast-requirements
 */
const ENDINGS: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3 | mp2 mp1 mpga mpa',
  'audio/x-m4a': 'm4a | m4b mp4 m4p m4r',
  'audio/x-m4b': 'm4b',
  'video/mp4': 'mp4 | m4v',
  'video/x-m4v': 'm4v | mp4',
  'video/quicktime': 'mov | qt',
  'audio/aac': 'aac | adts',
  'audio/ogg': 'ogg opus oga | spx',
  'video/ogg': '| ogv ogg',
  'audio/flac': 'flac',
  'audio/wav': 'wav | wave',
  'audio/webm': 'webm | weba',
  'video/webm': '| webm',
  'audio/x-matroska': '| mka mkv',
  'video/x-matroska': '| mkv',
  'image/jpeg': 'jpg jpeg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/svg+xml': 'svg',
  'image/x-icon': 'ico',
  'text/vtt': 'vtt',
  'application/x-subrip': 'srt',
  'application/json': 'json map',
  'text/html': 'html htm',
  'text/plain': 'txt',
  'text/css': 'css',
  'text/javascript': 'js mjs',
  'application/manifest+json': 'webmanifest',
  'application/xml': 'xml',
  'application/pdf': 'pdf',
  'font/woff2': 'woff2',
}

/**
 * The types of transcripts, the best for players first.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md
 */
export const TRANSCRIPT_TYPES: readonly string[] = [
  'text/vtt',
  'application/x-subrip',
  'application/json',
  'text/html',
  'text/plain',
]

/**
 * The extensions of sound, as a part of a regular expression. Extensions that videos have as well (`mp4`,
 * `webm`) are left to each pattern.
 */
export const SOUND = 'aac|flac|m4a|m4b|mp3|oga|ogg|opus|wav'

const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(ENDINGS).flatMap(([type, endings]) =>
    wordsOf(endings.replace(/\|.*/, '')).map((ending) => [`.${ending}`, type] as const),
  ),
)

/** Media type of a recording → other names that encoders, servers and themes use for it. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'audio/mpeg':
    'audio/mp3 audio/mpeg3 audio/mpg audio/x-mp3 audio/x-mpeg audio/x-mpeg-3 audio/x-mpegaudio',
  'audio/x-m4a': 'audio/mp4 audio/m4a audio/mp4a-latm audio/x-mp4 audio/x-m4b audio/m4b',
  'audio/aac': 'audio/x-aac audio/aacp audio/x-hx-aac-adts',
  'audio/ogg': 'audio/x-ogg audio/vorbis audio/opus audio/x-opus+ogg application/ogg',
  'audio/flac': 'audio/x-flac',
  'audio/wav': 'audio/x-wav audio/wave audio/x-pn-wav audio/vnd.wave',
}

const USUAL: ReadonlyMap<string, string> = new Map(
  Object.entries(OTHER_NAMES).flatMap(([type, names]) =>
    names.split(' ').map((name) => [name, type] as const),
  ),
)

/** The name of a media type that directories know, in lower case: `audio/mpeg` for `audio/mp3`. */
export function usualType(type: string): string {
  const name = type.toLowerCase()
  return USUAL.get(name) ?? name
}

/** The extensions that files of a type may have, without dots, the preferred one first. */
export function endingsOf(type: string): readonly string[] {
  return wordsOf(ENDINGS[type] ?? '')
}

/** The media type that the extension of a URL or name implies; null where it implies none. */
export function typeOf(name: string): string | null {
  return TYPES.get(extname(withoutQuery(name)).toLowerCase()) ?? null
}

/** The same, only for recordings. */
export function audioTypeOf(name: string): string | null {
  const type = typeOf(name)
  return type !== null && /^(?:audio|video)\//.test(type) ? type : null
}

/** The same, only for images. */
export function imageTypeOf(name: string): string | null {
  const type = typeOf(name)
  return type?.startsWith('image/') === true ? type : null
}

/** The same, only for transcripts. */
export function transcriptTypeOf(name: string): string | null {
  const type = typeOf(name)
  return type !== null && TRANSCRIPT_TYPES.includes(type) ? type : null
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\w+/g) ?? []
}
