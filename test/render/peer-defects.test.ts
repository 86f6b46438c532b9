import { describe, expect, test } from 'vitest'

import { renderFeed } from '../../src/render/feed/feed.ts'
import { makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'

/** What other programs that make podcasts of blogs put into their feeds, each seen in a real one. */
interface Defect {
  readonly defect: string
  /** Lines of the front matter of a post, of the settings, or both. */
  readonly post?: string
  readonly settings?: string
  readonly never: RegExp
  /** What is right in its place. */
  readonly feed: string
}

/** As many frames as play for 61.57 seconds. */
const FRAMES = 2357
const BYTES = silentMp3(FRAMES).length
const REMOTE = 'audio_url: https://cdn.example.org/get?id=7'
const LOCAL = 'audio: tides.mp3'

const DEFECTS: readonly Defect[] = [
  {
    defect: 'a pubDate by RFC 3339',
    post: 'date: 2026-05-04T08:00:00+02:00',
    never: /<pubDate>\d{4}-/,
    feed: '<pubDate>Mon, 04 May 2026 06:00:00 GMT</pubDate>',
  },
  {
    defect: 'a pubDate of a locale, without the weekday or with a zone in letters',
    post: 'date: 4 May 2026 08:00 +0200',
    never: /<pubDate>(?!\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT<)/,
    feed: '<pubDate>Mon, 04 May 2026 06:00:00 GMT</pubDate>',
  },
  ...['audio/mp3', 'audio/x-mp3', 'audio/mpeg3', 'Audio/MPEG'].map((type) => ({
    defect: `the type ${type}`,
    post: `${REMOTE}\nlength: 7654321\naudio_type: ${type}`,
    never: /type="audio\/(?!mpeg")/i,
    feed: '<enclosure url="https://cdn.example.org/get?id=7" length="7654321" type="audio/mpeg"/>',
  })),
  ...['audio/mp4a-latm', 'audio/mp4', 'audio/m4a'].map((type) => ({
    defect: `the type ${type}`,
    post: `${REMOTE}\nlength: 7654321\naudio_type: ${type}`,
    never: /type="audio\/(?!x-m4a")/,
    feed: 'length="7654321" type="audio/x-m4a"/>',
  })),
  {
    defect: 'an MP3 that its post calls something else',
    post: `${LOCAL}\naudio_type: audio/mp4a-latm`,
    never: /mp4a-latm/,
    feed: 'type="audio/mpeg"/>',
  },
  {
    defect: 'a title that is not escaped',
    post: 'title: "Ebb & <flow> ]]> \\"x\\""',
    never: /<itunes:title>[^<]*(?:&(?!#x26;|#x3C;|#x3E;)|<flow)/,
    feed: '<itunes:title>Ebb &#x26; &#x3C;flow&#x3E; ]]&#x3E; "x"</itunes:title>',
  },
  {
    defect: 'a title that is escaped twice',
    post: 'title: Ebb &amp; flow',
    never: /&amp;amp;/,
    feed: '<itunes:title>Ebb &#x26; flow</itunes:title>',
  },
  ...['0', '1', '33', '""', '-1'].map((length) => ({
    defect: `the length ${length}, for a recording that can be measured`,
    post: `${LOCAL}\nlength: ${length}`,
    never: /length="(?:|-?\d{1,3})"/,
    feed: `length="${BYTES}" type="audio/mpeg"/>`,
  })),
  ...['0', '1', '33', '""', '-1'].map((length) => ({
    defect: `the length ${length}, for a recording that cannot be measured`,
    post: `${REMOTE}.mp3\nlength: ${length}`,
    never: /<item>|<enclosure/,
    feed: '</channel>',
  })),
  {
    defect: 'a duration that is rounded to minutes',
    post: `${LOCAL}\nduration: "1:00"`,
    never: /<itunes:duration>(?:60|00:01:00|1:00|1 min)</,
    feed: '<itunes:duration>62</itunes:duration>',
  },
  {
    defect: 'a duration with a fraction',
    post: `${LOCAL}\nduration: 61.57`,
    never: /<itunes:duration>[^<]*\./,
    feed: '<itunes:duration>62</itunes:duration>',
  },
  {
    defect: 'a duration of 00:00:00',
    post: `${LOCAL}\nduration: "00:00:00"`,
    never: /<itunes:duration>[0:]+</,
    feed: '<itunes:duration>62</itunes:duration>',
  },
  {
    defect: 'the podcast namespace with a slash at its end, or of the documentation',
    never: /xmlns:podcast="(?!https:\/\/podcastindex\.org\/namespace\/1\.0")/,
    feed: 'xmlns:podcast="https://podcastindex.org/namespace/1.0"',
  },
  {
    defect: 'the iTunes namespace in other letters or by https',
    never: /xmlns:itunes="(?!http:\/\/www\.itunes\.com\/dtds\/podcast-1\.0\.dtd")/,
    feed: 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
  },
  ...['http', 'https'].map((scheme) => ({
    defect: `artwork by another scheme than its author’s ${scheme}`,
    settings: `image: ${scheme}://cdn.example.org/cover.jpg`,
    never: scheme === 'http' ? /https:\/\/cdn/ : /http:\/\/cdn/,
    feed: `<itunes:image href="${scheme}://cdn.example.org/cover.jpg"/>`,
  })),
  ...['yes', 'Yes', 'true', 'explicit'].map((word) => ({
    defect: `explicit in other words: ${word}`,
    post: `explicit: ${word}`,
    never: /<itunes:explicit>(?!true<|false<)/,
    feed: '<itunes:explicit>true</itunes:explicit>',
  })),
  ...['no', 'No', 'clean', 'false'].map((word) => ({
    defect: `explicit in other words: ${word}`,
    post: `explicit: ${word}`,
    settings: 'explicit: yes',
    never: /<itunes:explicit>(?!true<|false<)/,
    feed: '<itunes:explicit>false</itunes:explicit>',
  })),
  {
    defect: 'an empty category',
    post: 'categories: ["", " ", sea, null]',
    settings: 'category: ["", Science]',
    never: /<category\/>|<category><!\[CDATA\[\s*\]\]>|itunes:category text=""/,
    feed: '<category>sea</category>',
  },
  {
    defect: 'a lastBuildDate of now',
    post: 'date: 2026-05-04T08:00:00+02:00',
    never: /<lastBuildDate>(?!Mon, 04 May 2026 06:00:00 GMT<)/,
    feed: '<lastBuildDate>Mon, 04 May 2026 06:00:00 GMT</lastBuildDate>',
  },
  {
    defect: 'the year in the copyright',
    settings: 'copyright: © 2019–2026 Ann Reader',
    never: /<copyright>.*(?:©|20\d\d)/,
    feed: '<copyright>Ann Reader</copyright>',
  },
]

function frontMatter(lines: string): string {
  const usual: Readonly<Record<string, string>> = {
    title: 'title: Tides',
    date: 'date: 2026-05-04',
    audio: LOCAL,
  }
  const missing = Object.entries(usual).filter(([key]) => !new RegExp(`^${key}`, 'm').test(lines))
  return `---\n${[...missing.map(([, line]) => line), lines].join('\n')}\n---\n\nThe sea.\n`
}

async function feedOf({ post = '', settings = '' }: Defect): Promise<string> {
  const folder = await makeFolder({
    'sidecast.yml': settings,
    'tides.md': frontMatter(post),
    'tides.mp3': silentMp3(FRAMES),
  })
  const opened = await openBlog(folder, 'https://podcast.example.org/')
  const { show } = await readBlog(opened, { now: new Date('2026-06-01') })
  if (show === null) throw new Error('expected a show')
  return renderFeed(show)
}

describe('what other feeds get wrong', () => {
  test.each(DEFECTS)('has no part here: $defect', async (row) => {
    const feed = await feedOf(row)
    expect(feed).not.toMatch(row.never)
    expect(feed).toContain(row.feed)
  })
})
