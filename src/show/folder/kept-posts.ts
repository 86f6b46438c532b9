import { hash as digest } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { keptFile } from '../../jobs/kept-file.ts'
import { makeStoreFolder, STORE_FOLDER } from '../../jobs/result-files.ts'
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
 * What was read from the posts of a folder, kept for the next start: parsing thousands of posts takes
 * seconds, and checking whether their files have changed takes a moment.
 *
 * It is not a kind of job, since posts are read before anything else, all at once, and by the
 * thousand. It is forgotten when the rules by which posts are read change, or the program itself.
 */
export interface KeptPosts {
  /** @param rules The rules by which posts are read, as a text. */
  readonly read: (rules: string, readBody: ReadBody) => ReadonlyMap<string, PostFile>
  /** Keeps what was read by these rules, and nothing else. On a read-only disk nothing is kept. */
  readonly write: (readings: ReadonlyMap<string, ReadonlyMap<string, PostFile>>) => Promise<void>
}

/** How a file is kept. The text stays in the file itself. */
interface Kept extends Omit<PostFile, 'result'> {
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

const NAME = /^[0-9a-f]{16}\.posts$/

/** @param tell Receives a sentence about each damaged file. */
export function openKeptPosts(folder: string, tell: (sentence: string) => void): KeptPosts {
  const home = join(folder, STORE_FOLDER, 'posts')
  // What reads posts, and the text of articles.
  const disk = keptFile<readonly Kept[]>(['base', 'posts'])
  /** What is in each file, as far as it is known. */
  const states = new Map<string, string>()
  return {
    read(rules, readBody) {
      const name = nameOf(rules)
      const kept = disk.read(join(home, name))
      if (kept === 'damaged') {
        tell(`${STORE_FOLDER}/posts/${name} is damaged, so the posts are read again`)
      }
      if (kept === 'damaged' || kept === null) return new Map()
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
          await disk.write(
            join(home, name),
            [...files].flatMap(([file, read]) => pack(file, read)),
          )
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
  return `${digest('sha256', rules).slice(0, 16)}.posts`
}

/** Differs when a file does, or when more is known of an article. */
function stateOf(files: ReadonlyMap<string, PostFile>): string {
  const states = [...files].map(([file, { stamp, beside, result }]) => {
    const facts = result.post === null ? [] : Object.keys(result.post.body.facts())
    return [file, stamp, ...beside, ...facts].join(' ')
  })
  return digest('sha256', states.join('\n'))
}

/** @returns Nothing for a file that may have been changed since without a sign of it. */
function pack(file: string, { result, ...read }: PostFile): readonly Kept[] {
  if (read.modified > Date.now() - UNSURE) return []
  if (result.post === null) return [{ ...read, file, result, body: null }]
  const { body, ...post } = result.post
  const { hash, length } = body
  // The body is put back when it is read.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const without = { ...result, post: post as Post }
  return [{ ...read, file, result: without, body: { hash, length, facts: body.facts() } }]
}

function unpack({ file, result, body, ...read }: Kept, readBody: ReadBody): PostFile {
  if (result.post === null || body === null) return { ...read, result }
  const post = result.post
  // Put into the post that was just made, which nobody else has: a copy of each takes as long again.
  Object.assign(post, { body: new Body(body, () => readBody(file, body), body.facts) })
  return { ...read, result }
}
