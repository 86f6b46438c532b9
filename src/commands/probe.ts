import pLimit from 'p-limit'
import type { Audio, Tags } from '../audio/audio.ts'
import { createHosts } from '../net/hosts.ts'
import { LIMITS } from '../net/cost.ts'
import { NAMED } from '../net/reach.ts'
import { withoutUserIn } from '../base/user-info.ts'
import { probeFile } from '../audio/probe-file.ts'
import { type RemoteAudio, probeUrl } from '../audio/probe-url.ts'
import { faultOf } from '../base/fault.ts'
import type { Given, Context } from './command.ts'
import { createProgress } from './progress.ts'
import { pick, printJson } from './report.ts'

interface Probed {
  readonly source: string
  readonly audio: Audio | RemoteAudio | null
  readonly error: string | null
}

/** Sources measured at the same time; each host has a lower limit. */
const PROBES = 4

/** Measures recordings, whether a post names them or not. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const sources = given.arguments.flat()
  const exact = given.options['exact'] === true
  const results = await measureAll(sources, exact, context)
  if (given.options['json'] === true) printJson(results.map(toJson), context)
  else for (const result of results) print(result, context)
  context.signal.throwIfAborted()
  return results.some(({ error }) => error !== null) ? 1 : 0
}

async function measureAll(
  sources: readonly string[],
  exact: boolean,
  context: Context,
): Promise<readonly Probed[]> {
  const hosts = createHosts()
  const progress = createProgress('recordings measured', context)
  const results = new Map<number, Probed>()
  const { signal } = context
  const measure = (source: string): Promise<Audio | RemoteAudio> =>
    /^https?:\/\//i.test(source)
      ? probeUrl(source, { known: null, exact, hosts, limits: LIMITS, reach: NAMED, signal })
      : probeFile(source, { signal, tags: true })
  await pLimit(PROBES).map([...sources.entries()], async ([index, source]) => {
    if (context.signal.aborted) return
    try {
      results.set(index, { source, audio: await measure(source), error: null })
    } catch (cause) {
      // Finished measurements are printed.
      if (context.signal.aborted) return
      results.set(index, { source, audio: null, error: faultOf(cause).message })
    }
    progress(results.size, sources.length)
  })
  return sources.flatMap((_, index) => results.get(index) ?? [])
}

function print({ source: given, audio, error }: Probed, context: Context): void {
  const source = withoutUserIn(given)
  if (audio === null) {
    context.report(`✗ ${source}: ${error}`)
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
  context.print(`${source}: ${details.filter((detail) => detail !== null).join(', ')}`)
  const tags = audio.tags === null ? '' : describeTags(audio.tags)
  if (tags !== '') context.print(`  ${tags}`)
  for (const warning of audio.warnings) context.report(`! ${source}: ${warning}`)
}

function describeTags({ title, artist, album, cover }: Tags): string {
  const texts = Object.entries({ title, artist, album })
    .filter(([, text]) => text !== null)
    .map(([name, text]) => `${name} "${text}"`)
  const picture = cover === null ? [] : [`cover ${cover.type}, ${cover.bytes} bytes`]
  return [...texts, ...picture].join(', ')
}

function toJson({ source, audio, error }: Probed): object {
  return {
    source,
    ...pick(audio, 'bytes', 'seconds', 'type', 'codec', 'bitrate', 'sampleRate', 'channels'),
    ...pick(audio, 'vbr', 'chapters', 'tags', 'how'),
    warnings: audio?.warnings ?? [],
    ...costOf(audio),
    error,
  }
}

/** What measuring cost, and how the host identifies this version of the recording. */
function costOf(audio: Audio | RemoteAudio | null): object {
  return audio === null || 'requests' in audio
    ? pick(audio, 'requests', 'read', 'etag', 'modified')
    : { requests: 0, read: audio.bytes, etag: null, modified: null }
}
