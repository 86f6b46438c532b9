import { setTimeout as wait } from 'node:timers/promises'
import { type Access, SpeechError } from './engine.ts'

/** A request to a service. */
interface Post {
  /** The name of the service in messages. */
  readonly service: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
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
/** Statuses after which every other request would fail as well. */
const FINAL: Readonly<Record<number, string>> = {
  401: 'refuses the key; check it in the environment',
  402: 'asks for payment; check the balance of the account',
  403: 'refuses the key for this voice or model; check what the key may do',
  404: 'knows no such address, voice or model; check them in the settings',
  405: 'takes no text at this address; check it in the settings',
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
  let problem = ''
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const answer = await send(post, signal)
    if ('bytes' in answer) return answer.bytes
    problem = withoutKey(answer.problem, key)
    if (answer.isFinal || !answer.isTemporary) {
      throw new SpeechError(`${post.service} ${problem}`, answer.isFinal, { status: answer.status })
    }
    if (attempt === TRIES - 1) break
    const asked = answer.pause ?? pause * 2 ** attempt
    await wait(Math.min(asked, LONGEST_PAUSE), undefined, { signal })
  }
  throw new SpeechError(`${post.service} ${problem}, ${TRIES} times`, true)
}

type Answer =
  | { readonly bytes: Buffer }
  | {
      readonly problem: string
      readonly status: number | null
      readonly isTemporary: boolean
      readonly isFinal: boolean
      readonly pause: number | null
    }

async function send({ url, headers, body }: Post, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
      // The key must not be sent to another host.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    })
    const bytes = await readAll(response)
    if (response.ok) return { bytes }
    const { status } = response
    const final = FINAL[status]
    const why = final ?? `answers with status ${status}`
    return {
      problem: `${why}${detailOf(bytes)}`,
      status,
      isTemporary: TEMPORARY.has(status),
      isFinal: final !== undefined,
      pause: pauseOf(response.headers.get('retry-after')),
    }
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof SpeechError) throw cause
    const problem = `at ${url.origin} cannot be reached or does not finish its answer`
    return { problem, status: null, isTemporary: true, isFinal: false, pause: null }
  }
}

async function readAll(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new SpeechError('the answer of a service never ends', true)
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
