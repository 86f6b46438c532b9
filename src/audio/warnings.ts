import type { Audio } from './audio.ts'
import { endingsOf } from '../base/media-types.ts'

/** What is odd in a recording although it plays. */
export type Signs = Pick<Audio, 'cut' | 'warnings'>

export const NO_SIGNS: Signs = { cut: null, warnings: [] }

/** Signs of which none is that of a cut. */
export function signsOf(...warnings: readonly string[]): Signs {
  return { cut: null, warnings }
}

/** What all of these tell. */
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
 * What a header that tells another duration than the sound has is a sign of: a cut, where it tells
 * more, or something joined on. None where nobody would notice.
 */
export function headerSigns(stated: number, counted: number): Signs {
  if (Math.abs(stated - counted) < TOLERANCE) return NO_SIGNS
  const what = `its header states ${formatSeconds(stated)}, but its sound lasts ${formatSeconds(counted)}`
  if (counted < stated) return { ...NO_SIGNS, cut: `${what}: ${CUT}` }
  return signsOf(`${what}: something was probably appended, so export it again as one recording`)
}

/** Whether a recording has no end, as its format would have it. */
export function cutSigns(isCut: boolean): Signs {
  return isCut ? { ...NO_SIGNS, cut: `it ends in the middle of its sound: ${CUT}` } : NO_SIGNS
}

/** Whether several recordings were written one behind another, and are counted all. */
export function chainSigns(links: number): Signs {
  if (links < 2) return NO_SIGNS
  return signsOf(
    `it is ${links} recordings one after another, of which some players play only the first: export it again as one`,
  )
}

/** Whether bytes lie behind the end that a recording states, so that no player gets to them. */
export function unheardSigns(bytes: number, all: number): Signs {
  if (bytes === 0) return NO_SIGNS
  return signsOf(
    `${bytes} of its ${all} bytes are never played, because a second recording was appended after its end: export both again as one`,
  )
}

function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`
}

/** A warning where a name's ending belongs to another media type than the file has; else none. */
export function extensionWarnings(extension: string, type: string): readonly string[] {
  const allowed = endingsOf(type)
  if (extension === '' || allowed.length === 0 || allowed.includes(extension)) return []
  return [
    `it is ${type}, though its name ends in ".${extension}", and podcast apps go by the name: rename it to end in ".${allowed[0]}"`,
  ]
}
