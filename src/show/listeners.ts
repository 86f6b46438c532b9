import { isRecord, parseJson } from '../base/foreign-json.ts'
import { hash as digest, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../base/fault.ts'
import { quote } from '../base/problem.ts'
import { withoutMark } from '../base/disk.ts'
import { writeAtomically } from '../base/write-atomically.ts'

/** The file in the content folder. It may be committed with the posts: no token can be read from it. */
export const LISTENERS_FILE = 'sidecast.listeners.json'

/** Someone who may listen to a private show. */
export interface Listener {
  /** For the author only; nothing that is served has it. */
  readonly name: string
  /** SHA-256 of the token, hex. A token is random, so that a salt would add nothing. */
  readonly hash: string
  /** When the token was made, ISO 8601 in UTC. */
  readonly added: string
}

/** 256 bits; encoded, they need no escape in a path. */
const TOKEN_BYTES = 32
/** What a token looks like. */
export const TOKEN = /[\w-]{43}/
const VERSION = 1

/** The hash under which a token is kept. */
function hashToken(token: string): string {
  return digest('sha256', token)
}

/**
 * The listener with a token; null if there is none. It takes the same time for every token.
 *
 * @param token As it was received: any text.
 */
export function listenerOf(listeners: readonly Listener[], token: string): Listener | null {
  const hash = Buffer.from(hashToken(token), 'hex')
  const matching = listeners.filter((each) => timingSafeEqual(Buffer.from(each.hash, 'hex'), hash))
  return matching[0] ?? null
}

/**
 * Reads the listeners of a content folder; none if there is no file.
 *
 * @throws {RangeError} If the file is damaged; the message says where and what to do.
 */
export async function readListeners(folder: string): Promise<readonly Listener[]> {
  const text = await readFile(join(folder, LISTENERS_FILE), 'utf8').catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return null
    throw cause
  })
  return text === null ? [] : parseListeners(text)
}

/** @throws {RangeError} As {@link readListeners}. */
function parseListeners(text: string): readonly Listener[] {
  const data = parseJson(withoutMark(text))
  if (isRecord(data) && data['version'] === VERSION && Array.isArray(data['listeners'])) {
    const { listeners } = data
    if (listeners.every(isListener)) return listeners
  }
  throw new RangeError(
    `${LISTENERS_FILE}: expected {"version": ${VERSION}, "listeners": [{"name", "hash", "added"}]}; restore the file, or delete it and give every listener a new token`,
  )
}

function isListener(value: unknown): value is Listener {
  return (
    isRecord(value) &&
    typeof value['name'] === 'string' &&
    typeof value['added'] === 'string' &&
    typeof value['hash'] === 'string' &&
    /^[\da-f]{64}$/.test(value['hash'])
  )
}

async function writeListeners(folder: string, listeners: readonly Listener[]): Promise<void> {
  const sorted = listeners.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const text = JSON.stringify({ version: VERSION, listeners: sorted }, null, 2)
  await writeAtomically(join(folder, LISTENERS_FILE), `${text}\n`)
}

/**
 * Makes a token for a listener, and returns it. It is not kept, so it cannot be shown again.
 *
 * @throws {RangeError} If the name is taken or cannot be one, or the file is damaged.
 */
export async function addListener(folder: string, name: string, now: Date): Promise<string> {
  const known = await readListeners(folder)
  if (name.trim() === '' || name.length > 100 || /\p{C}/u.test(name)) {
    throw new RangeError(`expected a name of 1 to 100 visible characters, got ${quote(name)}`)
  }
  if (known.some((each) => each.name === name)) {
    throw new RangeError(`${quote(name)} already has a token; remove it first, or use another name`)
  }
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const listener = { name, hash: hashToken(token), added: now.toISOString() }
  await writeListeners(folder, [...known, listener])
  return token
}

/**
 * Withdraws the token of a listener: a running server refuses it from the next request.
 *
 * @throws {RangeError} If there is no such listener, or the file is damaged.
 */
export async function removeListener(folder: string, name: string): Promise<void> {
  const known = await readListeners(folder)
  const rest = known.filter((each) => each.name !== name)
  if (rest.length === known.length) {
    const names = known.map((each) => quote(each.name)).join(', ')
    const there = names === '' ? 'there is none yet' : `there are ${names}`
    throw new RangeError(`no listener is called ${quote(name)}; ${there}`)
  }
  await writeListeners(folder, rest)
}
