import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { version as nodeVersion } from 'node:process'
import { deserialize, serialize } from 'node:v8'
import { codeOf } from '../../base/file-errors.ts'
import { writeAtomically } from '../../base/write-atomically.ts'
import { makeStoreFolder, STORE_FOLDER } from '../../jobs/store.ts'
import { Body, type BodyFacts } from '../../posts/body.ts'
import type { Post, PostResult } from '../../posts/post.ts'

/** A file, and what was read of it. */
export interface PostFile {
  /** Differs when the file does. */
  readonly stamp: string
  /** The last change of its text, in milliseconds since 1970, with fraction. */
  readonly modified: number
  /** Names of recordings beside it that bear its name. */
  readonly beside: readonly string[]
  readonly result: PostResult
}

/** Gives the text of a post again. */
type ReadBody = (file: string, body: Pick<Body, 'hash' | 'length'>) => string

/**
 * What was read of the posts of a folder, kept for the next start: understanding thousands of posts
 * takes seconds, and looking whether their files are the same takes a moment.
 *
 * It is not a kind of job, since posts are read before anything else, all at once, and by the
 * thousand. What is kept is forgotten when the rules by which posts are read are others, or when the
 * program is.
 */
export interface KeptPosts {
  /** @param rules By which posts are read. */
  readonly read: (rules: string, readBody: ReadBody) => ReadonlyMap<string, PostFile>
  /** Keeps what was read by these rules, and nothing else. On a read-only disk nothing is kept. */
  readonly write: (readings: ReadonlyMap<string, ReadonlyMap<string, PostFile>>) => Promise<void>
}

/** How a file is kept. The text stays in the file itself. */
interface KeptFile extends Omit<PostFile, 'result'> {
  readonly file: string
  readonly result: PostResult
  readonly body: {
    readonly hash: string
    readonly length: number
    readonly facts: BodyFacts
  } | null
}

/** Milliseconds in which a file may be written twice without another time of change. */
const UNSURE = 2000

const HEAD = /^sidecast posts (\S+) (\S+)$/
const NAME = /^[0-9a-f]{16}\.posts$/

/** @param tell Receives a sentence about each damaged file. */
export function openKeptPosts(folder: string, tell: (sentence: string) => void): KeptPosts {
  const home = join(folder, STORE_FOLDER, 'posts')
  /** What is in each file, as far as it is known. */
  const states = new Map<string, string>()
  return {
    read(rules, readBody) {
      const name = nameOf(rules)
      const kept = readKept(join(home, name))
      if (kept === 'damaged') {
        tell(`${STORE_FOLDER}/posts/${name} is damaged, so the posts are read again`)
        return new Map()
      }
      const files = new Map(kept.map((each) => [each.file, unpack(each, readBody)]))
      states.set(name, stateOf(files))
      return files
    },
    async write(readings) {
      const names = new Map([...readings].map(([rules, files]) => [nameOf(rules), files]))
      try {
        await makeStoreFolder(folder, 'posts')
        for (const [name, files] of names) {
          const state = stateOf(files)
          if (state === states.get(name)) continue
          const bytes = serialize([...files].flatMap(([file, read]) => pack(file, read)))
          const head = `sidecast posts ${digestOf(bytes)} ${programStamp()}\n`
          await writeAtomically(join(home, name), Buffer.concat([Buffer.from(head), bytes]))
          states.set(name, state)
        }
        for (const name of readdirSync(home)) {
          if (NAME.test(name) && !names.has(name)) rmSync(join(home, name), { force: true })
        }
      } catch {
        // Posts that cannot be kept are read again at the next start.
      }
    },
  }
}

function nameOf(rules: string): string {
  return `${digestOf(rules).slice(0, 16)}.posts`
}

function readKept(file: string): readonly KeptFile[] | 'damaged' {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    return ['ENOENT', 'ENOTDIR'].includes(codeOf(cause)) ? [] : 'damaged'
  }
  const end = bytes.indexOf('\n')
  const [, digest, program] = HEAD.exec(bytes.toString('latin1', 0, Math.max(end, 0))) ?? []
  const rest = bytes.subarray(end + 1)
  if (digest !== digestOf(rest)) return 'damaged'
  // Its digest shows that it is what this program has written: a list of `KeptFile`.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return program === programStamp() ? (deserialize(rest) as KeptFile[]) : []
}

/** Differs when a file does, or when more is known of an article. */
function stateOf(files: ReadonlyMap<string, PostFile>): string {
  const states = [...files].map(([file, { stamp, beside, result }]) => {
    const facts = result.post === null ? [] : Object.keys(result.post.body.facts())
    return [file, stamp, ...beside, ...facts].join(' ')
  })
  return digestOf(states.join('\n'))
}

/** @returns Nothing for a file that may have been changed since without a sign of it. */
function pack(file: string, { result, ...read }: PostFile): readonly KeptFile[] {
  if (read.modified > Date.now() - UNSURE) return []
  if (result.post === null) return [{ ...read, file, result, body: null }]
  const { body, ...post } = result.post
  const { hash, length } = body
  // The body is put back when it is read.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const without = { ...result, post: post as Post }
  return [{ ...read, file, result: without, body: { hash, length, facts: body.facts() } }]
}

function unpack({ file, result, body, ...read }: KeptFile, readBody: ReadBody): PostFile {
  if (result.post === null || body === null) return { ...read, result }
  const post = result.post
  // Put into the post that was just made, which nobody else has: a copy of each takes as long again.
  Object.assign(post, { body: new Body(body, () => readBody(file, body), body.facts) })
  return { ...read, result }
}

let program: string | null = null

/** Differs with every version of what reads posts: our files, packages, and the time zones of Node. */
function programStamp(): string {
  const manifest = join(import.meta.dirname, '../../../package.json')
  program ??= digestOf(
    [nodeVersion, readFileSync(manifest), ...['base', 'posts'].flatMap(stampsOf)].join('\n'),
  )
  return program
}

/** Sizes and times of the program's own files in a room. */
function stampsOf(room: string): readonly string[] {
  const home = join(import.meta.dirname, '../..', room)
  const entries = readdirSync(home, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => {
      const { size, mtimeMs } = statSync(path)
      return `${path.slice(home.length)} ${size} ${mtimeMs}`
    })
}

function digestOf(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
