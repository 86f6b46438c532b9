import { type Engine, SpeechError } from './engine.ts'
import { wavOf } from './openai.ts'
import { postJson } from './post-json.ts'

/**
 * A server of piper: `python3 -m piper.http_server -m VOICE`.
 *
 * @see https://github.com/OHF-Voice/piper1-gpl/blob/main/docs/API_HTTP.md
 */
export const PIPER: Engine = {
  spells: true,
  unit: 'sentence',
  most: 5000,
  key: null,
  needs: [],
  async speak({ text, voice }, access, signal) {
    const body = { text, ...(voice !== null && { voice }) }
    const ask = (url: URL) =>
      postJson({ service: 'piper', url, headers: {}, variable: null, body }, access, signal)
    const bytes = await askAt(new URL(access.url ?? 'http://127.0.0.1:5000/'), ask)
    return { ...wavOf(bytes, 'piper'), times: null }
  },
}

/** The path on newer servers; older ones take texts at their root. */
const PATH = '/synthesize'
const ELSEWHERE: readonly (number | null)[] = [404, 405]

async function askAt(url: URL, ask: (url: URL) => Promise<Buffer>): Promise<Buffer> {
  if (url.pathname !== '/') return ask(url)
  try {
    return await ask(new URL(PATH, url))
  } catch (cause) {
    if (!(cause instanceof SpeechError) || !ELSEWHERE.includes(cause.status)) throw cause
    return ask(url)
  }
}
