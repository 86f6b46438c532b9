import { PcmError, readWav } from '../pcm.ts'
import { type Engine, SpeechError } from './engine.ts'
import { postJson } from './post-json.ts'

const KEY = 'OPENAI_API_KEY'
const OWN = 'https://api.openai.com/v1'

/**
 * The speech API of OpenAI, which many other servers offer as well.
 *
 * @see https://platform.openai.com/docs/api-reference/audio/createSpeech
 */
export const OPENAI: Engine = {
  spells: false,
  unit: 'sentence',
  most: 4096,
  key: KEY,
  needs: ['voice'],
  async speak({ text, voice }, access, signal) {
    const { url, model, key } = access
    const bytes = await postJson(
      {
        service: 'the speech API',
        url: new URL(`${(url ?? OWN).replace(/\/$/, '')}/audio/speech`),
        headers: key === '' ? {} : { Authorization: `Bearer ${key}` },
        variable: KEY,
        body: { model: model ?? 'gpt-4o-mini-tts', input: text, voice, response_format: 'wav' },
      },
      access,
      signal,
    )
    return { ...wavOf(bytes, 'the speech API'), times: null }
  },
}

/** @throws {SpeechError} If the bytes are not a WAV file. */
export function wavOf(bytes: Buffer, service: string): ReturnType<typeof readWav> {
  try {
    return readWav(bytes)
  } catch (cause) {
    if (!(cause instanceof PcmError)) throw cause
    throw new SpeechError(`${service} has sent no sound: ${cause.message}`, true, { cause })
  }
}
