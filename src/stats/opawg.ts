import { isRecord } from '../base/foreign-json.ts'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { faultOf } from '../base/fault.ts'
import { quote } from '../base/problem.ts'
import type { AgentLists } from './agents.ts'
import type { App } from './apps.ts'

/** An entry of a list: a regular expression and the name of what it matches. */
interface Entry {
  readonly app: App
  readonly category: string
}

const LISTS = ['apps', 'bots', 'browsers', 'libraries', 'referrers'] as const

/** Where the lists are in the folder: downloaded directly, or in a clone of the repository. */
const PLACES: readonly ((list: string) => string)[] = [
  (list) => `${list}.runtime.json`,
  (list) => join('build', `${list}.runtime.json`),
  (list) => `${list}.json`,
]

/**
 * Reads the user-agent lists of the Open Podcast Analytics Working Group from a folder.
 *
 * @param tell Receives a sentence about each entry that cannot be used; the others are used.
 * @throws {RangeError} If the folder has no list, or one that cannot be read. The message is a sentence.
 * @see https://github.com/opawg/user-agents-v2
 */
export async function readAgentLists(
  folder: string,
  tell: (sentence: string) => void,
): Promise<AgentLists> {
  const [apps = [], bots = [], browsers = [], libraries = [], referrers = []] = await Promise.all(
    LISTS.map((list) => readList(folder, list, tell)),
  )
  if (apps.length + bots.length + browsers.length === 0) {
    throw new RangeError(
      `"${folder}" has no list of user agents; expected apps.runtime.json, bots.runtime.json or browsers.runtime.json, from github.com/opawg/user-agents-v2`,
    )
  }
  return {
    apps: appsOf([...apps, ...libraries.filter((entry) => !isMachine(entry))]),
    bots: appsOf([...bots, ...libraries.filter(isMachine)]).map(([, pattern]) => pattern),
    browsers: appsOf(browsers),
    webPlayers: appsOf(referrers).map(([name, pattern]): App => [webName(name), pattern]),
  }
}

function isMachine({ category }: Entry): boolean {
  return category === 'bot'
}

function appsOf(entries: readonly Entry[]): readonly App[] {
  return entries.map(({ app }) => app)
}

function webName(name: string): string {
  return /\b(?:web|player|site)\b/i.test(name) ? name : `${name} on the web`
}

async function readList(
  folder: string,
  list: (typeof LISTS)[number],
  tell: (sentence: string) => void,
): Promise<readonly Entry[]> {
  const files = PLACES.map((place) => join(folder, place(list)))
  const there = await Promise.all(files.map((file) => stat(file).catch(() => null)))
  const file = files.find((_, index) => there[index]?.isFile() === true)
  if (file === undefined) return []
  return entriesOf(file, await readJson(file), tell)
}

async function readJson(file: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    return value
  } catch (cause) {
    const { code, message } = faultOf(cause)
    throw new RangeError(`${file} cannot be read (${code || message}); download it again`, {
      cause,
    })
  }
}

function entriesOf(
  file: string,
  value: unknown,
  tell: (sentence: string) => void,
): readonly Entry[] {
  const entries: unknown = isRecord(value) ? value['entries'] : value
  if (!Array.isArray(entries)) {
    throw new RangeError(
      `${file}: expected a JSON object with a list of "entries"; download it again`,
    )
  }
  return entries.flatMap((entry: unknown, index): readonly Entry[] => {
    const { name, pattern, category } = isRecord(entry) ? entry : {}
    try {
      if (typeof name !== 'string' || typeof pattern !== 'string') {
        throw new RangeError('expected a "name" and a "pattern"')
      }
      const app: App = [name, new RegExp(pattern)]
      return [{ app, category: typeof category === 'string' ? category : '' }]
    } catch (cause) {
      const what = typeof name === 'string' ? ` (${quote(name)})` : ''
      tell(`${file}: entry ${index + 1}${what} is ignored: ${faultOf(cause).message}`)
      return []
    }
  })
}
