import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { formatLines, type Lines } from '../../src/base/terminal.ts'
import { Refusal } from '../../src/base/fault.ts'
import { run as build } from '../../src/commands/build.ts'
import { UsageError, type Context, type Given } from '../../src/commands/command.ts'
import { makeFolder } from './folder.ts'
import { BUCKET, type TestStore } from './object-store.ts'
import { smallBlog } from './small-blog.ts'

/** The list of a publish in its store. */
export const MANIFEST = '.sidecast-publish.json'

/** What a command printed and reported, and its exit code. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command within this process, with its errors as the command line prints them. */
export async function ended(
  command: (given: Given, context: Context) => Promise<number>,
  folder: string,
  options: Given['options'] = {},
  signal: AbortSignal = new AbortController().signal,
  more: Partial<Context> = {},
): Promise<Ended> {
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const context: Context = {
    print: (lines: Lines) => void stdout.push(formatLines(lines)),
    report: (lines: Lines) => void stderr.push(formatLines(lines)),
    draw: null,
    now: () => new Date('2026-06-01T12:00:00Z'),
    signal,
    ...more,
  }
  const code = await command({ arguments: [folder], options }, context).catch((cause: unknown) => {
    if (!(cause instanceof Refusal || cause instanceof UsageError)) throw cause
    stderr.push(cause.message)
    return cause instanceof UsageError ? 2 : 1
  })
  return { code, stdout: stdout.join('\n'), stderr: stderr.join('\n') }
}

const SETTINGS = String(smallBlog()['sidecast.yml'])

/** A blog that is published to a store below `tides/`. */
export async function blogFor(
  { endpoint }: Pick<TestStore, 'endpoint'>,
  more: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string> {
  const settings = `${SETTINGS}base_url: https://podcast.example.org
publish: { to: s3://${BUCKET}/tides, endpoint: '${endpoint}' }
`
  return makeFolder({ ...smallBlog(), 'sidecast.yml': settings, ...more })
}

/** The files of an export that are the site itself, as bytes in base64. */
export async function exported(folder: string): Promise<ReadonlyMap<string, string>> {
  const out = join(await makeFolder(), 'site')
  await ended(build, folder, { out })
  const all = await readdir(out, { recursive: true, withFileTypes: true })
  const files = all
    .filter((entry) => entry.isFile() && !/^\.|^_headers$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const read = files.map(
    async (file) => [file.slice(out.length + 1), await readFile(file, 'base64')] as const,
  )
  return new Map(sorted(await Promise.all(read)))
}

/** All objects below a prefix, as bytes in base64, without the manifest. */
export async function stored(
  store: TestStore,
  prefix = 'tides/',
): Promise<ReadonlyMap<string, string>> {
  const keys = (await store.keys()).filter((key) => key.startsWith(prefix))
  const read = keys.map(async (key) => {
    const bytes = await (await store.get(key))?.arrayBuffer()
    return [
      key.slice(prefix.length),
      Buffer.from(bytes ?? new ArrayBuffer()).toString('base64'),
    ] as const
  })
  return new Map(sorted((await Promise.all(read)).filter(([path]) => path !== MANIFEST)))
}

function sorted<Value>(entries: readonly (readonly [string, Value])[]) {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1))
}
