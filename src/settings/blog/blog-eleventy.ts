import { basename, dirname, extname } from 'node:path/posix'
import type { Values } from '../../posts/front-matter/values.ts'
import { lookUp, textAt, type BlogFacts, type Complain, type Look } from './blog-facts.ts'
import { parseTemplate } from '../../posts/permalink-template.ts'
import { withoutComments } from './program-literals.ts'

/** Eleventy puts a page without a permalink at its path below the input folder. */
const BY_PLACE = '/:place/'

const CONFIGS = ['.eleventy', 'eleventy.config'].flatMap((name) =>
  ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((end) => `${name}.${end}`),
)
/** `addGlobalData("permalink", "/{{ page.fileSlug }}/")`, or data that computes one. */
const GLOBAL =
  /\baddGlobalData\(\s*['"`](permalink|eleventyComputed(?:\.permalink)?)['"`]\s*,\s*(?:(['"`])((?:(?!\2)[^\\\n$])*)\2)?/

/** Extensions of files with data for all templates of a folder; a later one takes precedence. */
const ENDINGS = ['.json', '.11tydata.json', '.11tydata.mjs', '.11tydata.cjs', '.11tydata.js']

/**
 * Reads the literal values in the configuration of Eleventy, and in the data files of its folders. Programs
 * are read, never run: if one computes the permalink, its posts have no address.
 *
 * @see https://www.11ty.dev/docs/permalinks/ and https://www.11ty.dev/docs/data-template-dir/
 */
export async function describeEleventy(
  config: Values,
  complain: Complain,
  look: Look,
): Promise<BlogFacts> {
  const base = await inputFolder(config, look)
  const found = new Map<string, string | null>()
  for (const file of (await look.files()).filter((path) => isWithin(path, base))) {
    const rank = rankOf(file, base)
    if (rank === -1) continue
    const pattern = await readPattern(file, complain, look)
    if (pattern !== undefined) found.set(`${dirname(file)} ${rank}`, pattern)
  }
  const inOrder = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const patterns = new Map(inOrder.map(([key, pattern]) => [key.slice(0, -2), pattern]))
  const computed = await isComputed(look)
  const global = await globalPattern(complain, look)
  const usual = global === undefined ? BY_PLACE : global
  const own = patterns.get(base === '' ? '.' : base)
  return {
    config,
    permalinks: {
      generator: 'eleventy',
      base,
      default: computed ? null : own === undefined ? usual : own,
      sections: Object.fromEntries(
        [...patterns].map(([folder, pattern]) => [below(folder, base), computed ? null : pattern]),
      ),
    },
    publicFolders: null,
  }
}

/** @see https://www.11ty.dev/docs/config/#input-directory */
async function inputFolder(config: Values, look: Look): Promise<string> {
  const scripts = Object.values(lookUp(await look.values('package.json'), 'scripts') ?? {})
  const option = scripts
    .filter((script) => typeof script === 'string')
    .flatMap((script) => /(?:eleventy|11ty)\b.*?--input[= ]["']?([\w./-]+)/.exec(script)?.[1] ?? [])
  const folder =
    option[0] ?? textAt(config, 'dir.input') ?? textAt(config, 'setInputDirectory') ?? ''
  return folder.replace(/^\.?\/|\/$/g, '').replace(/^\.$/, '')
}

/** The precedence of a file among the data files of its folder; -1 if it is not one. */
function rankOf(file: string, base: string): number {
  const folder = dirname(file)
  const name = basename(folder === '.' ? base : folder)
  if (name === '') return -1
  return ENDINGS.findIndex((ending) => basename(file) === `${name}${ending}`)
}

/** The pattern in a data file; null if it is not supported, undefined for none. */
async function readPattern(
  file: string,
  complain: Complain,
  look: Look,
): Promise<string | null | undefined> {
  const said = extname(file) === '.json' ? await inData(file, look) : await inProgram(file, look)
  return said === undefined ? undefined : patternOf(said, file, complain)
}

/** The pattern that the configuration gives to all pages: `addGlobalData('permalink', …)`. */
async function globalPattern(complain: Complain, look: Look): Promise<string | null | undefined> {
  for (const file of CONFIGS) {
    const program = withoutComments((await look.text(file)) ?? '')
    const [, key, , literal] = GLOBAL.exec(program) ?? []
    if (key !== undefined)
      return patternOf(key === 'permalink' ? (literal ?? null) : null, file, complain)
  }
  return undefined
}

/** @param said The template; null if a program computes it. */
function patternOf(said: string | null, file: string, complain: Complain): string | null {
  try {
    if (said !== null) return withoutIndex(parseTemplate(said))
    complain(
      'permalink',
      `the permalink in ${file} is computed by a program, which is not run, so its posts have no address; write permalink: … in sidecast.yml`,
    )
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    complain(
      'permalink',
      `the permalink in ${file} is a template that is not understood, so its posts have no address; write permalink: … in sidecast.yml`,
    )
  }
  return null
}

async function inData(file: string, look: Look): Promise<string | null | undefined> {
  const value = lookUp((await look.values(file)) ?? {}, 'permalink')
  if (typeof value === 'string' && value.trim() !== '') return value.trim()
  return undefined
}

async function inProgram(file: string, look: Look): Promise<string | null | undefined> {
  const program = withoutComments((await look.text(file)) ?? '')
  if (!/\bpermalink\b/.test(program)) return undefined
  const [, , literal] = /\bpermalink['"]?\s*:\s*(['"`])((?:(?!\1)[^\\\n$])*)\1/.exec(program) ?? []
  return literal ?? null
}

/** Whether a permalink is computed for every page. */
async function isComputed(look: Look): Promise<boolean> {
  const global = (await look.files()).filter((file) =>
    /(?:^|\/)_data\/(?:permalink|eleventyComputed)\.\w+$/.test(file),
  )
  const texts = await Promise.all(global.map((file) => look.text(file)))
  return global.some((file, index) => /permalink/.test(`${file}${texts[index] ?? ''}`))
}

function withoutIndex(pattern: string): string {
  return pattern.replace(/\/index\.html$/, '/').replace(/^(?!\/)/, '/')
}

function isWithin(path: string, base: string): boolean {
  return base === '' || path.startsWith(`${base}/`)
}

function below(folder: string, base: string): string {
  return base === '' ? folder : folder.slice(base.length + 1)
}
