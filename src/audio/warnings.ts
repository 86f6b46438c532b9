import { endingsOf } from '../base/media-types.ts'

/** What is said of every recording of which a part is proved to be missing. */
const CUT = 'it was probably cut off, so upload or export it again'

/** Whether a recording proves by itself that its end is missing: one that is still being copied does, too. */
export function tellsOfCut(warnings: readonly string[]): boolean {
  return warnings.some((warning) => warning.endsWith(CUT))
}

/** Seconds by which a header may be wrong before listeners notice. */
const TOLERANCE = 0.5

/**
 * What a header that tells another duration than the sound has is a mark of: a cut, where it tells
 * more, or something joined on. None where nobody would notice.
 */
export function headerWarnings(stated: number, counted: number): readonly string[] {
  if (Math.abs(stated - counted) < TOLERANCE) return []
  const reason =
    counted < stated ? CUT : 'something was probably joined on, so export it again as one'
  return [
    `its header tells of ${formatSeconds(stated)}, but its sound lasts ${formatSeconds(counted)}: ${reason}`,
  ]
}

/** A warning where a recording has no end, as its format would have it; else none. */
export function cutWarnings(isCut: boolean): readonly string[] {
  return isCut ? [`it ends in the midst of its sound: ${CUT}`] : []
}

/** A warning where several recordings were written one behind another, and are counted all; else none. */
export function chainWarnings(links: number): readonly string[] {
  if (links < 2) return []
  return [
    `it is ${links} recordings one after another, of which some players play only the first: export it again as one`,
  ]
}

/** A warning where bytes lie behind the end that a recording states, so that no player gets to them; else none. */
export function unheardWarnings(bytes: number, all: number): readonly string[] {
  if (bytes === 0) return []
  return [
    `${bytes} of its ${all} bytes are never heard, for a second recording was joined on behind its end: export both again as one`,
  ]
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
