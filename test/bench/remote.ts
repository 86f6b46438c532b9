import { fork } from 'node:child_process'
import { once } from 'node:events'
import { makeTokenizer } from '@tokenizer/http'
import { parseFromTokenizer, parseWebStream } from 'music-metadata'
import { createHosts } from '../../src/net/hosts.ts'
import { NAMED } from '../../src/net/reach.ts'
import { probeUrl, type RemoteAudio } from '../../src/audio/probe-url.ts'
import { Bounds } from './bounds.ts'
import type { Told } from './remote-server.ts'
import { compareServers } from './remote-servers.ts'

/**
 * `npm run bench:remote`: recordings on a server in a process of its own, which takes 50 ms for each
 * request, and what music-metadata asks of it, by parts and as a whole; then servers that misbehave.
 */
const MANY = 1000
const WANTED = { requests: 8, bytes: 180_000, seconds: 90 }
const TOLERANCE = 0.05
/** The server is on this machine. */
const reach = NAMED

const bounds = new Bounds()

const server = fork(new URL('remote-server.ts', import.meta.url))
try {
  const { port, bytes, seconds } = await hear()
  const url = `http://127.0.0.1:${port}`
  console.log(
    `${(bytes / 1e6).toFixed(1)} MB with 500 KB of artwork and a header, 50 ms a request\n`,
  )
  await benchMany(url, seconds)
  await benchOne(url, seconds)
  await compareServers(bounds)
  bounds.tell()
} finally {
  server.kill()
}

async function hear(): Promise<Told> {
  const stop = new AbortController()
  server.once('exit', () => stop.abort(new Error('the server ended by itself')))
  const [told] = (await once(server, 'message', { signal: stop.signal })) as [Told]
  return told
}

async function benchOne(url: string, seconds: number): Promise<void> {
  console.log('\none')
  const ours = await timed(() => probeUrl(`${url}/talk.mp3`, { reach }))
  check(ours.result, seconds)
  const { requests, read } = ours.result
  tell('sidecast', ours.milliseconds, requests, read)
  const exact = await timed(() => probeUrl(`${url}/talk.mp3`, { reach, exact: true }))
  check(exact.result, seconds)
  tell('sidecast, exact', exact.milliseconds, exact.result.requests, exact.result.read)
  const again = await timed(() => probeUrl(`${url}/talk.mp3`, { reach, known: ours.result }))
  tell('sidecast, known from before', again.milliseconds, again.result.requests, again.result.read)
  const bare = await timed(() => probeUrl(`${url}/bare.mp3`, { reach }))
  tell(
    'sidecast, variable without a header',
    bare.milliseconds,
    bare.result.requests,
    bare.result.read,
  )
  const plain = await timed(() => download(`${url}/talk.mp3`))
  tell('a plain download', plain.milliseconds, 1, plain.result)
  const metadata = await timed(() => parse(`${url}/talk.mp3`))
  tell('music-metadata 12, the whole body', metadata.milliseconds, 1, plain.result)
  const parts = await timed(() => parseParts(`${url}/talk.mp3`))
  const { requests: theirs, sent } = await ask()
  tell('music-metadata 12, by parts', parts.milliseconds, theirs, sent)
  bounds.atMost('one', requests, WANTED.requests, 'requests')
  bounds.atMost('one', read, WANTED.bytes, 'bytes')
}

/** What the server has to tell, since it was asked last. */
async function ask(): Promise<Told> {
  server.send('tell')
  return hear()
}

async function benchMany(url: string, seconds: number): Promise<void> {
  const hosts = createHosts()
  const urls = Array.from({ length: MANY }, (_, index) => `${url}/${index}.mp3`)
  const first = await timed(() => Promise.all(urls.map((each) => probeUrl(each, { reach, hosts }))))
  for (const audio of first.result) check(audio, seconds)
  const { most } = await ask()
  console.log(`${MANY} on one host, at most ${most} requests at the same time`)
  tell('sidecast', first.milliseconds, sum(first.result, 'requests'), sum(first.result, 'read'))
  const again = await timed(() =>
    Promise.all(
      first.result.map((known, index) => probeUrl(urls[index] ?? '', { reach, hosts, known })),
    ),
  )
  tell(
    'sidecast, known from before',
    again.milliseconds,
    sum(again.result, 'requests'),
    sum(again.result, 'read'),
  )
  hosts.close()
  bounds.atMost(`${MANY} on one host`, first.milliseconds / 1000, WANTED.seconds, 's')
  const megabytes = process.resourceUsage().maxRSS / 1024
  console.log(`  memory at most: ${megabytes.toFixed(0)} MB`)
}

async function download(url: string): Promise<number> {
  const response = await fetch(url)
  let bytes = 0
  for await (const chunk of response.body ?? []) bytes += chunk.length
  return bytes
}

async function parse(url: string): Promise<void> {
  const { body } = await fetch(url)
  if (body) await parseWebStream(body, { mimeType: 'audio/mpeg' }, { duration: true })
}

async function parseParts(url: string): Promise<void> {
  await ask()
  await parseFromTokenizer(await makeTokenizer(url))
}

/** @throws {Error} If the duration is wrong: a fast wrong answer is worth nothing. */
function check(audio: RemoteAudio, seconds: number): void {
  if (Math.abs(audio.seconds - seconds) > TOLERANCE) {
    throw new Error(`${audio.url} lasts ${seconds} s, not ${audio.seconds} s`)
  }
}

async function timed<Result>(
  action: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly milliseconds: number }> {
  const started = performance.now()
  const result = await action()
  return { result, milliseconds: performance.now() - started }
}

function sum(all: readonly RemoteAudio[], what: 'requests' | 'read'): number {
  return all.reduce((total, audio) => total + audio[what], 0)
}

function tell(name: string, milliseconds: number, requests: number, bytes: number): void {
  console.log(
    `  ${name.padEnd(38)}${milliseconds.toFixed(0).padStart(7)} ms${String(requests).padStart(6)} requests${String(bytes).padStart(11)} bytes`,
  )
}
