import type { ServerResponse } from 'node:http'
import type { OpenFile } from './disk-files.ts'
import { noteSent } from './request-watch.ts'

/** A part of a file; both positions are inclusive. */
interface Part {
  readonly first: number
  readonly last: number
}

/** The most bytes that all downloads together read ahead of their clients. */
const READ_AHEAD = 2 ** 24
/** The largest read, for a fast client, where calls are most of the cost. */
const LARGEST = 2 ** 20
/** The smallest read, when thousands of slow clients hold what was read for them. */
const SMALLEST = 2 ** 15

let downloads = 0

/**
 * Sends a part of an open file as the body of a response.
 *
 * A recording that is overwritten while it is sent would arrive truncated, or as a mixture of both under the
 * old tag. So what was read is sent only if the file is still the same; otherwise the connection is closed,
 * and the client resumes with `If-Range`. A file that is replaced as a whole is sent to its end, because the
 * old one stays open.
 *
 * @param begin Writes the response headers; called when the first bytes have been read.
 * @throws {Error} If the file cannot be read.
 */
export async function sendPart(
  response: ServerResponse,
  file: OpenFile,
  { first, last }: Part,
  size: number,
  begin: () => void,
): Promise<void> {
  let taken = 0
  const pass = createPass(response, (bytes) =>
    noteSent(response, { bytes: (taken += bytes), size }),
  )
  downloads += 1
  try {
    let position = first
    let hasBegun = false
    while (position <= last) {
      const buffer = takeBuffer(last - position + 1)
      const bytes = await file.read(buffer, position)
      if (bytes === 0 || !(await file.isStill())) return void response.destroy()
      if (!hasBegun) begin()
      hasBegun = true
      position += bytes
      const chunk = bytes < buffer.length ? buffer.subarray(0, bytes) : buffer
      if (!(await pass(chunk, position > last))) return
      giveBuffer(buffer)
    }
  } finally {
    downloads -= 1
  }
}

type Pass = (chunk: Buffer, isLast: boolean) => Promise<boolean>

/**
 * Writes chunks one by one; resolves with whether the system has accepted one, or the client is gone.
 *
 * @param note Called with the bytes of each accepted chunk, before the response closes.
 */
function createPass(response: ServerResponse, note: (bytes: number) => void): Pass {
  let settle: ((isTaken: boolean) => void) | undefined
  let isGone = response.destroyed
  response.once('close', () => {
    isGone = true
    settle?.(false)
  })
  return (chunk, isLast) =>
    new Promise((resolve) => {
      if (isGone) return resolve(false)
      settle = resolve
      const taken = (error?: Error | null): void => {
        if (error == null) note(chunk.length)
        resolve(error == null)
      }
      if (isLast) response.end(chunk, taken)
      else response.write(chunk, taken)
    })
}

/** Buffers for reuse, by size; allocating them would cost more than reading. */
const spare = new Map<number, Buffer[]>()

/** A buffer of the size that a read may have now; smaller if less is left. */
function takeBuffer(left: number): Buffer {
  const share = READ_AHEAD / downloads
  const size = 2 ** Math.floor(Math.log2(Math.max(SMALLEST, Math.min(LARGEST, share))))
  if (left <= size / 2) return Buffer.allocUnsafe(left)
  const buffer = spare.get(size)?.pop() ?? Buffer.allocUnsafeSlow(size)
  return left < size ? buffer.subarray(0, left) : buffer
}

function giveBuffer(buffer: Buffer): void {
  const { byteLength } = buffer.buffer
  if (byteLength < SMALLEST || (byteLength & (byteLength - 1)) !== 0) return
  const whole = Buffer.from(buffer.buffer)
  const same = spare.get(byteLength) ?? []
  spare.set(byteLength, same)
  if (same.length * byteLength < READ_AHEAD / 4) same.push(whole)
}
