import pLimit from 'p-limit'
import type { Audio } from '../audio/audio.ts'
import { probeFile } from '../audio/probe-file.ts'
import { probeUrl, type RemoteAudio } from '../audio/probe-url.ts'
import { faultOf } from '../base/fault.ts'
import { LIMITS } from '../net/cost.ts'
import { createHosts } from '../net/hosts.ts'
import { NAMED } from '../net/reach.ts'

/** A named recording and its measurements, or why there are none. */
export interface Probed {
  /** A path or a URL. */
  readonly source: string
  readonly audio: Audio | RemoteAudio | null
  readonly error: string | null
}

/** Sources measured at the same time; each host has a lower limit. */
const PROBES = 4

/**
 * Measures recordings once, whether or not a post names them. Nothing is stored.
 *
 * @param exact Whether those on other hosts are downloaded completely.
 * @returns In the order of the sources; what was finished before the signal aborted.
 */
export async function probeRecordings(
  sources: readonly string[],
  {
    exact,
    signal,
    progress,
  }: {
    readonly exact: boolean
    readonly signal: AbortSignal
    readonly progress: (done: number, all: number) => void
  },
): Promise<readonly Probed[]> {
  const hosts = createHosts()
  const results = new Map<number, Probed>()
  const measure = (source: string): Promise<Audio | RemoteAudio> =>
    /^https?:\/\//i.test(source)
      ? probeUrl(source, { known: null, exact, hosts, limits: LIMITS, reach: NAMED, signal })
      : probeFile(source, { signal, tags: true })
  await pLimit(PROBES).map([...sources.entries()], async ([index, source]) => {
    if (signal.aborted) return
    try {
      results.set(index, { source, audio: await measure(source), error: null })
    } catch (cause) {
      if (signal.aborted) return
      results.set(index, { source, audio: null, error: faultOf(cause).message })
    }
    progress(results.size, sources.length)
  })
  return sources.flatMap((_, index) => results.get(index) ?? [])
}
