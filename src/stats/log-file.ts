import { pipeline, Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { faultOf } from '../base/fault.ts'
import type { LoggedRequest } from './logged-request.ts'
import { createLineReader, type LineReader } from './log-lines.ts'
import { SOUND_PATH } from './recordings.ts'

/** A log: a file, or standard input. */
export interface Log {
  readonly name: string
  /** Opens it at its beginning. Called only once if it can be read only once. */
  readonly open: () => AsyncIterable<Uint8Array>
  readonly isOnce: boolean
}

/** The requests for sound in some consecutive lines of a log. */
export interface Piece {
  readonly requests: readonly LoggedRequest[]
  /** Lines that cannot be read. */
  readonly broken: readonly { readonly log: string; readonly line: number }[]
  /** The number of all its lines. */
  readonly lines: number
}

/** A log that cannot be read, or not to its end. The message is a sentence. */
export class LogError extends Error {
  override readonly name = 'LogError'
}

/** Servers accept no longer requests, so longer lines are not log lines. */
const LONGEST_LINE = 256 * 1024

/** Compression formats that are supported, by their first bytes as hexadecimal digits. */
const COMPRESSED = [
  { magic: '1f8b', create: () => createGunzip() },
  { magic: '28b52ffd', create: () => createZstdDecompress() },
] as const

/** Compression formats that are not supported, and the program that decompresses each. */
const FOREIGN: Readonly<Record<string, string>> = {
  fd377a58: 'xz -dc',
  '425a68': 'bzip2 -dc',
  '504b0304': 'unzip -p',
  // What PowerShell writes into a file.
  fffe: 'iconv -f UTF-16 -t UTF-8',
  feff: 'iconv -f UTF-16 -t UTF-8',
}

/**
 * Reads a log in pieces, of which only one is in memory.
 *
 * @yields The pieces, in their order.
 * @throws {LogError} If it is not text, or is cut off.
 */
export async function* readLog(log: Log): AsyncGenerator<Piece> {
  const reading = { log: log.name, read: createLineReader() }
  let rest = ''
  let line = 1
  let isWithinLongLine = false
  try {
    for await (const chunk of textBytes(log)) {
      // One character for each byte: only the few lines that matter are decoded.
      let text = rest + chunk.toString('latin1')
      rest = ''
      if (isWithinLongLine) {
        const end = text.indexOf('\n')
        if (end === -1) continue
        text = text.slice(end + 1)
        line += 1
        isWithinLongLine = false
      }
      const end = text.lastIndexOf('\n') + 1
      const piece = readLines(text.slice(0, end), line, reading)
      line += piece.lines
      rest = text.slice(end)
      isWithinLongLine = rest.length > LONGEST_LINE
      if (!isWithinLongLine) yield piece
      else {
        rest = ''
        const broken = [...piece.broken, { log: log.name, line }]
        yield { ...piece, broken, lines: piece.lines + 1 }
      }
    }
  } catch (cause) {
    throw asLogError(log, cause)
  }
  if (rest !== '') yield readLines(`${rest}\n`, line, reading)
}

interface Reading {
  readonly log: string
  readonly read: LineReader
}

/** @param text Whole lines, each with its line ending, one character for each byte. */
function readLines(text: string, firstLine: number, { log, read }: Reading): Piece {
  const requests: LoggedRequest[] = []
  const broken: { log: string; line: number }[] = []
  let lines = 0
  for (let at = 0; at < text.length; lines += 1) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end)
    at = end + 1
    if (!SOUND_PATH.test(line) && !line.startsWith('#')) continue
    // A copy, because a slice would keep the whole piece in memory.
    const request = read(Buffer.from(line, 'latin1').toString('utf8').trimEnd())
    if (request === undefined) broken.push({ log, line: firstLine + lines })
    else if (request !== null) requests.push(request)
  }
  return { requests, broken, lines }
}

/**
 * Decompresses a log, if necessary.
 *
 * @yields Its bytes.
 */
async function* textBytes(log: Log): AsyncGenerator<Buffer> {
  const source = log.open()[Symbol.asyncIterator]()
  const { value: first, done } = await source.next()
  if (done === true) return
  const magic = Buffer.from(first).toString('hex', 0, 4)
  const foreign = Object.keys(FOREIGN).find((begin) => magic.startsWith(begin))
  if (foreign !== undefined) {
    throw new LogError(
      `${log.name} is in a format that is not supported; pass its text: ${FOREIGN[foreign]} ${log.name} | sidecast stats -`,
    )
  }
  const compressed = COMPRESSED.find((form) => magic.startsWith(form.magic))
  if (compressed === undefined) yield* whole(first, source)
  else {
    const decoder = compressed.create()
    pipeline(Readable.from(whole(first, source)), decoder, () => undefined)
    for await (const chunk of decoder) yield Buffer.from(chunk)
  }
}

async function* whole(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  yield asBuffer(first)
  for await (const chunk of { [Symbol.asyncIterator]: () => rest }) yield asBuffer(chunk)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Describes an error of the system or the decoder as a fault of the log. */
function asLogError({ name }: Log, cause: unknown): LogError {
  if (cause instanceof LogError) return cause
  const { code, message } = faultOf(cause)
  if (code === 'Z_BUF_ERROR') {
    return new LogError(`${name} ends in the middle of its compressed data; copy it again`)
  }
  if (/^(?:Z_|ZSTD)/.test(code)) {
    return new LogError(`${name} has damaged compressed data (${message}); copy it again`)
  }
  return new LogError(`${name} cannot be read (${code || message}); check its name and permissions`)
}
