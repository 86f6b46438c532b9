import { withoutUserIn } from '../net/user-info.ts'
import { WORK } from '../jobs/kinds.ts'
import { whyUnwritable } from '../base/file-errors.ts'
import type { Adoption, ForeignFeed, ForeignItem } from '../show/ledger/adopt.ts'
import { adopt as adoptFeed, parseForeignFeed } from '../show/ledger/adopt.ts'
import { LEDGER_FILE, writeLedger } from '../show/ledger/ledger.ts'
import type { Skipped } from '../show/show.ts'
import { faultOf } from '../base/fault.ts'
import type { Given, Surroundings } from './command.ts'
import { UsageError, textOf } from './command.ts'
import { openFolder, readWhole } from './open-show.ts'
import { readFeedText } from './read-feed-text.ts'
import { plural, reportProblems } from './report.ts'

/** Takes the guids of an existing feed, so that its subscribers keep their episodes. */
export async function run(given: Given, around: Surroundings): Promise<0 | 1> {
  const [source, folder] = given.arguments.map(textOf)
  const feed = await readFeed(source ?? '', around.signal)
  const opened = await openFolder({ folder: folder ?? '', baseUrl: undefined }, around)
  const { composition, ledger, problems } = await readWhole(opened, WORK.here, around)
  if (composition === null || ledger === null) {
    reportProblems(problems, around)
    return 1
  }
  const { show } = composition
  const adoption = adoptFeed(show, feed, ledger)
  await write(opened.folder, adoption)
  around.print(formatAdoption(adoption, show.skipped).join('\n'))
  reportProblems(
    problems.filter(({ severity }) => severity === 'error'),
    around,
  )
  if (adoption.adopted.length > 0) around.tell(adviceOn(source ?? '', feed))
  return 0
}

async function write(folder: string, { ledger }: Adoption): Promise<void> {
  try {
    await writeLedger(folder, ledger)
  } catch (cause) {
    const reason = faultOf(cause).code || faultOf(cause).message
    const way = whyUnwritable(cause) ?? `make "${folder}" writable`
    throw new UsageError(
      `${LEDGER_FILE} cannot be written (${reason}), so no guid was taken; ${way}`,
      { cause },
    )
  }
}

async function readFeed(source: string, signal: AbortSignal): Promise<ForeignFeed> {
  const text = await readFeedText(source, signal)
  try {
    return parseForeignFeed(text)
  } catch (cause) {
    throw new UsageError(`${withoutUserIn(source)}: ${faultOf(cause).message}`, { cause })
  }
}

function formatAdoption(
  { adopted, kept, unmatchedItems, newEpisodes }: Adoption,
  skipped: readonly Skipped[],
): readonly string[] {
  return [
    `${plural(adopted.length, 'episode')} kept the guid that subscribers hold.`,
    ...section(
      'Not matched: no episode was found for these items of the feed',
      unmatchedItems.map((item) => formatItem(item, skipped)),
    ),
    ...section(
      'Left as they are: these went out from here under another guid',
      kept.map(
        ({ episode, guid, item }) => `${episode.file}: keeps ${guid}, the feed has ${item.guid}`,
      ),
    ),
    ...section(
      'New: the feed does not have these episodes',
      newEpisodes.map(({ file, title }) => `${file}: ${title}`),
    ),
  ]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)]
}

function formatItem(item: ForeignItem, skipped: readonly Skipped[]): string {
  const date = item.published?.toISOString().slice(0, 10) ?? 'no date'
  const name = /([^/]+)\/*$/.exec(item.link ?? '')?.[1]
  const post = name === undefined ? undefined : skipped.find(({ file }) => file.includes(name))
  const why = post === undefined ? '' : `: its post ${post.file} is left out, ${post.reason}`
  return `${date}  ${item.title === '' ? 'no title' : item.title} (${item.guid})${why}`
}

function adviceOn(source: string, { guid, self }: ForeignFeed): string {
  const url = [source, self ?? ''].find((text) => /^https?:/i.test(text) && URL.canParse(text))
  const path = url === undefined ? '/its-old-path.xml' : new URL(url).pathname
  const kept = guid === null ? '' : ` Its podcast:guid ${guid} is kept too.`
  return `The guids are in the ledger; commit it with your posts.${kept} To keep the feed's address as well, write in sidecast.yml: feed: { path: ${path} }`
}
