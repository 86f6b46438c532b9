import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** A key that a service takes; nothing that is printed may have it. */
export const KEY = 'sk-secret-0123456789'

type Fields = Readonly<Record<string, unknown>>

/** A service as its documentation describes it. */
interface Service {
  /** The path of a request, and the fields that its body may have. */
  readonly path: RegExp
  readonly query: readonly string[]
  readonly fields: readonly string[]
  readonly required: readonly string[]
  readonly text: string
  readonly most: number
  readonly isAllowed: (headers: IncomingMessage['headers']) => boolean
  readonly answer: (text: string) => { readonly type: string; readonly body: Buffer }
  readonly refusal: object
}

/** @see https://platform.openai.com/docs/api-reference/audio/createSpeech */
const OPENAI: Service = {
  path: /^\/v1\/audio\/speech$/,
  query: [],
  fields: ['input', 'model', 'voice', 'instructions', 'response_format', 'speed', 'stream_format'],
  required: ['input', 'model', 'voice'],
  text: 'input',
  most: 4096,
  isAllowed: ({ authorization }) => authorization === `Bearer ${KEY}`,
  // Sizes are unknown while it streams.
  answer: (said) => ({ type: 'audio/wav', body: wav(tone(said, 24_000), 24_000, 0xffff_ffff) }),
  refusal: {
    error: { message: `Incorrect API key provided: ${KEY}.`, type: 'invalid_request_error' },
  },
}

/** @see https://elevenlabs.io/docs/api-reference/text-to-speech/convert-with-timestamps */
const ELEVENLABS: Service = {
  path: /^\/v1\/text-to-speech\/[A-Za-z0-9]+\/with-timestamps$/,
  query: ['output_format', 'enable_logging', 'optimize_streaming_latency'],
  fields: [
    'text',
    'model_id',
    'language_code',
    'voice_settings',
    'pronunciation_dictionary_locators',
    'seed',
    'previous_text',
    'next_text',
    'previous_request_ids',
    'next_request_ids',
    'use_pvc_as_ivc',
    'apply_text_normalization',
    'apply_language_text_normalization',
  ],
  required: ['text'],
  text: 'text',
  most: 10_000,
  isAllowed: (headers) => headers['xi-api-key'] === KEY,
  answer: (said) => {
    const samples = tone(said, 24_000)
    const characters = said.split('')
    const each = samples.length / 24_000 / characters.length
    const alignment = {
      characters,
      character_start_times_seconds: characters.map((_, index) => index * each),
      character_end_times_seconds: characters.map((_, index) => (index + 1) * each),
    }
    const value = {
      audio_base64: raw(samples).toString('base64'),
      alignment,
      normalized_alignment: alignment,
    }
    return { type: 'application/json', body: Buffer.from(JSON.stringify(value)) }
  },
  refusal: { detail: { status: 'invalid_api_key', message: 'Invalid API key' } },
}

/** @see https://github.com/OHF-Voice/piper1-gpl/blob/main/docs/API_HTTP.md */
const PIPER: Service = {
  path: /^\/synthesize$/,
  query: [],
  fields: [
    'text',
    'voice',
    'speaker',
    'speaker_id',
    'length_scale',
    'noise_scale',
    'noise_w_scale',
  ],
  required: ['text'],
  text: 'text',
  most: Infinity,
  isAllowed: () => true,
  answer: (said) => ({ type: 'audio/wav', body: wav(tone(said, 22_050), 22_050) }),
  refusal: {},
}

/** As it was before it had more than one address. */
const OLD_PIPER: Service = { ...PIPER, path: /^\/$/ }

const SERVICES = {
  openai: OPENAI,
  elevenlabs: ELEVENLABS,
  piper: PIPER,
  'old piper': OLD_PIPER,
}

/** What goes wrong with a request: a status, or an answer that ends in the middle. */
export type Fault = 401 | 429 | 500 | 'cut'

/** A server that behaves as a service does. */
export interface StandIn {
  readonly url: string
  /** Texts that were asked for, each time, and those whose sound was sent completely. */
  readonly asked: string[]
  /** The bodies of all requests. */
  readonly bodies: Fields[]
  readonly sent: string[]
  /** What was wrong with requests by the documentation. */
  readonly complaints: string[]
}

/**
 * Starts a service for as long as a test runs.
 *
 * @param faults What happens to the first requests; null answers.
 * @param delay Milliseconds before each answer.
 */
export async function startStandIn(
  name: keyof typeof SERVICES,
  faults: readonly (Fault | null)[] = [],
  delay = 0,
): Promise<StandIn> {
  const service = SERVICES[name]
  const left = [...faults]
  const standIn = {
    asked: [] as string[],
    bodies: [] as Fields[],
    sent: [] as string[],
    complaints: [] as string[],
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Fields = JSON.parse(await readText(request))
    const said = textIn(body, service.text)
    if (name === 'old piper' && request.url === '/synthesize') {
      response.writeHead(404).end()
      return
    }
    standIn.asked.push(said)
    standIn.bodies.push(body)
    const complaint = wrongWith(service, request, body)
    if (complaint !== null) standIn.complaints.push(complaint)
    const fault = left.shift() ?? null
    const status = !service.isAllowed(request.headers) ? 401 : complaint === null ? fault : 400
    if (typeof status === 'number') {
      response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '0' })
      response.end(
        JSON.stringify(status === 401 ? service.refusal : { error: { message: 'Busy' } }),
      )
      return
    }
    const { type, body: sound } = service.answer(said)
    const send = () => {
      response.writeHead(200, { 'Content-Type': type, 'Content-Length': sound.length })
      if (fault === 'cut') {
        response.write(sound.subarray(0, sound.length / 2), () => response.destroy())
      } else response.end(sound, () => standIn.sent.push(said))
    }
    if (delay > 0) setTimeout(send, delay)
    else send()
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((cause: unknown) => {
      standIn.complaints.push(String(cause))
      response.destroy()
    })
  })
  return { ...standIn, url: `${await listening(server)}${name === 'openai' ? '/v1' : ''}` }
}

/** Starts a server that sends every request on to another address, for as long as a test runs. */
export async function startMovedTo(location: string): Promise<Pick<StandIn, 'url' | 'asked'>> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(308, { Location: location }).end()
  })
  return { asked, url: await listening(server) }
}

/** @returns Its address, where it listens for as long as a test runs. */
async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // A server that listens on a port has an address.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

function wrongWith(service: Service, request: IncomingMessage, body: Fields): string | null {
  const url = new URL(request.url ?? '', 'http://127.0.0.1')
  if (request.method !== 'POST' || !service.path.test(url.pathname))
    return `wrong path ${url.pathname}`
  const query = [...url.searchParams.keys()].find((key) => !service.query.includes(key))
  if (query !== undefined) return `unknown parameter ${query}`
  const unknown = Object.keys(body).find((key) => !service.fields.includes(key))
  if (unknown !== undefined) return `unknown field ${unknown}`
  const missing = service.required.find((key) => typeof body[key] !== 'string' || body[key] === '')
  if (missing !== undefined) return `no ${missing}`
  return textIn(body, service.text).length > service.most ? 'too long' : null
}

function textIn(body: Fields, field: string): string {
  const value = body[field]
  return typeof value === 'string' ? value : ''
}

/** A hum that is as long as its text, and not always as loud. */
function tone(text: string, rate: number): Int16Array {
  const length = Math.round(rate * (0.1 + text.length * 0.01))
  return Int16Array.from(
    { length },
    (_, index) => Math.sin(index / 20) * (6000 + 2000 * Math.sin(index / 3000)),
  )
}

function raw(samples: Int16Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
}

/** @param size What the header says of it. */
export function wav(samples: Int16Array, rate: number, size = samples.byteLength): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF\0\0\0\0WAVEfmt ', 'latin1')
  head.writeUInt32LE(Math.min(0xffff_ffff, size + 36), 4)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(size, 40)
  return Buffer.concat([head, raw(samples)])
}
