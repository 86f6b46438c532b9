import { stat } from 'node:fs/promises'
import { join, posix, relative, resolve, sep } from 'node:path'
import type { GeneratorName } from '../../posts/permalink-dialects.ts'
import type { Permalinks } from '../../posts/permalink.ts'
import type { Problem } from '../../base/problem.ts'
import { problem, withFix } from '../../base/problem.ts'
import type { RuleId } from '../../base/rules.ts'
import type { Values } from '../../posts/front-matter/values.ts'
import type { BlogFacts, Complain } from './blog-facts.ts'
import { textAt } from './blog-facts.ts'
import type { BlogFiles } from './blog-files.ts'
import { findBlog } from './blog-files.ts'
import { lookInto } from './blog-tree.ts'
import { GENERATORS } from './generators.ts'
import { parsePermalink } from '../setting-values.ts'
import type { SettingValues } from '../settings-table.ts'
import { readSetting, SETTING_NAMES, SETTINGS } from '../settings-table.ts'

/** The blog that a content folder belongs to, by its own configuration. */
export interface Blog {
  readonly generator: GeneratorName | null
  /** Absolute; the content folder itself if no blog was found. */
  readonly root: string
  /** Absolute, in the order to be tried. */
  readonly publicFolders: readonly string[]
  /** Whether the configuration states that these folders are published. */
  readonly foldersAreSaid: boolean
  /** Configuration files that were read, absolute. */
  readonly files: readonly string[]
  readonly values: SettingValues
  readonly permalinks: Permalinks
  readonly fileNameDateFirst: boolean
  /** The content folder as the generator names it, e.g. `content/posts`; '' for the root. */
  readonly place: string
  readonly problems: readonly Problem[]
}

/**
 * Reads the configuration of the blog that contains a content folder. Never throws: faults become problems.
 */
export async function readBlog(folder: string): Promise<Blog> {
  const found = await findBlog(folder)
  const { generator, root, files, config } = found
  const problems = problemsOf(found, folder)
  const complain: Complain = (field, message) => {
    const { file, line } = found.places.get(field.toLowerCase()) ?? { file: files[0], line: null }
    problems.push(warning(folder, file ?? root, line, field, message, 'blog/value'))
  }
  if (generator === null || config === null) {
    const publicFolders = await usualFolders(generator, root)
    const permalinks = { default: null, sections: {} }
    const nothing = { values: {}, permalinks, fileNameDateFirst: false, place: '' }
    const foldersAreSaid = generator !== null
    return { generator, root, files, publicFolders, foldersAreSaid, ...nothing, problems }
  }
  const look = lookInto(root)
  const facts = await GENERATORS[generator].describe(config, complain, look)
  const folders = facts.publicFolders?.map((name) => resolve(root, name))
  return {
    generator,
    root,
    files: [...files, ...look.seen],
    publicFolders: folders ?? (await usualFolders(null, root)),
    foldersAreSaid: folders !== undefined && facts.lookupOnly !== true,
    values: readValues(facts.config, generator, complain),
    permalinks: checkPermalinks(facts.permalinks, found.places, complain),
    fileNameDateFirst: facts.fileNameDateFirst ?? false,
    place: placeOf(folder, root, facts),
    problems,
  }
}

function problemsOf({ errors, ignored }: BlogFiles, folder: string): Problem[] {
  return [
    ...errors.map(({ file, error: { message, line } }) => {
      const sentence = `the configuration of the blog cannot be read, so this file is ignored: ${message}`
      return warning(folder, file, line, null, sentence, 'blog/syntax')
    }),
    ...ignored.map((file) => {
      const sentence = withFix(
        'blog/ignored',
        'not read, because there is a Hugo configuration beside it',
      )
      return warning(folder, file, null, null, sentence, 'blog/ignored')
    }),
  ]
}

function warning(
  folder: string,
  path: string,
  line: number | null,
  field: string | null,
  message: string,
  rule: RuleId,
): Problem {
  const file = relative(folder, path).replaceAll(sep, '/')
  return problem(rule, { file, line, field }, message)
}

/** The published folders if the configuration that names them cannot be read. */
const USUAL_FOLDERS: { readonly [Name in GeneratorName]?: readonly string[] } = {
  jekyll: ['.'],
  hugo: ['static'],
  hexo: ['source'],
  zola: ['static'],
  nikola: ['files'],
}
const COMMON_FOLDERS = ['public', 'static', 'assets', 'src']

async function usualFolders(
  generator: BlogFiles['generator'],
  root: string,
): Promise<readonly string[]> {
  const usual = generator === null ? undefined : USUAL_FOLDERS[generator]
  if (usual !== undefined) return usual.map((name) => resolve(root, name))
  const folders = COMMON_FOLDERS.map((name) => join(root, name))
  const there = await Promise.all(folders.map(isFolder))
  return [...folders.filter((_, index) => there[index]), root]
}

/** Whether a path leads to a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  )
}

/** Takes each setting from the first place in the configuration that has it. */
function readValues(config: Values, generator: GeneratorName, complain: Complain): SettingValues {
  const values: SettingValues = {}
  for (const name of SETTING_NAMES) {
    const paths = SETTINGS[name].saidBy?.[generator] ?? []
    const path = paths.find((candidate) => textAt(config, candidate) !== null)
    if (path === undefined) continue
    const text = textAt(config, path) ?? ''
    readSetting(values, name, SETTINGS[name].spelling?.(text) ?? text, (_, message) =>
      complain(path, `${message}; or set it in sidecast.yml (${name}: …)`),
    )
  }
  return values
}

/**
 * Leaves out patterns that are not supported. Their posts must not get another address instead, because that
 * would make wrong guids; so the general pattern is left out as well.
 */
function checkPermalinks(
  permalinks: Permalinks,
  places: BlogFiles['places'],
  complain: Complain,
): Permalinks {
  const check = (pattern: string | null, fields: readonly string[]): string | null => {
    if (pattern === null) return null
    const field = fields.find((path) => places.has(path.toLowerCase())) ?? 'permalinks'
    return checkPermalink(pattern, permalinks.generator, field, complain)
  }
  const fallback = check(permalinks.default, [
    'collections.posts.permalink',
    'permalink',
    'ARTICLE_URL',
  ])
  const sections = Object.entries(permalinks.sections).map(([name, pattern]) => {
    const fields = [
      `permalinks.page.${name}`,
      `permalinks.${name}`,
      `collections.${name}.permalink`,
    ]
    return [name, check(pattern, fields)] as const
  })
  const wrong = sections.some(
    ([name, pattern]) => pattern === null && permalinks.sections[name] !== null,
  )
  return {
    ...permalinks,
    default: wrong ? null : fallback,
    sections: Object.fromEntries(sections),
  }
}

function checkPermalink(
  pattern: string,
  generator: GeneratorName | undefined,
  field: string,
  complain: Complain,
): string | null {
  try {
    return parsePermalink(pattern, generator)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    complain(field, `${cause.message}; or set it in sidecast.yml (permalink: …)`)
    return null
  }
}

/** The content folder relative to "content", because sections are found by the folders below it. */
function placeOf(
  folder: string,
  root: string,
  { contentFolder = '', contentName = '' }: BlogFacts,
): string {
  const inside = relative(join(root, contentFolder), folder).replaceAll(sep, '/')
  return inside.startsWith('..') ? '' : posix.join(contentName, inside).replace(/^\.$/, '')
}
