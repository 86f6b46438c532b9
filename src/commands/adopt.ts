import { isLoopback } from '../base/addresses.ts'
import { withoutBase, withoutScheme, withoutUserIn } from '../base/web-address.ts'
import { WORK } from '../jobs/kinds.ts'
import { describeUnwritten, faultOf, Refusal } from '../base/fault.ts'
import {
  type Adoption,
  type ForeignFeed,
  type ForeignItem,
  adopt as adoptFeed,
  parseForeignFeed,
} from '../show/ledger/adopt-feed.ts'
import { LEDGER_FILE, writeLedger, type Ledger } from '../show/ledger/ledger.ts'
import { joinLedger } from '../show/ledger/share-ledger.ts'
import type { ComposedShow } from '../show/compose-show.ts'
import { type Show, type Skipped, urlOf } from '../show/show.ts'
import { type Given, type Context, UsageError, optionOf, textOf } from './command.ts'
import { oneShow } from './choose-show.ts'
import { openFolder, readWhole } from './open-folder.ts'
import { readFeedText } from './read-feed-text.ts'
import { plural, reportProblems } from './report.ts'
import { utcDay } from '../base/written-times.ts'

/** Takes over the guids of an existing feed, so that its subscribers keep their episodes. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const [source, folder] = given.arguments.map(textOf)
  const feed = await readFeed(source ?? '', context.signal)
  const opened = await openFolder({ folder: folder ?? '', baseUrl: undefined }, context)
  const { composition, ledger, problems } = await readWhole(opened, WORK.here, context)
  if (composition === null || ledger === null) {
    reportProblems(problems, context)
    return 1
  }
  const chosen = oneShow(composition, optionOf(given, 'show'))
  const show = chosen?.composition.show ?? composition.show
  const adoption = adoptFeed(show, feed, chosen?.ledger ?? ledger)
  await write(opened.folder, chosen === null ? adoption.ledger : joined(ledger, chosen, adoption))
  context.print(formatAdoption(adoption, show.skipped))
  reportProblems(
    problems.filter(({ severity }) => severity === 'error'),
    context,
  )
  if (adoption.adopted.length > 0) context.report(adviceOn(source ?? '', feed, show, chosen))
  return 0
}

/** The whole ledger, with the guids that one of several shows has taken over. */
function joined(
  ledger: Ledger,
  { settled, composition, ledger: before }: ComposedShow,
  taken: Adoption,
): Ledger {
  const { show } = composition
  return joinLedger(ledger, [{ sharer: settled, show, before, after: taken.ledger }])
}

async function write(folder: string, ledger: Ledger): Promise<void> {
  try {
    await writeLedger(folder, ledger)
  } catch (cause) {
    const message = describeUnwritten(LEDGER_FILE, cause, ', so no guids were adopted')
    throw new Refusal(message, { cause })
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
  { adopted, kept, unknown, unmatchedItems, newEpisodes }: Adoption,
  skipped: readonly Skipped[],
): readonly string[] {
  return [
    `${plural(adopted.length, 'episode')} kept the guid known to subscribers.`,
    ...section(
      'Not matched: no episode was found for these items of the feed',
      unmatchedItems.map((item) => formatItem(item, skipped)),
    ),
    ...section(
      'Not adopted: the feed gives these no guid, so apps know them by the address of their recording; write that as their guid to keep them',
      unknown
        .filter(({ item }) => item.guid === null)
        .map(({ episode, item }) => `${episode.file}: guid: ${item.enclosure ?? item.link ?? '?'}`),
    ),
    ...section(
      'Not adopted: the feed gives these the guid of another item, so apps show only one of them; each has a guid of its own from now on',
      unknown
        .filter(({ item }) => item.guid !== null)
        .map(({ episode, item }) => `${episode.file}: ${item.guid}`),
    ),
    ...section(
      'Unchanged: these were already published from here with another guid',
      kept.map(
        ({ episode, guid, item }) => `${episode.file}: keeps ${guid}, the feed has ${item.guid}`,
      ),
    ),
    ...section(
      'New: these episodes are not in the feed',
      newEpisodes.map(({ file, title }) => `${file}: ${title}`),
    ),
  ]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)]
}

function formatItem(item: ForeignItem, skipped: readonly Skipped[]): string {
  const date = item.published === null ? 'no date' : utcDay(item.published)
  const name = /([^/]+)\/*$/.exec(item.link ?? '')?.[1]
  const post = name === undefined ? undefined : skipped.find(({ file }) => file.includes(name))
  const why = post === undefined ? '' : `: its post ${post.file} is skipped, ${post.reason}`
  return `${date}  ${item.title === '' ? 'no title' : item.title} (${item.guid ?? 'without a guid'})${why}`
}

/** What to do after guids were taken over. */
function adviceOn(
  source: string,
  { guid, self }: ForeignFeed,
  show: Show,
  chosen: ComposedShow | null,
): string {
  const url = [source, self ?? ''].find((text) => /^https?:/i.test(text) && URL.canParse(text))
  const kept = guid === null ? '' : ` Its podcast:guid ${guid} was kept too.`
  const way = wayFrom(url === undefined ? null : new URL(url), show, chosen)
  return `The guids are now in the ledger; commit it with your posts.${kept}${way}`
}

/**
 * How the address that subscribers have is to lead to the feed: the feed is put there, or, where the site
 * does not reach, the address redirects. Nothing to do is ''.
 *
 * @param old Null if it is unknown.
 */
function wayFrom(old: URL | null, show: Show, chosen: ComposedShow | null): string {
  const now = urlOf(show, show.feed.path)
  if (old?.href === now) return ''
  const site = chosen === null ? show.baseUrl : siteOf(show, chosen)
  const isInside = old === null || withoutScheme(old.href).startsWith(withoutScheme(site))
  if (!isInside && !isLoopback(site)) {
    return ` Have ${withoutUserIn(old.href)}, which subscribers ask, redirect to ${now} permanently (301).`
  }
  const path = old === null ? '/its-old-path.xml' : withoutBase(old.pathname, site)
  const setting =
    chosen === null
      ? `feed: { path: ${path} }`
      : `shows: { ${chosen.settled.name}: { old_feeds: [${path}] } }`
  return ` To keep the address of the feed as well, add to sidecast.yml: ${setting}`
}

/** The address of the site in which one of several shows has its folder. */
function siteOf({ baseUrl }: Show, { settled: { path } }: ComposedShow): string {
  return baseUrl.slice(0, baseUrl.length - path.length + 1)
}
