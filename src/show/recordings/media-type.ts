import { extname } from 'node:path'

/**
 * What an enclosure's ending says of its type, in the form that Apple lists where it lists one.
 *
 * @see https://podcasters.apple.com/support/823-podcast-requirements
 */
const TYPES: Readonly<Record<string, string>> = {
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/x-m4a',
  '.m4b': 'audio/x-m4b',
  '.mp4': 'video/mp4',
  '.m4v': 'video/x-m4v',
  '.mov': 'video/quicktime',
  '.aac': 'audio/aac',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.flac': 'audio/flac',
  '.wav': 'audio/wav',
  '.webm': 'audio/webm',
}

const IMAGE_TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.svg': 'image/svg+xml',
}

/** The type of a recording by the ending of its URL or name; null when that says nothing. */
export function audioTypeOf(name: string): string | null {
  return TYPES[ending(name)] ?? null
}

/** The type of a picture by the ending of its URL or name; null when that says nothing. */
export function imageTypeOf(name: string): string | null {
  return IMAGE_TYPES[ending(name)] ?? null
}

function ending(name: string): string {
  return extname(name.replace(/[?#].*$/s, '')).toLowerCase()
}
