import type { Audio } from './audio.ts'
import { endingsOf } from '../base/media-types.ts'

/** What is wrong with a recording although it plays. */
export type Signs = Pick<Audio, 'cut' | 'warnings'>

export const NO_SIGNS: Signs = { cut: null, warnings: [] }

/** Signs without one of a cut. */
export function signsOf(...warnings: readonly string[]): Signs {
  return { cut: null, warnings }
}

/** Merges signs. */
export function allSigns(...signs: readonly Signs[]): Signs {
  return {
    cut: signs.find(({ cut }) => cut !== null)?.cut ?? null,
    warnings: signs.flatMap(({ warnings }) => warnings),
  }
}

const CUT = 'it was probably cut off, so upload or export it again'

/** Seconds by which a header may be wrong before listeners notice. */
const TOLERANCE = 0.5

/**
 * The signs of a header with another duration than the sound: of a cut if it states more, or of something
 * appended if less. None if listeners would not notice.
 */
export function headerSigns(stated: number, counted: number): Signs {
  if (Math.abs(stated - counted) < TOLERANCE) return NO_SIGNS
  const what = `its header states ${formatSeconds(stated)}, but its sound lasts ${formatSeconds(counted)}`
  if (counted < stated) return { ...NO_SIGNS, cut: `${what}: ${CUT}` }
  return signsOf(`${what}: something was probably appended, so export it again as one recording`)
}

/** The sign of a recording without the end that its format requires. */
export function cutSigns(isCut: boolean): Signs {
  return isCut ? { ...NO_SIGNS, cut: `it ends in the middle of its sound: ${CUT}` } : NO_SIGNS
}

/** The sign of several concatenated recordings, all of which are counted. */
export function chainSigns(links: number): Signs {
  if (links < 2) return NO_SIGNS
  return signsOf(
    `it is ${links} recordings one after another, of which some players play only the first: export it again as one`,
  )
}

/** The sign of bytes after the stated end of a recording, which no player reaches. */
export function unheardSigns(bytes: number, all: number): Signs {
  if (bytes === 0) return NO_SIGNS
  return signsOf(
    `${bytes} of its ${all} bytes are never played, because a second recording was appended after its end: export both again as one`,
  )
}

function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`
}

/** A warning if the extension of the name belongs to another media type; otherwise none. */
export function extensionWarnings(extension: string, type: string): readonly string[] {
  const allowed = endingsOf(type)
  if (extension === '' || allowed.length === 0 || allowed.includes(extension)) return []
  return [
    `it is ${type}, though its name ends in ".${extension}", and podcast apps go by the name: rename it to end in ".${allowed[0]}"`,
  ]
}
