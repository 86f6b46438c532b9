import { stat, writeFile, readFile } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { LARGEST_SIDE, SMALLEST_SIDE } from '../artwork/bounds.ts'
import { openStudio } from '../artwork/studio.ts'
import { faultOf } from '../show/fault.ts'
import { formatSettings } from '../show/settings/format-settings.ts'
import {
  formerFeed,
  homelessRecordings,
  proposeSettings,
  type Proposal,
} from '../show/settings/propose-settings.ts'
import { readNamed } from '../show/settings/settings.ts'
import { surveyBlog, type Survey } from '../show/blog/survey-blog.ts'
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
  const survey = await surveyBlog(folder)
  if (survey === null) {
    throw new UsageError(
      `${SETTINGS_FILE} is there, but cannot be read; mend it, or remove it first`,
    )
  }
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
    const reason = faultOf(cause).code || faultOf(cause).message
    throw new UsageError(`${file} cannot be written (${reason}); make the folder writable`, {
      cause,
    })
  }
}

const COVER = /(^|\/)[^/]*(cover|artwork|itunes|podcast|logo)[^/]*\.(jpe?g|png)$/i
const MOST_COVERS = 20
const MOST_BYTES = 20_000_000

/** A square picture that may be the show's cover by its name and its size. */
async function findCover({ folder, blog, files }: Survey): Promise<readonly Proposal[]> {
  const candidates = files
    .filter((file) => COVER.test(file))
    .toSorted(
      (a, b) =>
        Number(/podcast|cover/i.test(basename(b))) - Number(/podcast|cover/i.test(basename(a))),
    )
  for (const candidate of candidates.slice(0, MOST_COVERS)) {
    const file = join(blog.root, candidate)
    if (!(await isCover(file))) continue
    const value = relative(folder, file).replaceAll(sep, '/')
    return [{ name: 'image', value, from: 'the square pictures of the blog' }]
  }
  return []
}

async function isCover(file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => null)
  if (facts === null || facts.size > MOST_BYTES) return false
  const { studio } = await openStudio()
  const picture = await readFile(file)
    .then(async (bytes) => studio?.readPicture(bytes))
    .catch(() => null)
  if (!picture) return false
  const { width, height } = picture
  return width === height && width >= SMALLEST_SIDE && width <= LARGEST_SIDE
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
