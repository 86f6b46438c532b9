import { endingsOf } from '../base/media-types.ts'

/** Seconds by which a header may be wrong before listeners notice. */
const TOLERANCE = 0.5

/**
 * What a header that tells another duration than the sound has is a mark of: a cut, where it tells
 * more, or something joined on. None where nobody would notice.
 */
export function headerWarnings(stated: number, counted: number): readonly string[] {
  if (Math.abs(stated - counted) < TOLERANCE) return []
  const reason =
    counted < stated
      ? 'it was probably cut off, so upload or export it again'
      : 'something was probably joined on, so export it again as one'
  return [
    `its header tells of ${formatSeconds(stated)}, but its sound lasts ${formatSeconds(counted)}: ${reason}`,
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
