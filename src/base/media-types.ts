import { extname } from 'node:path'

/**
 * Media type → the endings by which a name tells it, the best one first; behind a bar, those that a
 * file of the type may have as well although they tell another type, or nothing. Types of recordings
 * are written as Apple lists them, and by their registration where it lists none: Opus is
 * `audio/ogg`, see RFC 7845 section 9.
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
 * The types of transcripts, the best one for players first.
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

const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(ENDINGS).flatMap(([type, endings]) =>
    wordsOf(endings.replace(/\|.*/, '')).map((ending) => [`.${ending}`, type] as const),
  ),
)

/** The endings that a file of a type may have, without their dots, the best one first; none are known of others. */
export function endingsOf(type: string): readonly string[] {
  return wordsOf(ENDINGS[type] ?? '')
}

/** The type that the ending of a URL or name tells; null where it tells none. */
export function typeOf(name: string): string | null {
  return TYPES.get(extname(name.replace(/[?#].*$/s, '')).toLowerCase()) ?? null
}

/** The same of a recording. */
export function audioTypeOf(name: string): string | null {
  const type = typeOf(name)
  return type !== null && /^(?:audio|video)\//.test(type) ? type : null
}

/** The same of a picture. */
export function imageTypeOf(name: string): string | null {
  const type = typeOf(name)
  return type?.startsWith('image/') === true ? type : null
}

/** The same of a transcript. */
export function transcriptTypeOf(name: string): string | null {
  const type = typeOf(name)
  return type !== null && TRANSCRIPT_TYPES.includes(type) ? type : null
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\w+/g) ?? []
}
