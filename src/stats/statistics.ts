import type { Counts, LeftOut } from './counter.ts'
import { addDays, createCalendar, type Day, daysBetween } from './days.ts'
import type { CountedEpisode } from './recordings.ts'

/** How many downloads something had. */
export interface Share {
  readonly name: string
  readonly downloads: number
}

export interface EpisodeStatistics {
  readonly guid: string
  readonly title: string
  readonly published: Date
  readonly downloads: number
  /** In the first 7 days after it was published; null if the logs do not cover all of them. */
  readonly first7Days: number | null
  readonly first30Days: number | null
  /** Only days with downloads. */
  readonly days: ReadonlyMap<Day, number>
}

/** The statistics of a show, in the order in which they are printed: most downloads first. */
export interface Statistics {
  readonly title: string
  readonly timezone: string
  /** Null where the logs have no request for a recording. */
  readonly period: Counts['period']
  readonly downloads: number
  /** Every day of the period. */
  readonly days: readonly { readonly day: Day; readonly downloads: number }[]
  /** Including those without a download. */
  readonly episodes: readonly EpisodeStatistics[]
  readonly apps: readonly Share[]
  /** Empty if no log has countries. The name is '' for requests without one. */
  readonly countries: readonly (Share & { readonly code: string | null })[]
  readonly counting: Counting
}

/** How the downloads were counted. */
export interface Counting extends Pick<
  Counts,
  'lines' | 'requests' | 'withoutClient' | 'withoutBytes' | 'broken' | 'strange'
> {
  /** Requests that are not part of a download, by the reason. */
  readonly leftOut: Readonly<Record<LeftOut, number>>
  /** User agents that were taken for bots, with the number of their requests. */
  readonly bots: readonly Named[]
  /** The paths of recordings that belong to no episode, with the number of their requests. */
  readonly strangers: readonly Named[]
}

export interface Named {
  readonly name: string
  readonly requests: number
}

/** Makes the statistics of the counts. */
export function statisticsOf(
  counts: Counts,
  about: {
    readonly title: string
    readonly timezone: string
    readonly episodes: readonly CountedEpisode[]
  },
): Statistics {
  const { title, timezone, episodes } = about
  const { period, lines, requests, withoutClient, withoutBytes, broken, strange } = counts
  const perDay = new Map<Day, number>()
  for (const days of counts.episodes) {
    for (const [day, count] of days) perDay.set(day, (perDay.get(day) ?? 0) + count)
  }
  const days = period === null ? [] : daysBetween(period.first, period.last)
  return {
    title,
    timezone,
    period,
    downloads: sum(perDay.values()),
    days: days.map((day) => ({ day, downloads: perDay.get(day) ?? 0 })),
    episodes: episodes
      .map((episode, index) =>
        episodeOf(episode, counts.episodes[index] ?? new Map(), about, period),
      )
      .toSorted((a, b) => b.downloads - a.downloads || +b.published - +a.published),
    apps: ranked(counts.apps),
    countries: countriesOf(counts.countries),
    counting: {
      lines,
      requests,
      withoutClient,
      withoutBytes,
      broken,
      strange,
      leftOut: { ...NOTHING_LEFT_OUT, ...Object.fromEntries(counts.leftOut) },
      bots: namesOf(counts.bots),
      strangers: namesOf(counts.strangers),
    },
  }
}

const NOTHING_LEFT_OUT: Readonly<Record<LeftOut, number>> = {
  method: 0,
  status: 0,
  bot: 0,
  nameless: 0,
  watch: 0,
  probe: 0,
  short: 0,
  stray: 0,
}

function episodeOf(
  { guid, title, published }: CountedEpisode,
  days: ReadonlyMap<Day, number>,
  { timezone }: { readonly timezone: string },
  period: Counts['period'],
): EpisodeStatistics {
  const first = createCalendar(timezone)(published.getTime())
  const inFirst = (count: number): number | null => {
    const last = addDays(first, count - 1)
    if (period === null || first < period.first || last > period.last) return null
    return sum([...days].flatMap(([day, downloads]) => (day <= last ? [downloads] : [])))
  }
  return {
    guid,
    title,
    published,
    days,
    downloads: sum(days.values()),
    first7Days: inFirst(7),
    first30Days: inFirst(30),
  }
}

function countriesOf(counts: ReadonlyMap<string, number>): Statistics['countries'] {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const found = new Map<string, { name: string; code: string | null; downloads: number }>()
  for (const [said, downloads] of counts) {
    const isCode = /^[a-z]{2}$/i.test(said)
    const code = isCode ? said.toUpperCase() : null
    const known = code === null ? undefined : names.of(code)
    const name = known ?? (isCode ? '' : said)
    const before = found.get(name)?.downloads ?? 0
    found.set(name, {
      name,
      code: known === undefined ? null : code,
      downloads: before + downloads,
    })
  }
  if ([...found.keys()].every((name) => name === '')) return []
  return [...found.values()].toSorted(byDownloads)
}

function ranked(counts: ReadonlyMap<string, number>): readonly Share[] {
  return [...counts].map(([name, downloads]) => ({ name, downloads })).toSorted(byDownloads)
}

/** Most downloads first; entries without a name last. */
function byDownloads(a: Share, b: Share): number {
  return b.downloads - a.downloads || (a.name === '' || (b.name !== '' && a.name > b.name) ? 1 : -1)
}

/** The most names that are listed of what was left out. */
const MOST_NAMED = 10

function namesOf(counts: ReadonlyMap<string, number>): readonly Named[] {
  return ranked(counts)
    .slice(0, MOST_NAMED)
    .map(({ name, downloads }) => ({ name, requests: downloads }))
}

function sum(counts: Iterable<number>): number {
  let total = 0
  for (const count of counts) total += count
  return total
}
