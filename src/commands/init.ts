import { rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { codeOf, describeUnwritten } from '../base/fault.ts'
import { findCover } from '../jobs/find-cover.ts'
import { findLanguage } from '../settings/blog/find-language.ts'
import { formatSettings } from '../settings/format-settings.ts'
import {
  formerFeed,
  homelessRecordings,
  proposeSettings,
  type Proposal,
} from '../settings/propose-settings.ts'
import { loadSettings, readNamed } from '../settings/load-settings.ts'
import { GENERATORS } from '../settings/blog/generators.ts'
import { surveyBlog, type Survey } from '../settings/blog/survey-blog.ts'
import { settingsWith, unreadKey } from '../show/folder/folder-problems.ts'
import { createPostReader } from '../show/folder/read-posts.ts'
import { type Given, type Context, CALL, UsageError, textOf } from './command.ts'
import { openFolder } from './open-folder.ts'
import { plural } from './report.ts'
import { PUBLIC_FOLDER } from '../site/public-files.ts'

const SETTINGS_FILE = 'sidecast.yml'

/** Writes a settings file for an existing blog, from what is found there. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const name = textOf(given.arguments[0])
  const { folder } = await openFolder({ folder: name, baseUrl: undefined }, context)
  const { settings } = await loadSettings(folder)
  if (settings === null) {
    throw new UsageError(
      `${SETTINGS_FILE} exists but cannot be read; correct it, or remove it first`,
    )
  }
  const read = await createPostReader(folder).read(settings, null)
  const ownKey = unreadKey(read.results)
  const { results } =
    ownKey === null
      ? read
      : await createPostReader(folder).read(settingsWith(settings, ownKey), null)
  const survey = await surveyBlog(folder, settings, results, ownKey)
  const said = proposeSettings(survey)
  const isLanguageSaid = said.some((proposal) => proposal.name === 'language')
  const heard = isLanguageSaid ? [] : await findLanguage(survey)
  const proposals = [...said, ...heard, ...(await proposeCover(survey))]
  const named = await readNamed(folder)
  if (named !== null) {
    context.print(formatKept(proposals, named))
    return 0
  }
  await write(join(folder, SETTINGS_FILE), formatSettings(proposals, schemaPathFrom(folder)))
  context.print(formatWritten(name, survey, proposals))
  return 0
}

async function proposeCover({ folder, blog, files }: Survey): Promise<readonly Proposal[]> {
  const cover = await findCover(blog.root, files)
  if (cover === null) return []
  const value = relative(folder, join(blog.root, cover)).replaceAll(sep, '/')
  return [{ name: 'image', value, from: 'the square pictures of the blog' }]
}

async function write(file: string, text: string): Promise<void> {
  try {
    // Never overwrites a file that was created in the meantime.
    await writeFile(file, text, { flag: 'wx' })
  } catch (cause) {
    // A truncated file of ours would be taken for the author's own settings.
    if (codeOf(cause) !== 'EEXIST') await rm(file, { force: true }).catch(() => undefined)
    throw new UsageError(describeUnwritten(file, cause), { cause })
  }
}

/**
 * Where an editor finds the schema of the settings: in the package that is installed for the blog,
 * or in the clone that the folder is part of.
 *
 * @param folder The content folder, absolute.
 * @returns A path relative to it, with `/`; null where the program is installed elsewhere.
 */
export function schemaPathFrom(folder: string): string | null {
  for (let home = folder; ; home = dirname(home)) {
    const root = home === dirname(PUBLIC_FOLDER) ? home : join(home, 'node_modules/sidecast')
    const schema = join(root, 'public/sidecast.schema.json')
    const path = relative(folder, schema).replaceAll(sep, '/')
    if (existsSync(schema)) return path.startsWith('.') ? path : `./${path}`
    if (home === dirname(home)) return null
  }
}

function formatWritten(
  name: string,
  survey: Survey,
  proposals: readonly Proposal[],
): readonly string[] {
  const { folder, blog, posts } = survey
  const feed = formerFeed(survey) ?? 'FEED'
  const generator = blog.generator === null ? null : GENERATORS[blog.generator]
  const output = generator?.output ?? null
  const kind = generator === null ? 'a blog' : `a blog made with ${generator.title}`
  const [where, out] =
    output === null
      ? ['into a folder of your website', 'FOLDER']
      : [
          'into the output of the blog, after that',
          join(name, relative(folder, blog.root), output, 'podcast'),
        ]
  return [
    `Wrote ${join(name, SETTINGS_FILE)} for ${kind}: ${plural(posts.length, 'post')} with a recording, ${plural(proposals.length, 'setting')} found.`,
    ...proposals.map(({ name: setting, from }) => `  ${setting}: from ${from}`),
    ...homeless(survey),
    '',
    'What to do next:',
    `  1. Read ${SETTINGS_FILE}, and fill in what is commented out, such as a category.`,
    '  2. See what would be published:',
    `       ${CALL} list ${name}`,
    '  3. If there was a feed before, take over its guids:',
    `       ${CALL} adopt ${feed} ${name}`,
    '  4. See what apps and directories would refuse:',
    `       ${CALL} check ${name}`,
    '  5. Preview it on this computer:',
    `       ${CALL} serve ${name}`,
    `  6. Publish it: decide on its public address (base_url), and build it ${where}:`,
    `       ${CALL} build ${name} --out ${out}`,
  ]
}

/** How to write a setting that gives the location of recordings. */
const WHERE = {
  'audio.prefix': 'audio: { prefix: "https://…/" }',
  site: 'site: https://…',
} as const

function homeless(survey: Survey): readonly string[] {
  const names = homelessRecordings(survey)
  return (['audio.prefix', 'site'] as const).flatMap((setting) => {
    const [first] = names[setting]
    const count = names[setting].length
    if (first === undefined) return []
    const who =
      count === 1 ? '1 post names a recording that is' : `${count} posts name recordings that are`
    return [`  ${who} not here, e.g. ${first}; set their location with ${WHERE[setting]}`]
  })
}

function formatKept(
  proposals: readonly Proposal[],
  named: ReadonlyMap<string, unknown>,
): readonly string[] {
  const differing = proposals.filter(
    ({ name, value }) => JSON.stringify(named.get(name) ?? null) !== JSON.stringify(value),
  )
  return [
    `${SETTINGS_FILE} already exists and was not changed.`,
    ...(differing.length === 0
      ? ['It agrees with everything that was found.']
      : ['These values differ:']),
    ...differing.map(({ name, value, from }) => {
      const own = named.has(name)
        ? `; the file has ${JSON.stringify(named.get(name))}`
        : '; the file does not set it'
      return `  ${name}: ${JSON.stringify(value)} (from ${from})${own}`
    }),
  ]
}
