import type { Engine } from './engine.ts'
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
    const bytes = await postJson(
      {
        service: 'piper',
        url: new URL(access.url ?? 'http://127.0.0.1:5000/'),
        headers: {},
        body: { text, ...(voice !== null && { voice }) },
      },
      access,
      signal,
    )
    return { ...wavOf(bytes, 'piper'), times: null }
  },
}
