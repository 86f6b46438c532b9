import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, execPath } from 'node:process'
import { promisify } from 'node:util'
import { postText, smallBlog } from '../support/small-blog.ts'
import { silentMp3 } from '../support/silence.ts'
import { Bounds } from './bounds.ts'
import { measureStarts, peakOf, processorSeconds } from './many-posts.ts'
import { freePort } from '../support/free-port.ts'

/**
 * The server beside one worker of nginx that serves its export, and beside bare Express: in turn,
 * with access logs in all. What is compared is requests per second of processor time, which what else
 * the machine does changes least; each of them is bound by one processor. Arguments: seconds of a
 * round, rounds.
 */
const SECONDS = Number(argv[2] ?? 4)
const ROUNDS = Number(argv[3] ?? 5)
const SLOW = 2000
const POSTS = 50
/** A range of 8 MB, as apps ask for when they download ahead. */
const RANGE = 'bytes=1000000-9388607'

const CLI = join(import.meta.dirname, '../../src/cli.ts')
const run = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'sidecast-bench-'))
const children: ChildProcess[] = []

function start(command: string, args: readonly string[], log: string): ChildProcess {
  const out = openSync(join(folder, log), 'a')
  const child = spawn(command, args, { stdio: ['ignore', out, 'inherit'] })
  closeSync(out)
  children.push(child)
  return child
}

async function untilServing(url: string): Promise<string> {
  for (let looks = 0; looks < 600; looks += 1) {
    const response = await fetch(url).catch(() => null)
    await response?.body?.cancel()
    if (response?.ok === true) return url
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nothing is served at ${url}`)
}

async function writeBlog(): Promise<string> {
  const blog = join(folder, 'blog')
  await mkdir(blog)
  const posts = Array.from({ length: POSTS }, (_, index): [string, string] => [
    `2025-01-${String((index % 28) + 1).padStart(2, '0')}-post-${index}.md`,
    postText(`Post ${index}`, 'tides.mp3') + 'The sea rises and falls. '.repeat(100),
  ])
  const files = { ...smallBlog(), ...Object.fromEntries(posts), 'moon.mp3': silentMp3(100_000) }
  for (const [name, content] of Object.entries(files)) await writeFile(join(blog, name), content)
  return blog
}

async function startNginx(root: string): Promise<Target> {
  const port = Number(await freePort())
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const paths = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')
  const configuration = `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error;
events { worker_connections 4096; }
http { access_log ${folder}/access; sendfile on; tcp_nopush off; ${paths}
server { listen 127.0.0.1:${port}; root ${root}; include ${root}/.sidecast-nginx.conf; } }`
  await writeFile(join(folder, 'nginx.conf'), configuration)
  await chmod(folder, 0o755)
  const args = ['-e', join(folder, 'error'), '-c', join(folder, 'nginx.conf')]
  const { pid } = start('/usr/sbin/nginx', args, 'out')
  const url = await untilServing(`http://127.0.0.1:${port}`)
  const workers = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return { url, pid: Number.parseInt(workers, 10) }
}

async function startSidecast(blog: string): Promise<Target> {
  const port = Number(await freePort())
  const options = ['--port', String(port), '--base-url', 'http://127.0.0.1/', '--log', 'json']
  const { pid = 0 } = start(execPath, [CLI, 'serve', blog, ...options], 'sidecast.log')
  return { url: await untilServing(`http://127.0.0.1:${port}`), pid }
}

async function startExpress(blog: string): Promise<Target> {
  const port = Number(await freePort())
  const file = join(import.meta.dirname, 'bare-express.ts')
  const args = [file, blog, String(port), join(folder, 'express.log')]
  const { pid = 0 } = start(execPath, args, 'express.out')
  const url = `http://127.0.0.1:${port}`
  await untilServing(`${url}/audio/moon.mp3`)
  return { url, pid }
}

/** A server that runs. */
interface Target {
  readonly url: string
  /** The process that does the work. */
  readonly pid: number
}

interface Load {
  readonly headers?: Readonly<Record<string, string>>
  readonly connections?: number
}

/** Requests in a second of the server's processor time. */
async function load(
  { url, pid }: Target,
  path: string,
  { headers = {}, connections = 16 }: Load = {},
): Promise<number> {
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const args = ['-t1', `-c${connections}`, `-d${SECONDS}s`, ...fields, url + path]
  const before = await processorSeconds(pid)
  const { stdout } = await run('wrk', args)
  const took = (await processorSeconds(pid)) - before
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url}: ${stdout}`)
  return Number(/(\d+) requests in/.exec(stdout)?.[1]) / took
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0
}

/** The median of how many times as much one does as the other, in rounds of both. */
async function compare(
  what: string,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<number> {
  const ratios: number[] = []
  const figures: [number[], number[]] = [[], []]
  // What both do first is compiled and cached then.
  await ours()
  await theirs()
  for (let round = 0; round < ROUNDS; round += 1) {
    const [a, b] = [await ours(), await theirs()]
    figures[0].push(a)
    figures[1].push(b)
    ratios.push(a / b)
  }
  const [a, b] = figures.map((all) => median(all).toFixed(0))
  const each = ratios.map((ratio) => ratio.toFixed(2)).join(' ')
  console.log(`${what}: ${a} against ${b} in a second of processor (${each})`)
  return median(ratios)
}

async function tagOf(url: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(url, { headers })
  await response.arrayBuffer()
  return response.headers.get('etag') ?? ''
}

/** Milliseconds within which 99 of 100 responses of each came, one at a time and in turn. */
async function latencies(urls: readonly string[], times: number): Promise<readonly number[]> {
  const all = urls.map((): number[] => [])
  for (let index = 0; index < times; index += 1) {
    for (const [place, url] of urls.entries()) {
      const began = performance.now()
      await (await fetch(url)).arrayBuffer()
      all[place]?.push(performance.now() - began)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  return all.map((each) => each.toSorted((a, b) => a - b)[Math.floor(times * 0.99)] ?? Number.NaN)
}

async function main(): Promise<void> {
  const bounds = new Bounds()
  const blog = await writeBlog()
  const root = join(folder, 'site')
  const base = ['--base-url', 'http://127.0.0.1/', '--precompress']
  await run(execPath, [CLI, 'build', blog, '--out', root, ...base])
  const nginx = await startNginx(root)
  const ours = await startSidecast(blog)
  const express = await startExpress(blog)

  const feed = '/feed.xml'
  const gzip = { 'Accept-Encoding': 'gzip' }
  const [ourTag, theirTag] = [
    await tagOf(ours.url + feed, gzip),
    await tagOf(nginx.url + feed, gzip),
  ]
  const of304 = await compare(
    'feed 304',
    () => load(ours, feed, { headers: { ...gzip, 'If-None-Match': ourTag } }),
    () => load(nginx, feed, { headers: { ...gzip, 'If-None-Match': theirTag } }),
  )
  bounds.atLeast('feed 304 beside nginx', of304, 0.45, '×')
  const ofGzip = await compare(
    'feed gzip 200',
    () => load(ours, feed, { headers: gzip }),
    () => load(nginx, feed, { headers: gzip }),
  )
  bounds.atLeast('feed gzip 200 beside nginx', ofGzip, 0.45, '×')
  const ranged = { headers: { Range: RANGE }, connections: 4 }
  const ofRanges = await compare(
    'ranges of 8 MB',
    () => load(ours, '/audio/moon.mp3', ranged),
    () => load(express, '/audio/moon.mp3', ranged),
  )
  bounds.atLeast('ranges of 8 MB beside bare Express', ofRanges, 1.3, '×')

  const fresh = await startSidecast(blog)
  await tagOf(fresh.url + feed, {})
  const slow = join(import.meta.dirname, 'slow-listeners.ts')
  const listeners = spawn(execPath, [slow, `${fresh.url}/audio/moon.mp3`, String(SLOW)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(listeners)
  await once(listeners.stdout, 'data')
  const [busy = Number.NaN, idle] = await latencies([fresh.url + feed, nginx.url + feed], 600)
  console.log(
    `meanwhile, the feed's p99 of nginx, which has nothing else to do: ${idle?.toFixed(1)} ms`,
  )
  bounds.atMost(`feed's p99 beside ${SLOW} slow downloads`, busy, 50, 'ms')
  bounds.note('slow downloads', listeners.exitCode === null, 'all', 'all to go on')
  bounds.atMost('memory meanwhile, at most', await peakOf(fresh.pid), 400, 'MB')
  console.log(`memory of the first server, at most: ${(await peakOf(ours.pid)).toFixed(0)} MB`)
  for (const child of children.splice(0)) child.kill('SIGTERM')
  const large = join(folder, 'large')
  await mkdir(large)
  await measureStarts(large, bounds)
  bounds.tell()
}

try {
  await main()
} finally {
  for (const child of children) child.kill('SIGTERM')
  await rm(folder, { recursive: true, force: true })
}
