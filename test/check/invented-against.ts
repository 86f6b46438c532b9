import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AgainstMistake } from './against-mistakes.ts'

type Row = readonly [
  name: string,
  before: (feed: string) => string,
  rule: string,
  says: RegExp,
  arrange?: AgainstMistake['arrange'],
]

const was =
  (from: RegExp, to: string) =>
  (feed: string): string => {
    const made = feed.replace(from, to)
    if (made === feed) throw new Error(`${from} is not in the feed`)
    return made
  }

/** What a feed was before a mistake was made. */
// prettier-ignore
const ROWS: readonly Row[] = [
  ['other guids throughout', was(/(<guid[^>]*>)/g, '$1old-'), 'against/guid', /guid/],
  ['the oldest is gone', (feed) => feed, 'show/removal', /leave the feed/, (folder) => rm(join(folder, '2026-05-04-tides.md'))],
  ['all are gone', (feed) => feed, 'show/removal', /leave the feed/, (folder) => Promise.all(['2026-05-04-tides.md', '2026-05-11-moon.md', '2026-05-18-wind.md'].map((file) => rm(join(folder, file))))],
  ['another show in its place', was(/<title>Tides</, '<title>Bread and Butter<'), 'against/channel', /Bread and Butter/],
  ['another language', was(/<language>en</, '<language>cs<'), 'against/channel', /language|cs/],
  ['another category', was(/text="Science"/, 'text="Arts"'), 'against/channel', /Arts|categor/],
  ['another owner', was(/ann@example\.org/g, 'bob@example.org'), 'against/channel', /bob@example\.org|owner|email/],
  ['explicit no more', was(/<itunes:explicit>false</, '<itunes:explicit>true<'), 'against/channel', /explicit/],
  ['other dates', was(/<pubDate>Mon, (\d+) May/g, '<pubDate>Thu, $1 Jun'), 'against/date', /date/i],
  ['other titles', was(/<title>The (moon|wind|tides)/g, '<title>Old $1'), 'against/titles', /title/i],
  ['another cover', was(/(<itunes:image href="[^"]*)cover[^"]*/, '$1old.jpg'), 'against/channel', /artwork|cover|image/],
  ['another guid of the feed', was(/(<podcast:guid>)[^<]*/, '$19b024349-ccf0-5f69-a609-6b82873eab3c'), 'against/show-guid', /podcast:guid|guid/],
  ['recordings in another format', was(/(\/[a-z]+)\.mp3"([^>]*)audio\/mpeg/g, '$1.m4a"$2audio/x-m4a'), 'against/type', /m4a|format|type|recording/],
  ['a recording of which little is left', was(/(<item>[^]*?length=")\d+/, '$199000000'), 'against/shrunk', /bytes|recording|length/],
]

/** The same, by name. */
export const INVENTED_AGAINST = ROWS.map(([name, before, rule, says, arrange]) => ({
  name,
  before,
  rule,
  says,
  arrange,
}))
