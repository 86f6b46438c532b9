import type { Trial } from './trial.ts'
import { witnessSeconds, type Witness } from './witness.ts'

/** Seconds by which two programs may differ that find their way again among damaged bytes. */
const TOLERANCE = 0.25

/** What the witnesses say of one mutant. */
export interface Testimony {
  readonly type: string
  /** Null where none of them can play it, so that there is nothing to agree on. */
  readonly agrees: boolean | null
  /** For the reader of a report. */
  readonly said: string
}

/**
 * Asks other programs how long a mutant lasts, one after another until one agrees. They do not agree
 * among themselves on what is damaged, so that one is enough.
 */
export async function askWitnesses(
  { audio, seed, number }: Trial,
  path: string,
): Promise<Testimony> {
  const type = audio?.type ?? 'refused'
  const seconds = audio?.seconds ?? 0
  const answers: string[] = []
  let heard = false
  for (const witness of witnessesFor(type)) {
    const theirs = await witnessSeconds(witness, path)
    answers.push(`${witness} ${theirs.toFixed(2)} s`)
    heard ||= theirs > TOLERANCE
    if (Math.abs(theirs - seconds) < TOLERANCE) return { type, agrees: true, said: '' }
  }
  const said = `mutant ${number} of "${seed}", ${type}: ${seconds.toFixed(2)} s, but ${answers.join(', ')}`
  return { type, agrees: heard ? false : null, said }
}

/** Only mpg123 plays free format; only times of packets tell how long a damaged container plays. */
function witnessesFor(type: string): readonly Witness[] {
  return type === 'audio/mpeg' || type === 'audio/wav'
    ? ['ffmpeg', 'mpg123', 'ffprobe']
    : ['ffmpeg', 'ffprobe']
}
