import type { Client } from '../../net/client.ts'
import { Dropped } from '../../net/failures.ts'
import { measure, type Measured, type MeasureOptions } from './measure.ts'
import { openSource, openWhole } from './open-source.ts'
import type { Source } from './source.ts'
import { Crowded } from './streamed-source.ts'
import { Changed, Slow, Untrustworthy } from './refused.ts'
import type { Version } from '../../net/version.ts'

/** A measured recording, and the version that was measured. */
export interface Result extends Measured {
  readonly version: Version
  /** Whether its server supports range requests. */
  readonly ranged: boolean
  /** Sentences about how it is served. */
  readonly warnings: readonly string[]
}

/** How the next attempt is made. */
interface Attempt {
  /** Whether the whole recording is requested from the start. */
  readonly whole: boolean
  /** Whether its server supports range requests nevertheless. */
  readonly ranged: boolean
  /** Whether it changed during an earlier attempt, and whether a connection broke. */
  readonly changed: boolean
  readonly dropped: boolean
  readonly warnings: readonly string[]
}

const FIRST: Attempt = {
  whole: false,
  ranged: false,
  changed: false,
  dropped: false,
  warnings: [],
}

/**
 * Measures a recording. Tries again if it changed meanwhile or a connection broke; requests all of it at
 * once, which is consistent in itself, if it keeps changing, or if its server is slow or unreliable with
 * ranges.
 *
 * @throws {Unfetchable} If it cannot be fetched, or contains no sound.
 */
export async function measureInAttempts(client: Client, options: MeasureOptions): Promise<Result> {
  let attempt: Attempt | null = FIRST
  for (;;) {
    try {
      return await measureOnce(client, attempt, options)
    } catch (error) {
      attempt = nextAttempt(error, attempt)
      if (!attempt) throw error
      if (error instanceof Changed) client.startAnew()
    }
  }
}

async function measureOnce(
  client: Client,
  { whole, ranged, warnings }: Attempt,
  options: MeasureOptions,
): Promise<Result> {
  const source: Source = await (whole ? openWhole(client) : openSource(client))
  try {
    const measured = await measure(source, client, options)
    return { ...measured, version: source.version, ranged: ranged || source.ranged, warnings }
  } finally {
    source.close()
  }
}

/** The next attempt after an error; null if another one would not help. */
function nextAttempt(error: unknown, attempt: Attempt): Attempt | null {
  if (error instanceof Dropped) return attempt.dropped ? null : { ...attempt, dropped: true }
  if (attempt.whole) return null
  if (error instanceof Changed) {
    if (!attempt.changed) return { ...attempt, changed: true }
    return { ...attempt, whole: true, ranged: true, warnings: [changing(error)] }
  }
  if (error instanceof Slow) return { ...attempt, whole: true, ranged: true }
  const isHelped = error instanceof Crowded || error instanceof Untrustworthy
  return isHelped ? { ...attempt, whole: true } : null
}

function changing({ what }: Changed): string {
  return `its host sends a different version with each request (${what}), as hosts do that insert advertising for each listener: size and duration are those of one version`
}
