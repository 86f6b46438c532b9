import { setTimeout as wait } from 'node:timers/promises'
import { type Access, SpeechError } from './engine.ts'

/** A request to a service. */
interface Post {
  /** The name of the service in messages. */
  readonly service: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** The environment variable with its key; null if it has none. */
  readonly variable: string | null
  readonly body: Readonly<Record<string, unknown>>
}

/** Requests that are sent before giving up. */
const TRIES = 5
/** The longest pause that a service may ask for, in milliseconds. */
const LONGEST_PAUSE = 120_000
/** Milliseconds within which a response must be complete. */
const PATIENCE = 180_000
/** The most bytes of a response. */
const MOST_BYTES = 200_000_000
const TEMPORARY = new Set([408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529])
/** Why a service does not speak, and what to do about it. */
interface Refusal {
  readonly why: string
  readonly fix: string
}

const CORRECT_URL = 'correct narration.url in sidecast.yml'
const LATER = 'run narrate again later: what was spoken is kept'
/** Statuses after which every other request would fail as well. */
const FINAL: Readonly<Record<number, Refusal>> = {
  402: { why: 'asks for payment', fix: 'check the balance of the account' },
  403: { why: 'refuses the key for this voice or model', fix: 'check what the key may do' },
  404: {
    why: 'knows no such address, voice or model',
    fix: 'correct narration.url, narration.voice or narration.model in sidecast.yml',
  },
  405: { why: 'takes no text at this address', fix: CORRECT_URL },
}

/**
 * Sends JSON and returns the whole response. After a temporary failure, or a response that was cut off, the
 * request is repeated: after the pause that the service asks for, otherwise after one that doubles each time.
 *
 * @throws {SpeechError} If that fails; the message contains no secrets.
 */
export async function postJson(
  post: Post,
  { pause, key }: Pick<Access, 'pause' | 'key'>,
  signal: AbortSignal,
): Promise<Buffer> {
  let told = ''
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const answer = await send(post, key, signal)
    if ('bytes' in answer) return answer.bytes
    const { why, fix, status, isFinal, isTemporary } = answer
    const times = isTemporary ? `, ${TRIES} times` : ''
    told = `${post.service} ${withoutKey(why, key)}${times}; ${fix}`
    if (!isTemporary) throw new SpeechError(told, isFinal, { status })
    if (attempt === TRIES - 1) break
    const asked = answer.pause ?? pause * 2 ** attempt
    await wait(Math.min(asked, LONGEST_PAUSE), undefined, { signal })
  }
  throw new SpeechError(told, true)
}

type Answer =
  | { readonly bytes: Buffer }
  | (Refusal & {
      readonly status: number | null
      readonly isTemporary: boolean
      readonly isFinal: boolean
      readonly pause: number | null
    })

async function send(post: Post, key: string, signal: AbortSignal): Promise<Answer> {
  const { url, headers, body, variable } = post
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
      // The key must not be sent to another host.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    })
    const bytes = await readAll(response)
    if (response.ok) return { bytes }
    const { status } = response
    const final = FINAL[status] ?? aboutKey(status, key, variable) ?? redirected(response)
    const isTemporary = TEMPORARY.has(status)
    const fix = isTemporary ? LATER : 'correct narration in sidecast.yml'
    const refusal = final ?? { why: `answers with status ${status}`, fix }
    return {
      why: `${refusal.why}${detailOf(bytes)}`,
      fix: refusal.fix,
      status,
      isTemporary,
      isFinal: final !== null,
      pause: pauseOf(response.headers.get('retry-after')),
    }
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof SpeechError) throw cause
    const why = `at ${url.origin} cannot be reached or does not finish its answer`
    const fix = 'check the network, and narration.url in sidecast.yml'
    return { why, fix, status: null, isTemporary: true, isFinal: false, pause: null }
  }
}

/** The refusal of a request for its key, or because it has none. */
function aboutKey(status: number, key: string, variable: string | null): Refusal | null {
  if (status !== 401) return null
  if (variable === null) return { why: 'asks for a key, but gets none', fix: CORRECT_URL }
  if (key === '')
    return { why: 'asks for a key', fix: `put it into the environment as ${variable}` }
  return { why: 'refuses the key', fix: `check ${variable} in the environment, and the account` }
}

function redirected({ status, headers, url }: Response): Refusal | null {
  const location = headers.get('location')
  if (status < 300 || status > 399 || location === null) return null
  const to = URL.parse(location, url)?.origin ?? location
  return { why: `sends requests on to ${to}`, fix: CORRECT_URL }
}

async function readAll(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) {
      throw new SpeechError(`the answer of a service never ends; ${CORRECT_URL}`, true)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The error message in the response of a service, in the shapes that the known services use. */
function detailOf(bytes: Buffer): string {
  const text = bytes.toString('utf8', 0, 2000)
  const [, message] = /"message"\s*:\s*"((?:[^"\\]|\\.){1,300})"/.exec(text) ?? []
  return message === undefined ? '' : ` (${message.replaceAll(/\\./g, ' ')})`
}

function pauseOf(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1000 : null
}

/** Services repeat a wrong key in their error messages. */
function withoutKey(text: string, key: string): string {
  return key.length > 3 ? text.replaceAll(key, '…') : text
}
