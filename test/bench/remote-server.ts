import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { frames, framesSeconds, PLAIN, variableFrames } from '../audio/corpus/mpeg-frames.ts'
import { xingFrame } from '../audio/corpus/mpeg-headers.ts'
import { artwork, id3v2 } from '../audio/corpus/tags.ts'
import { giveRecording } from '../audio/support/recording-server.ts'

/** What the server says of itself to the process that started it. */
export interface Told {
  readonly port: number
  readonly bytes: number
  readonly seconds: number
  /** Since it was asked last: its requests, how many of them at the same time, and bytes that it sent. */
  readonly requests: number
  readonly most: number
  readonly sent: number
}

/** Milliseconds that every request takes, as from another continent. */
const DELAY = 50
/** Half an hour at 128 kbit/s. */
const COUNT = 71_000

const stream = { ...PLAIN, silent: true }
const sound = frames(stream, COUNT)
const header = xingFrame(stream, {
  mark: 'Info',
  frames: COUNT,
  bytes: sound.length + xingFrame(stream, {}).length,
})
const headed = Buffer.concat([id3v2({ content: artwork(500_000), padding: 1024 }), header, sound])
const bare = variableFrames(stream, Math.round(COUNT * 0.8))

let now = 0
let [requests, most, sent] = [0, 0, 0]
const server = createServer((request, response) => {
  requests++
  now++
  most = Math.max(most, now)
  response.on('close', () => {
    now--
    sent += request.method === 'HEAD' ? 0 : Number(response.getHeader('Content-Length') ?? 0)
  })
  const bytes = request.url?.startsWith('/bare') === true ? bare : headed
  void wait(DELAY).then(() =>
    giveRecording(bytes, { etag: `"${request.url}"` })(request, response, 0),
  )
})
server.listen(0, '127.0.0.1', tell)
process.on('message', tell)

function tell(): void {
  const { port } = server.address() as AddressInfo
  const seconds = framesSeconds(stream, COUNT)
  const told: Told = { port, bytes: headed.length, seconds, requests, most, sent }
  ;[requests, most, sent] = [0, 0, 0]
  process.send?.(told)
}
