import type { AudioChapter, How, Tags } from '../../audio/audio.ts'
import type { RemoteAudio } from '../../audio/probe-url.ts'
import { faultOf } from '../../base/fault.ts'
import { inParallel } from '../in-parallel.ts'
import { isRecord, openMachineMemory } from '../folder/machine-memory.ts'

/** What is known of a recording on another host. */
export interface RemoteFacts {
  readonly bytes: number
  readonly seconds: number
  readonly type: string
  readonly how: How
  readonly chapters: readonly AudioChapter[]
  /** What it says of itself; left out where only the ledger tells of it. */
  readonly tags?: Tags | null
  /** What the host said of this version, for asking whether it still has the same. */
  readonly etag: string | null
  readonly modified: string | null
  readonly warnings: readonly string[]
}

/** A recording that is to be looked at. */
export interface RemoteRecording {
  readonly url: string
  /** When its episode came out: what is young changes more often than what is old. */
  readonly published: Date
  /** What another machine measured, from the ledger; null where nothing is known. */
  readonly remembered: RemoteFacts | null
  readonly limits: ProbeLimits
}

/** What asking for one recording may cost. */
export interface ProbeLimits {
  readonly seconds: number
  readonly bytes: number
}

/** How asking for a recording failed last. */
export interface RemoteFailure {
  /** The whole sentence. */
  readonly message: string
  readonly at: number
}

/** Measures recordings on other hosts, each again only when it may have changed. */
export interface RemoteRecordings {
  readonly known: (url: string) => RemoteFacts | null
  readonly failure: (url: string) => RemoteFailure | null
  /** Those of the recordings that are to be asked for now. */
  readonly due: (recordings: readonly RemoteRecording[], now: Date) => readonly RemoteRecording[]
  /** Asks for them all; says whether anything is known better than before. Failures are kept, not thrown. */
  readonly measure: (
    recordings: readonly RemoteRecording[],
    options: MeasureOptions,
  ) => Promise<boolean>
}

export interface MeasureOptions {
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly progress: (done: number, total: number) => void
}

/** Asks for one recording; what is known of it makes that a conditional request. */
export type Probe = (
  url: string,
  options: {
    readonly known: RemoteFacts | null
    readonly signal: AbortSignal
    readonly limits: ProbeLimits
  },
) => Promise<RemoteAudio>

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Age of an episode up to which → how long what is known of its recording is believed. */
const BELIEVED = [
  { age: 2 * DAY, time: HOUR },
  { age: 30 * DAY, time: DAY },
  { age: Infinity, time: 30 * DAY },
] as const

/** How long a host is left alone with a recording that it did not give. */
const AFTER_FAILURE = 10 * MINUTE

/** Recordings asked for at the same time; the prober bounds it for each host. */
const TASKS = 12
/** Recordings after which what was learned is written down, so that an end costs little. */
const SAVE_EVERY = 50

interface Seen {
  readonly facts: RemoteFacts
  /** When it was asked for last, in milliseconds since 1970. */
  readonly checked: number
}

/** Reads what this machine knows of other hosts; a missing or broken memory is an empty one. */
export async function openRemoteRecordings(
  folder: string,
  probe: Probe,
): Promise<RemoteRecordings> {
  const memory = await openMachineMemory(folder, 'remote.json', isSeen)
  const seen = memory.entries
  const failures = new Map<string, RemoteFailure>()

  const isDue = ({ url, published }: RemoteRecording, now: number): boolean => {
    const failed = failures.get(url)
    if (failed !== undefined && now - failed.at < AFTER_FAILURE) return false
    const known = seen.get(url)
    return known === undefined || now - known.checked >= believedFor(now - published.getTime())
  }

  async function ask(recording: RemoteRecording, options: MeasureOptions): Promise<boolean> {
    const { url, remembered, limits } = recording
    const known = seen.get(url)?.facts ?? remembered
    const at = (): number => options.now().getTime()
    try {
      const audio = await probe(url, { known, limits, signal: options.signal })
      failures.delete(url)
      const facts = audio.unchanged && known !== null ? known : factsOf(audio)
      seen.set(url, { facts, checked: at() })
      return !audio.unchanged
    } catch (cause) {
      if (options.signal.aborted) return false
      const before = failures.get(url)
      const failure = { message: faultOf(cause).message, at: at() }
      failures.set(url, failure)
      return before?.message !== failure.message
    }
  }

  return {
    known: (url) => seen.get(url)?.facts ?? null,
    failure: (url) => failures.get(url) ?? null,
    due(recordings, now) {
      const once = new Map(recordings.map((recording) => [recording.url, recording]))
      return [...once.values()].filter((recording) => isDue(recording, now.getTime()))
    },
    async measure(recordings, options) {
      if (recordings.length === 0) return false
      let done = 0
      let news = false
      await inParallel(TASKS, recordings, async (recording) => {
        if (options.signal.aborted) return
        news = (await ask(recording, options)) || news
        done += 1
        options.progress(done, recordings.length)
        if (done % SAVE_EVERY === 0) await memory.save()
      })
      await memory.save()
      return news
    },
  }
}

/** Milliseconds for which what is known of an episode of this age is believed. */
export function believedFor(age: number): number {
  return BELIEVED.find((row) => age < row.age)?.time ?? DAY
}

function factsOf({
  bytes,
  seconds,
  type,
  how,
  chapters,
  tags,
  etag,
  modified,
  warnings,
}: RemoteAudio): RemoteFacts {
  return { bytes, seconds, type, how, chapters, tags, etag, modified, warnings }
}

function isSeen(value: unknown): value is Seen {
  if (!isRecord(value) || !isRecord(value['facts'])) return false
  const { facts, checked } = value
  return (
    [checked, facts['bytes'], facts['seconds']].every(Number.isFinite) &&
    typeof facts['type'] === 'string' &&
    Array.isArray(facts['chapters']) &&
    Array.isArray(facts['warnings'])
  )
}
