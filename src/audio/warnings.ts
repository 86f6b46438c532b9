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
