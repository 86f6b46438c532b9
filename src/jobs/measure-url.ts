import type { Audio } from '../audio/audio.ts'
import { LIMITS } from '../net/cost.ts'
import { PUBLIC, TRUSTED } from '../net/reach.ts'
import { methodOfType, METHODS } from '../audio/meters.ts'
import type { KnownAudio } from '../audio/probe-url.ts'
import { faultOf } from '../base/fault.ts'
import { JobFailure, type Job, type Kind, believedFor } from './job.ts'
import { MEASURED } from './measure-file.ts'

/** What to measure on another host. */
interface Question {
  readonly url: string
  /** The measurements in the ledger; null if there are none. */
  readonly remembered: KnownAudio | null
  /** Whether hosts in private networks are asked, too. */
  readonly privateNetworks: boolean
  readonly limits: { readonly seconds: number; readonly bytes: number }
}

/** Milliseconds after which a failed request for a recording is repeated. */
const AFTER_FAILURE = 10 * 60_000

/** Measures a recording on another host, by a conditional request if it is known. */
export const MEASURE_URL: Kind<Question, Audio> = {
  name: 'remote',
  counted: 'recordings on other hosts requested',
  methods: METHODS,
  methodOf: ({ type }) => methodOfType(type),
  schema: MEASURED,
  // Bounded by the HTTP client, for each host; none waits because another host is slow.
  atOnce: 1000,
  async run({ url, remembered, limits, privateNetworks }, { signal, before, hosts }) {
    const known = before ?? remembered
    try {
      const totals = { totalTime: limits.seconds * 1000, totalBytes: limits.bytes }
      const reach = privateNetworks ? TRUSTED : PUBLIC
      // Loaded only where there is something to measure: half of the time of a command is loading.
      const { probeUrl } = await import('../audio/probe-url.ts')
      const audio = await probeUrl(url, {
        known,
        signal,
        hosts,
        reach,
        limits: { ...LIMITS, ...totals },
      })
      const { url: _url, requests: _requests, read: _read, unchanged: _unchanged, ...facts } = audio
      return facts
    } catch (cause) {
      throw new JobFailure(faultOf(cause).message, 'unreachable', AFTER_FAILURE, { cause })
    }
  },
}

/** The job of measuring a recording on another host. @param age Of its episode, in milliseconds. */
export function measureUrl(question: Question, age: number): Job<Question, Audio> {
  const { url } = question
  return {
    kind: MEASURE_URL,
    key: url,
    input: url,
    work: question,
    believed: believedFor(age),
    elsewhere: true,
    permission: question.privateNetworks ? 'private networks' : '',
  }
}
