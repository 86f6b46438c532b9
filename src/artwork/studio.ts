import type { drawArtwork, squareArtwork } from './make-artwork.ts'
import type { readPicture } from './read-picture.ts'

/** All functions that need the large image packages, which are loaded with the first image. */
export interface Studio {
  readonly readPicture: typeof readPicture
  readonly squareArtwork: typeof squareArtwork
  readonly drawArtwork: typeof drawArtwork
}

/** A studio, or the reason why there is none. */
export type OpenedStudio =
  | { readonly studio: Studio; readonly missing: null }
  | { readonly studio: null; readonly missing: string }

let opened: Promise<OpenedStudio> | null = null

/**
 * Opens the studio, once. Its packages are optional: without them, images are published as they are.
 * They are missing where they were not installed on purpose, or do not support the platform.
 */
export function openStudio(): Promise<OpenedStudio> {
  opened ??= open()
  return opened
}

async function open(): Promise<OpenedStudio> {
  try {
    const studio = {
      ...(await import('./read-picture.ts')),
      ...(await import('./make-artwork.ts')),
    }
    return { studio, missing: null }
  } catch (cause) {
    return { studio: null, missing: nameOf(cause) }
  }
}

/** The missing package; the first line of any other error. */
function nameOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const [, name] = /^Cannot find package '([^']+)'/.exec(message) ?? []
  const [first = ''] = message.split('\n')
  return name === undefined ? first : `the package "${name}" is not installed`
}
