import pLimit from 'p-limit'
import type { Audio, Tags } from '../audio/audio.ts'
import { createHosts } from '../net/hosts.ts'
import { LIMITS } from '../net/cost.ts'
import { NAMED } from '../net/reach.ts'
import { withoutUserIn } from '../net/user-info.ts'
import { probeFile } from '../audio/probe-file.ts'
import { type RemoteAudio, probeUrl } from '../audio/probe-url.ts'
import { faultOf } from '../base/fault.ts'
import type { Given, Surroundings } from './command.ts'
import { createProgress } from './progress.ts'

interface Probed {
  readonly source: string
  readonly audio: Audio | RemoteAudio | null
  readonly error: string | null
}

/** Sources measured at the same time; of one host fewer are asked for. */
const PROBES = 4

/** Measures any recordings, whether a post names them or not. */
export async function run(given: Given, around: Surroundings): Promise<0 | 1> {
  const sources = given.arguments.flat()
  const exact = given.options['exact'] === true
  const results = await measureAll(sources, exact, around)
  if (given.options['json'] === true) around.print(JSON.stringify(results.map(toJson), null, 2))
  else for (const result of results) tell(result, around)
  around.signal.throwIfAborted()
  return results.some(({ error }) => error !== null) ? 1 : 0
}

async function measureAll(
  sources: readonly string[],
  exact: boolean,
  around: Surroundings,
): Promise<readonly Probed[]> {
  const hosts = createHosts()
  const progress = createProgress('recordings measured', around)
  const results = new Map<number, Probed>()
  const { signal } = around
  const measure = (source: string): Promise<Audio | RemoteAudio> =>
    /^https?:\/\//i.test(source)
      ? probeUrl(source, { known: null, exact, hosts, limits: LIMITS, reach: NAMED, signal })
      : probeFile(source, { signal, tags: true })
  await pLimit(PROBES).map([...sources.entries()], async ([index, source]) => {
    if (around.signal.aborted) return
    try {
      results.set(index, { source, audio: await measure(source), error: null })
    } catch (cause) {
      // What is measured already is told.
      if (around.signal.aborted) return
      results.set(index, { source, audio: null, error: faultOf(cause).message })
    }
    progress(results.size, sources.length)
  })
  return sources.flatMap((_, index) => results.get(index) ?? [])
}

function tell({ source: given, audio, error }: Probed, around: Surroundings): void {
  const source = withoutUserIn(given)
  if (audio === null) {
    around.tell(`✗ ${source}: ${error}`)
    return
  }
  const { seconds, bytes, type, codec, bitrate, sampleRate, channels, how } = audio
  const details = [
    `${seconds.toFixed(3)} s`,
    `${bytes} bytes`,
    type,
    codec,
    bitrate === null ? null : `${Math.round(bitrate / 1000)} kbit/s`,
    sampleRate === null ? null : `${sampleRate} Hz`,
    channels === null ? null : `${channels} channel${channels === 1 ? '' : 's'}`,
    how,
  ]
  around.print(`${source}: ${details.filter((detail) => detail !== null).join(', ')}`)
  const tags = audio.tags === null ? '' : describeTags(audio.tags)
  if (tags !== '') around.print(`  ${tags}`)
  for (const warning of audio.warnings) around.tell(`! ${source}: ${warning}`)
}

function describeTags({ title, artist, album, cover }: Tags): string {
  const texts = Object.entries({ title, artist, album })
    .filter(([, text]) => text !== null)
    .map(([name, text]) => `${name} "${text}"`)
  const picture = cover === null ? [] : [`cover ${cover.type}, ${cover.bytes} bytes`]
  return [...texts, ...picture].join(', ')
}

function toJson({ source, audio, error }: Probed): object {
  const cost = costOf(audio)
  return {
    source,
    bytes: audio?.bytes ?? null,
    seconds: audio?.seconds ?? null,
    type: audio?.type ?? null,
    codec: audio?.codec ?? null,
    bitrate: audio?.bitrate ?? null,
    sampleRate: audio?.sampleRate ?? null,
    channels: audio?.channels ?? null,
    vbr: audio?.vbr ?? null,
    chapters: audio?.chapters ?? null,
    tags: audio?.tags ?? null,
    how: audio?.how ?? null,
    ...cost,
    error,
  }
}

/** What measuring cost, and what the host said of this version of the recording. */
function costOf(audio: Audio | RemoteAudio | null): object {
  if (audio === null) return { requests: null, read: null, etag: null, modified: null }
  if (!('requests' in audio)) return { requests: 0, read: audio.bytes, etag: null, modified: null }
  const { requests, read, etag, modified } = audio
  return { requests, read, etag, modified }
}
