import type { drawArtwork, squareArtwork } from './make-artwork.ts'
import type { readPicture } from './read-picture.ts'

/**
 * All that works on pictures. It stands on large packages, which are loaded only when the first
 * picture is looked at.
 */
export interface Studio {
  readonly readPicture: typeof readPicture
  readonly squareArtwork: typeof squareArtwork
  readonly drawArtwork: typeof drawArtwork
}

/** A studio, or a sentence that says why there is none here. */
export type OpenedStudio =
  | { readonly studio: Studio; readonly missing: null }
  | { readonly studio: null; readonly missing: string }

let opened: Promise<OpenedStudio> | null = null

/**
 * Opens the studio, once. Its packages are optional: a show goes out without them, with its pictures
 * as they are. They are missing where they were left out on purpose, and where a machine cannot have
 * them.
 */
export function openStudio(): Promise<OpenedStudio> {
  opened ??= open()
  return opened
}

async function open(): Promise<OpenedStudio> {
  try {
    const [{ readPicture: read }, { drawArtwork: draw, squareArtwork: square }] = await Promise.all(
      [import('./read-picture.ts'), import('./make-artwork.ts')],
    )
    return {
      studio: { readPicture: read, drawArtwork: draw, squareArtwork: square },
      missing: null,
    }
  } catch (cause) {
    return { studio: null, missing: nameOf(cause) }
  }
}

/** A package that is not there; of others the first line of what they say of themselves. */
function nameOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const [, name] = /^Cannot find package '([^']+)'/.exec(message) ?? []
  const [first = ''] = message.split('\n')
  return name === undefined ? first : `the package "${name}" is not installed`
}
