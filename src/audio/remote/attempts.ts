import type { Client } from '../../net/client.ts'
import { measure, type Measured, type MeasureOptions } from './measure.ts'
import { openSource, openWhole } from './open-source.ts'
import type { Source } from './source.ts'
import { Crowded } from './streamed-source.ts'
import { Changed, Untrustworthy } from './refused.ts'
import type { Version } from '../../net/version.ts'

/** A recording that was measured, and the version of it that was. */
export interface Result extends Measured {
  readonly version: Version
  /** Whether its server gives parts of it. */
  readonly ranged: boolean
}

/** How a recording is tried. */
interface Attempt {
  /** Whether it is asked for as a whole from the start. */
  readonly whole: boolean
  /** Whether it changed in an attempt before. */
  readonly changed: boolean
}

/**
 * Measures a recording; once more if it changed meanwhile, and as a whole if its server cannot be
 * trusted with parts.
 *
 * @throws {Unfetchable} If it cannot be fetched, or there is nothing to be heard in it.
 */
export async function measureInAttempts(client: Client, options: MeasureOptions): Promise<Result> {
  let attempt: Attempt | null = { whole: false, changed: false }
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
  { whole }: Attempt,
  options: MeasureOptions,
): Promise<Result> {
  const source: Source = await (whole ? openWhole(client) : openSource(client))
  try {
    const measured = await measure(source, client, options)
    return { ...measured, version: source.version, ranged: source.ranged }
  } finally {
    source.close()
  }
}

/** Null where another attempt would not help. */
function nextAttempt(error: unknown, { whole, changed }: Attempt): Attempt | null {
  if (error instanceof Changed) return changed ? null : { whole, changed: true }
  if (error instanceof Crowded || error instanceof Untrustworthy) {
    return whole ? null : { whole: true, changed }
  }
  return null
}
