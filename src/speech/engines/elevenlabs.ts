import { readRaw } from '../pcm.ts'
import { type Engine, type Heard, SpeechError } from './engine.ts'
import { postJson } from './post-json.ts'

const KEY = 'ELEVENLABS_API_KEY'
const OWN = 'https://api.elevenlabs.io'
const RATE = 24_000
const MODEL = 'eleven_multilingual_v2'
/** Models that refuse the text before and after an utterance. */
const ALONE = /^eleven_v3/
/** Characters of that text that are sent. */
const MOST_TOLD = 500

/**
 * ElevenLabs, with the times of characters, so that whole paragraphs keep their melody.
 *
 * @see https://elevenlabs.io/docs/api-reference/text-to-speech/convert-with-timestamps
 */
export const ELEVENLABS: Engine = {
  spells: false,
  unit: 'block',
  most: 5000,
  key: KEY,
  needs: ['voice'],
  async speak({ text, voice, before, after }, access, signal) {
    const model = access.model ?? MODEL
    const isAlone = ALONE.test(model)
    const url = new URL(
      `${(access.url ?? OWN).replace(/\/$/, '')}/v1/text-to-speech/${encodeURIComponent(voice ?? '')}/with-timestamps`,
    )
    url.searchParams.set('output_format', `pcm_${RATE}`)
    const bytes = await postJson(
      {
        service: 'ElevenLabs',
        url,
        headers: { 'xi-api-key': access.key },
        variable: KEY,
        body: {
          text,
          model_id: model,
          ...(before !== '' && !isAlone && { previous_text: before.slice(-MOST_TOLD) }),
          ...(after !== '' && !isAlone && { next_text: after.slice(0, MOST_TOLD) }),
        },
      },
      access,
      signal,
    )
    return read(bytes, text)
  },
}

function read(bytes: Buffer, text: string) {
  const answer = parse(bytes)
  const audio = answer['audio_base64']
  if (typeof audio !== 'string') throw new SpeechError('ElevenLabs has sent no sound', true)
  const samples = readRaw(Buffer.from(audio, 'base64'))
  return { samples, rate: RATE, times: timesOf(answer['alignment'], text) }
}

function parse(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return isRecord(value) ? value : {}
  } catch (cause) {
    throw new SpeechError('ElevenLabs has sent no JSON', true, { cause })
  }
}

/** The times of the characters that were sent; null if the response is about other characters. */
function timesOf(alignment: unknown, text: string): readonly Heard[] | null {
  if (!isRecord(alignment)) return null
  const characters = listOf(alignment['characters'])
  const starts = listOf(alignment['character_start_times_seconds'])
  const ends = listOf(alignment['character_end_times_seconds'])
  if (characters.join('') !== text) return null
  return characters.flatMap((character, index): Heard[] => {
    const heard: Heard = [Number(starts[index] ?? 0), Number(ends[index] ?? 0)]
    return Array.from({ length: String(character).length }, () => heard)
  })
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
