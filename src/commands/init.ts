import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { faultOf } from '../base/fault.ts'
import { whyUnwritable } from '../base/file-errors.ts'
import { findCover } from '../settings/blog/find-cover.ts'
import { formatSettings } from '../settings/format-settings.ts'
import {
  formerFeed,
  homelessRecordings,
  proposeSettings,
  type Proposal,
} from '../settings/propose-settings.ts'
import { loadSettings, readNamed } from '../settings/load-settings.ts'
import { surveyBlog, type Survey } from '../settings/blog/survey-blog.ts'
import { createPostReader } from '../show/folder/read-posts.ts'
import type { Given, Surroundings } from './command.ts'
import { CALL, UsageError, textOf } from './command.ts'
import { openFolder } from './open-show.ts'
import { schemaPathFrom } from './public-folder.ts'
import { plural } from './report.ts'

const SETTINGS_FILE = 'sidecast.yml'

/** Writes the settings for an existing blog from what it finds. */
export async function run(given: Given, around: Surroundings): Promise<0 | 1> {
  const name = textOf(given.arguments[0])
  const { folder } = await openFolder({ folder: name, baseUrl: undefined }, around)
  const { settings } = await loadSettings(folder)
  if (settings === null) {
    throw new UsageError(
      `${SETTINGS_FILE} is there, but cannot be read; mend it, or remove it first`,
    )
  }
  const { results } = await createPostReader(folder).read(settings, null)
  const survey = await surveyBlog(folder, settings, results)
  const proposals = [...proposeSettings(survey), ...(await findCover(survey))]
  const named = await readNamed(folder)
  if (named !== null) {
    around.print(formatKept(proposals, named).join('\n'))
    return 0
  }
  await write(join(folder, SETTINGS_FILE), formatSettings(proposals, schemaPathFrom(folder)))
  around.print(formatWritten(name, survey, proposals).join('\n'))
  return 0
}

async function write(file: string, text: string): Promise<void> {
  try {
    // Never over a file that came to be in the meantime.
    await writeFile(file, text, { flag: 'wx' })
  } catch (cause) {
    const { code, message } = faultOf(cause)
    const way = whyUnwritable(cause) ?? 'make the folder writable'
    // Half of our settings would be taken for the author's own.
    if (code !== 'EEXIST') await rm(file, { force: true }).catch(() => undefined)
    throw new UsageError(`${file} cannot be written (${code || message}); ${way}`, { cause })
  }
}

function formatWritten(
  name: string,
  survey: Survey,
  proposals: readonly Proposal[],
): readonly string[] {
  const { blog, posts } = survey
  const feed = formerFeed(survey) ?? 'FEED'
  const kind =
    blog.generator === null
      ? 'a blog'
      : `a blog made with ${blog.generator === 'hugo' ? 'Hugo' : 'Jekyll'}`
  return [
    `Wrote ${join(name, SETTINGS_FILE)} for ${kind}: ${plural(posts.length, 'post')} with a recording, ${plural(proposals.length, 'setting')} found.`,
    ...proposals.map(({ name: setting, from }) => `  ${setting}: from ${from}`),
    ...homeless(survey),
    '',
    'What to do next:',
    `  1. Read ${SETTINGS_FILE}, and settle what is commented out: a category, for one.`,
    '  2. See what would be published:',
    `       ${CALL} list ${name}`,
    '  3. Keep the guids, if there was a feed before:',
    `       ${CALL} adopt ${feed} ${name}`,
    '  4. See what directories would refuse:',
    `       ${CALL} check ${name}`,
    '  5. Look at it:',
    `       ${CALL} serve ${name}`,
  ]
}

/** How a setting that says where recordings are is written. */
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
    const who = count === 1 ? '1 post names a file that is' : `${count} posts name files that are`
    return [`  ${who} not here, e.g. ${first}: write where they are, ${WHERE[setting]}`]
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
    `${SETTINGS_FILE} is there already and stays as it is.`,
    ...(differing.length === 0 ? ['It says all that was found.'] : ['Found otherwise:']),
    ...differing.map(({ name, value, from }) => {
      const own = named.has(name)
        ? `, it says ${JSON.stringify(named.get(name))}`
        : ', it says nothing'
      return `  ${name}: ${JSON.stringify(value)} (from ${from})${own}`
    }),
  ]
}
