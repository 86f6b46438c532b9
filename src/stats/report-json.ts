import type { Statistics } from './statistics.ts'

/** Statistics as the value that `--format json` prints. */
export function statisticsJson(statistics: Statistics): object {
  const { title, timezone, period, downloads, days, episodes, apps, countries, counting } =
    statistics
  return {
    title,
    timezone,
    from: period?.first ?? null,
    to: period?.last ?? null,
    downloads,
    days,
    episodes: episodes.map((episode) => ({
      ...episode,
      published: episode.published.toISOString(),
      days: [...episode.days]
        .map(([day, count]) => ({ day, downloads: count }))
        .toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    })),
    apps,
    countries: countries.map((country) => ({ ...country, name: country.name || null })),
    counting,
  }
}
