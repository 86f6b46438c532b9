import type { Audio } from '../audio/audio.ts'
import { probeFile } from '../audio/probe-file.ts'
import { faultOf } from '../show/fault.ts'
import type { Given, Surroundings } from './command.ts'

interface Probed {
  readonly source: string
  readonly audio: Audio | null
  readonly error: string | null
}

/** Measures any recordings, whether a post names them or not. */
export async function run(given: Given, around: Surroundings): Promise<0 | 1> {
  const results: Probed[] = []
  const json = given.options['json'] === true
  for (const source of given.arguments.flat()) {
    const result = await measure(source, around)
    results.push(result)
    if (!json) tell(result, around)
  }
  if (json) around.print(JSON.stringify(results.map(toJson), null, 2))
  return results.some(({ error }) => error !== null) ? 1 : 0
}

async function measure(source: string, around: Surroundings): Promise<Probed> {
  if (/^https?:/i.test(source)) {
    return {
      source,
      audio: null,
      error: `"${source}" is a URL; only files are measured so far, so download it first`,
    }
  }
  try {
    return { source, audio: await probeFile(source, { signal: around.signal }), error: null }
  } catch (cause) {
    return { source, audio: null, error: faultOf(cause).message }
  }
}

function tell({ source, audio, error }: Probed, around: Surroundings): void {
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
  for (const warning of audio.warnings) around.tell(`! ${source}: ${warning}`)
}

function toJson({ source, audio, error }: Probed): object {
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
    chapters: audio?.chapters ?? [],
    how: audio?.how ?? null,
    requests: 0,
    read: audio?.bytes ?? 0,
    etag: null,
    modified: null,
    error,
  }
}
