import { withoutUserIn } from '../base/web-address.ts'
import { probeRecordings, type Probed } from '../jobs/probe-recordings.ts'
import type { Given, Context } from './command.ts'
import { createProgress } from './progress.ts'
import { pick, printJson } from './report.ts'

type Measured = NonNullable<Probed['audio']>

/** Measures recordings, whether a post names them or not. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const sources = given.arguments.flat()
  const exact = given.options['exact'] === true
  const results = await probeRecordings(sources, {
    exact,
    signal: context.signal,
    progress: createProgress('recordings measured', context),
  })
  if (given.options['json'] === true) printJson(results.map(toJson), context)
  else for (const result of results) print(result, context)
  // Finished measurements are printed.
  context.signal.throwIfAborted()
  return results.some(({ error }) => error !== null) ? 1 : 0
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
  for (const warning of oddIn(audio)) context.report(`! ${source}: ${warning}`)
}

function describeTags({ title, artist, album, cover }: NonNullable<Measured['tags']>): string {
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
    cut: audio === null ? null : audio.cut !== null,
    warnings: audio === null ? [] : oddIn(audio),
    ...costOf(audio),
    error,
  }
}

/** All warnings about a recording; first that its end is missing. */
function oddIn({ cut, warnings }: Measured): readonly string[] {
  return cut === null ? warnings : [cut, ...warnings]
}

/** What measuring has cost, and how the host identifies this version of the recording. */
function costOf(audio: Measured | null): object {
  return audio === null || 'requests' in audio
    ? pick(audio, 'requests', 'read', 'etag', 'modified')
    : { requests: 0, read: audio.bytes, etag: null, modified: null }
}
