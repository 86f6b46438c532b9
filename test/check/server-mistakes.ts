import type { IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import { silentMp3 } from '../support/silence.ts'
import { onTestFinished } from 'vitest'
import { startServer, type Answer } from '../audio/support/recording-server.ts'
import { goodStore, picture, serve, type Store } from './good-server.ts'

/** One mistake of a feed or of its server, and the rule that it breaks. */
export interface ServerMistake {
  readonly name: string
  readonly rule: string
  /** What cannot but come with it. */
  readonly besides?: readonly string[]
  /** What is changed in the feed. */
  readonly feed?: (xml: string) => string
  /** What else is changed in what the server has. */
  readonly store?: (store: Store, url: string) => void | Promise<void>
  /** How the server answers otherwise than a good one. */
  readonly answer?: (good: Answer, url: string, store: Store) => Answer
}

type Change = NonNullable<ServerMistake['store']>

/** Replaces a passage of the feed, which must be there. */
function replace(from: string, to: string): (xml: string) => string {
  return (xml) => {
    if (!xml.includes(from)) throw new Error(`"${from}" is not in the feed`)
    return xml.replace(from, to)
  }
}

/** Adds something to the channel. */
const inChannel = (xml: string): ((feed: string) => string) =>
  replace('<itunes:type>', `${xml}<itunes:type>`)
/** Adds something to the newest item. */
const inItem = (xml: string): ((feed: string) => string) =>
  replace('<title>On the moon</title>', `<title>On the moon</title>${xml}`)

/** Answers one path in another way. */
function at(path: string, other: (good: Answer) => Answer): (good: Answer) => Answer {
  return (good) => (request, response, count) =>
    (pathOf(request) === path ? other(good) : good)(request, response, count)
}

function pathOf({ url }: IncomingMessage): string {
  return new URL(url ?? '/', 'http://host').pathname
}

/** Sets or takes away a header of whatever a good server answers. */
function header(path: string, name: string, value: string | null): (good: Answer) => Answer {
  return at(path, (good) => (request, response, count) => {
    const set = response.setHeader.bind(response)
    response.setHeader = (key, given) => {
      if (key.toLowerCase() !== name.toLowerCase()) return set(key, given)
      return value === null ? response : set(key, value)
    }
    if (value !== null) set(name, value)
    good(request, response, count)
  })
}

/** Takes something away from the requests before a good server sees them. */
function deaf(path: string, name: string, unless: RegExp = /^$/): (good: Answer) => Answer {
  return at(path, (good) => (request, response, count) => {
    if (!unless.test(String(request.headers[name]))) delete request.headers[name]
    good(request, response, count)
  })
}

function status(path: string, code: number): (good: Answer) => Answer {
  return at(path, () => (_, response) => void response.writeHead(code).end())
}

/** Lets one path be reached by redirects only. */
function hops(path: string, count: number, code = 301): (good: Answer) => Answer {
  return (good) => (request, response, number) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host')
    const hop = Number(searchParams.get('hop') ?? 0)
    if (pathname !== path || hop >= count) good(request, response, number)
    else response.writeHead(code, { Location: `${path}?hop=${hop + 1}` }).end()
  }
}

function noHead(path: string): (good: Answer) => Answer {
  return at(path, (good) => (request, response, count) => {
    if (request.method === 'HEAD') response.writeHead(405).end()
    else good(request, response, count)
  })
}

/** Puts other bytes under a path. */
function bytes(path: string, make: (good: Buffer) => Promise<Buffer> | Buffer): Change {
  return async (store) => {
    const stored = store[path]
    if (stored === undefined) throw new Error(`nothing at ${path}`)
    store[path] = { ...stored, body: await make(stored.body) }
  }
}

const SRT =
  '1\n00:00:00,000 --> 00:00:02,000\nThe sea.\n\n2\n00:00:02,000 --> 00:00:04,000\nThe moon.\n'

/** Serves the transcript as SRT. */
function withSrt(text: string): Pick<ServerMistake, 'feed' | 'store'> {
  return {
    feed: replace('/tides.vtt" type="text/vtt"', '/tides.srt" type="application/x-subrip"'),
    store: (store) => {
      store['/tides.srt'] = { type: 'application/x-subrip', body: Buffer.from(text), text: true }
    },
  }
}

/** Refuses a path to all that name themselves so. */
function refuse(path: string, who: RegExp, code = 403): (good: Answer) => Answer {
  return at(path, (good) => (request, response, count) => {
    if (who.test(request.headers['user-agent'] ?? '')) response.writeHead(code).end()
    else good(request, response, count)
  })
}

/** Answers every second request for a path, or each that `when` says, with an error of the server. */
function failing(path: string, code: number): (good: Answer) => Answer {
  let asked = 0
  return at(path, (good) => (request, response, count) => {
    asked += 1
    if (asked % 2 === 0) response.writeHead(code).end()
    else good(request, response, count)
  })
}

/** Answers ranges in another way. */
function ranges(
  path: string,
  other: (...given: Parameters<Answer>) => void,
): (good: Answer) => Answer {
  return at(
    path,
    (good) => (request, response, count) =>
      request.headers.range === undefined
        ? good(request, response, count)
        : other(request, response, count),
  )
}

/** Sends other bytes of the recording of the moon than the headers say. */
function parts(
  change: (first: number, last: number) => readonly [number, number],
): (good: Answer, url: string, store: Store) => Answer {
  return (good, _, store) =>
    ranges('/moon.mp3', (request, response, count) => {
      const { body = Buffer.alloc(0) } = store['/moon.mp3'] ?? {}
      const [, first] = /^bytes=(\d+)-\d+$/.exec(request.headers.range ?? '')?.map(Number) ?? []
      const last = Math.min(body.length - 1, Number(request.headers.range?.split('-')[1]))
      if (first === undefined || first > last || request.method === 'HEAD') {
        good(request, response, count)
        return
      }
      const [from, to] = change(first, last)
      response.writeHead(206, {
        'Content-Type': 'audio/mpeg',
        ETag: `"9-${body.length}"`,
        'Content-Range': `bytes ${first}-${last}/${body.length}`,
        'Content-Length': to + 1 - from,
      })
      response.end(Buffer.concat([body, body]).subarray(from, to + 1))
    })(good)
}

const LONG = 'The moon again and again, '.repeat(200)

/** Mistakes in what others made, and in how it is served. */
export const SERVER_MISTAKES: readonly ServerMistake[] = [
  // The feed as a whole
  {
    name: 'an ampersand that is not escaped',
    rule: 'feed/xml',
    feed: replace('<title>Tides</title>', '<title>Tides & more</title>'),
  },
  { name: 'a blank line before the declaration', rule: 'feed/preamble', feed: (xml) => `\n${xml}` },
  ...[
    '<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/www/feed.php</b> on line <b>3</b><br />\n',
    '\nNotice: Undefined index: page in /srv/feed.php on line 12\n',
    '<!-- cached by a plugin -->\n',
    'Connected to the database.',
  ].map((before) => ({
    name: `"${before.trim().slice(0, 20)}" before the feed`,
    rule: 'feed/preamble',
    feed: (xml: string) => before + xml,
  })),
  {
    name: 'no declaration',
    rule: 'feed/declaration',
    feed: replace('<?xml version="1.0" encoding="UTF-8"?>\n', ''),
  },
  {
    name: 'Atom in place of RSS',
    rule: 'feed/root',
    feed: () =>
      '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tides</title></feed>',
  },
  {
    name: 'a namespace with a trailing slash',
    rule: 'feed/namespace',
    besides: ['feed/podcast-guid'],
    feed: replace('namespace/1.0"', 'namespace/1.0/"'),
  },
  {
    name: 'another address as its own',
    rule: 'feed/self',
    feed: replace('/feed.xml"/>', '/old-feed.xml"/>'),
  },
  { name: 'an empty title', rule: 'feed/title', feed: replace('<title>Tides</title>', '<title/>') },
  {
    name: 'no description',
    rule: 'feed/description',
    feed: replace('<description>On the sea and the moon.</description>', ''),
  },
  {
    name: 'a whole article as description',
    rule: 'feed/description-long',
    feed: replace('Of the moon.', LONG),
  },
  {
    name: 'a sentence as author',
    rule: 'feed/value-long',
    feed: replace('<itunes:author>Ann Reader', `<itunes:author>${'Ann Reader '.repeat(30)}`),
  },
  {
    name: 'a relative link',
    rule: 'feed/link',
    feed: replace('<link>https://tides.example.org/</link>', '<link>/</link>'),
  },
  {
    name: 'an underscore in the language',
    rule: 'feed/language',
    feed: replace('<language>en<', '<language>en_GB<'),
  },
  { name: 'an empty category', rule: 'feed/category', feed: replace('text="Science"', 'text=""') },
  {
    name: 'a category in lower case',
    rule: 'feed/category-name',
    feed: replace('text="Science"', 'text="science"'),
  },
  {
    name: 'a category that Apple has given up',
    rule: 'feed/category-name',
    feed: replace('text="Science"', 'text="Podcasting"'),
  },
  {
    name: 'explicit: no',
    rule: 'feed/explicit',
    feed: replace('<itunes:explicit>false', '<itunes:explicit>no'),
  },
  { name: 'an unknown type of show', rule: 'feed/type', feed: replace('episodic', 'Episodical') },
  {
    name: 'no cover',
    rule: 'feed/image',
    feed: (xml) => xml.replace(/<itunes:image href="[^"]*cover.jpg"\/>/, ''),
  },
  {
    name: 'no e-mail',
    rule: 'feed/email',
    feed: replace('<itunes:email>ann@example.org</itunes:email>', ''),
  },
  {
    name: 'no author',
    rule: 'feed/author',
    feed: replace('<itunes:author>Ann Reader</itunes:author>', ''),
  },
  {
    name: 'a random UUID as guid of the show',
    rule: 'feed/podcast-guid',
    feed: replace('9b024349-ccf0-5f69', '9b024349-ccf0-4f69'),
  },
  {
    name: 'a show that hides',
    rule: 'feed/blocked',
    feed: inChannel('<itunes:block>Yes</itunes:block>'),
  },
  {
    name: 'a show that is over',
    rule: 'feed/complete',
    feed: inChannel('<itunes:complete>Yes</itunes:complete>'),
  },
  {
    name: 'a show that has moved',
    rule: 'feed/moved',
    feed: inChannel('<itunes:new-feed-url>https://new.example.org/feed.xml</itunes:new-feed-url>'),
  },
  {
    name: 'two authors',
    rule: 'feed/repeated',
    feed: inChannel('<itunes:author>Bob</itunes:author>'),
  },
  {
    name: 'a date of the feed as RFC 3339',
    rule: 'feed/build-date',
    feed: replace(
      '<lastBuildDate>Mon, 11 May 2026 08:00:00 GMT',
      '<lastBuildDate>2026-05-11T08:00:00Z',
    ),
  },
  { name: 'no items', rule: 'feed/empty', feed: (xml) => xml.replace(/<item>[^]*<\/item>/, '') },
  {
    name: 'the oldest first',
    rule: 'feed/order',
    feed: (xml) =>
      xml.replace('11 May 2026 08:00:00 GMT</pubDate>', '27 Apr 2026 08:00:00 GMT</pubDate>'),
  },
  {
    name: 'a feed of many megabytes',
    rule: 'feed/large',
    feed: (xml) => xml.replace('</channel>', `<!-- ${noise(3_500_000)} --></channel>`),
  },
  {
    name: 'a site under http',
    rule: 'feed/insecure',
    feed: replace(
      '<link>https://tides.example.org/</link>',
      '<link>http://tides.example.org/</link>',
    ),
  },
  // Its items
  {
    name: 'an item without a title',
    rule: 'item/title',
    feed: replace('<title>On the moon</title>', ''),
  },
  {
    name: 'a number in a title',
    rule: 'item/title-number',
    feed: replace('On the moon', 'S02E05 On the moon'),
  },
  {
    name: 'a title escaped twice',
    rule: 'item/title-markup',
    feed: replace('On the moon', 'Sun &amp;amp; moon'),
  },
  {
    name: 'markup in a title',
    rule: 'item/title-markup',
    feed: replace('On the moon', 'On &lt;b&gt;the&lt;/b&gt; moon'),
  },
  {
    name: 'an item without a recording',
    rule: 'item/enclosure',
    feed: (xml) => xml.replace(/<enclosure[^>]*moon[^>]*>/, ''),
  },
  {
    name: 'a relative recording',
    rule: 'item/enclosure-url',
    feed: (xml) => xml.replace(/url="[^"]*\/moon.mp3"/, 'url="/moon.mp3"'),
  },
  {
    name: 'a recording without an ending',
    rule: 'item/enclosure-ending',
    feed: replace('/moon.mp3"', '/moon"'),
    store: (store) => {
      const stored = store['/moon.mp3']
      if (stored !== undefined) store['/moon'] = stored
    },
  },
  {
    name: 'one recording in two items',
    rule: 'item/enclosure-repeated',
    feed: replace('/moon.mp3"', '/tides.mp3"'),
  },
  ...['0', '1', '33', '', '13.7 MB'].map((length) => ({
    name: `a length of "${length}"`,
    rule: 'item/length',
    feed: (xml: string) => xml.replace(/length="\d+"/, `length="${length}"`),
  })),
  ...['audio/mp3', 'audio/mp4a-latm', ''].map((type) => ({
    name: `a type of "${type}"`,
    rule: 'item/type',
    ...(type !== 'audio/mp3' && { besides: ['served/recording-type'] }),
    feed: replace('type="audio/mpeg"', `type="${type}"`),
  })),
  {
    name: 'an item without a guid',
    rule: 'item/guid',
    feed: replace('<guid isPermaLink="false">moon-1</guid>', ''),
  },
  ...[
    '<enclosure url="https://www.example.org/b.mp3" length="5000" type="audio/mpeg"/>',
    '<guid isPermaLink="false">moon-2</guid>',
    '<pubDate>Tue, 12 May 2026 08:00:00 GMT</pubDate>',
    '<title>Another title</title>',
    '<description>Of the moon, again.</description>',
    '<link>https://www.example.org/luna/</link>',
    '<itunes:duration>9</itunes:duration>',
  ].map((element) => ({
    name: `a second ${/^<([\w:]+)/.exec(element)?.[1]} in an item`,
    rule: 'item/repeated',
    feed: replace(
      '      <itunes:explicit>false</itunes:explicit>\n    </item>',
      `${element}</item>`,
    ),
  })),
  {
    name: 'a title twice',
    rule: 'item/title-repeated',
    feed: replace('On the moon', 'On the tides'),
  },
  {
    name: 'one date on all items',
    rule: 'feed/one-date',
    feed: (xml) => {
      const [last = ''] = /<item>(?:(?!<item>)[^])*<\/item>/.exec(xml) ?? []
      const third = last
        .replaceAll('moon', 'stars')
        .replaceAll('stars.mp3', 'stars.m4a')
        .replace('/stars/</link>', '/moon/</link>')
      return xml
        .replace(last, `${last}\n${third}`)
        .replaceAll(/<pubDate>[^<]*/g, '<pubDate>Mon, 11 May 2026 08:00:00 GMT')
    },
    store: (store) => {
      const stored = store['/moon.mp3']
      if (stored !== undefined) store['/stars.m4a'] = stored
    },
  },
  ...['  On the moon', 'On the moon ', '\n  On the moon\n', '<![CDATA[ On the moon]]>'].map(
    (title) => ({
      name: `a title of ${JSON.stringify(title)}`,
      rule: 'item/title-padded',
      feed: replace('<title>On the moon<', `<title>${title}<`),
    }),
  ),
  {
    name: 'a guid with a line break behind it',
    rule: 'item/title-padded',
    feed: replace('moon-1<', 'moon-1\n<'),
  },
  {
    name: 'an item without notes',
    rule: 'item/notes',
    feed: (xml) =>
      xml
        .replace('<description>Of the moon.</description>', '')
        .replace(/<content:encoded>[^]*?<\/content:encoded>/, ''),
  },
  {
    name: 'an item with empty notes',
    rule: 'item/notes',
    feed: (xml) =>
      xml
        .replace('<description>Of the moon.</description>', '<description> </description>')
        .replace(/<content:encoded>[^]*?<\/content:encoded>/, '<content:encoded/>'),
  },
  ...['', '<![CDATA[]]>', '<![CDATA[<p> </p>\n<p>&nbsp;</p>]]>'].map((content) => ({
    name: `content:encoded with "${content}"`,
    rule: 'item/notes-empty',
    feed: (xml: string) =>
      xml.replace(
        /<content:encoded>[^]*?<\/content:encoded>/,
        `<content:encoded>${content}</content:encoded>`,
      ),
  })),
  { name: 'a guid twice', rule: 'item/guid-repeated', feed: replace('moon-1', 'tides-1') },
  {
    name: 'a guid that is said to be a link',
    rule: 'item/guid-permalink',
    feed: replace('<guid isPermaLink="false">moon-1', '<guid>moon-1'),
  },
  {
    name: 'a date as RFC 3339',
    rule: 'item/date',
    feed: replace('<pubDate>Mon, 11 May 2026 08:00:00 GMT', '<pubDate>2026-05-11T08:00:00Z'),
  },
  {
    name: 'a wrong day of the week',
    rule: 'item/date',
    feed: replace('<pubDate>Mon, 11 May', '<pubDate>Tue, 11 May'),
  },
  {
    name: 'UTC as zone',
    rule: 'item/date',
    feed: replace('08:00:00 GMT</pubDate>', '08:00:00 UTC</pubDate>'),
  },
  {
    name: 'a date in the future',
    rule: 'item/date-implausible',
    feed: replace('<pubDate>Mon, 11 May 2026', '<pubDate>Thu, 11 May 2062'),
  },
  ...['8.5', '00:00:00', '7 min', '1:75:00'].map((duration) => ({
    name: `a duration of "${duration}"`,
    rule: 'item/duration',
    feed: replace('<itunes:duration>8<', `<itunes:duration>${duration}<`),
  })),
  {
    name: 'no duration',
    rule: 'item/duration-missing',
    feed: replace('<itunes:duration>8</itunes:duration>', ''),
  },
  {
    name: 'explicit: clean in an item',
    rule: 'item/value',
    feed: replace(
      '8</itunes:duration>\n      <itunes:explicit>false',
      '8</itunes:duration>\n      <itunes:explicit>clean',
    ),
  },
  {
    name: 'an episode number of 0',
    rule: 'item/value',
    feed: inItem('<itunes:episode>0</itunes:episode>'),
  },
  {
    name: 'a relative link of an item',
    rule: 'item/link',
    feed: (xml) => xml.replace(/<link>http[^<]*\/moon\/<\/link>/, '<link>/moon/</link>'),
  },
  {
    name: 'a picture in WebP',
    rule: 'item/image',
    besides: ['served/artwork'],
    feed: (xml) => xml.replace(/href="([^"]*)\/tides.png"/, 'href="$1/tides.webp"'),
  },
  {
    name: 'a script in the notes',
    rule: 'item/active-content',
    feed: replace('<p>Of the <a', '<script>alert(1)</script><p>Of the <a'),
  },
  {
    name: 'a handler in the notes',
    rule: 'item/active-content',
    feed: replace('<p>Of the <a', '<p onclick="alert(1)">Of the <a'),
  },
  {
    name: 'a relative link in the notes',
    rule: 'item/relative-address',
    feed: replace('<p>Of the <a', '<img src="/moon.jpg"><p>Of the <a'),
  },
  {
    name: 'a footnote in the notes',
    rule: 'item/relative-address',
    feed: replace('<p>Of the <a', '<a href="#fn1">1</a><p>Of the <a'),
  },
  {
    name: 'a transcript of an unknown type',
    rule: 'item/transcript',
    besides: ['served/file-type'],
    feed: replace('type="text/vtt"', 'type="text/webvtt"'),
  },
  ...['text/srt', 'application/x-srt', 'text/x-srt'].map((type) => ({
    name: `a transcript in SRT as ${type}`,
    rule: 'item/transcript',
    feed: (xml: string) => xml.replace('/tides.vtt" type="text/vtt"', `/tides.srt" type="${type}"`),
    store: (store: Store) => {
      store['/tides.srt'] = { type, body: Buffer.from(SRT), text: true }
    },
  })),
  {
    name: 'chapters as XML',
    rule: 'item/chapters',
    besides: ['served/file-type'],
    feed: replace('type="application/json+chapters"', 'type="application/xml"'),
  },
  {
    name: 'a recording under http',
    rule: 'item/insecure',
    besides: ['served/recording'],
    feed: (xml) => xml.replace(/url="[^"]*\/moon.mp3"/, 'url="http://localhost.invalid/moon.mp3"'),
  },
  // The server of the feed
  {
    name: 'a server that closes the connection',
    rule: 'served/unreachable',
    answer: at('/feed.xml', () => (request) => void request.socket.destroy()),
  },
  { name: 'a feed that is gone', rule: 'served/status', answer: status('/feed.xml', 410) },
  { name: 'a feed behind a password', rule: 'served/status', answer: status('/feed.xml', 401) },
  {
    name: 'a feed that is refused to apps',
    rule: 'served/clients',
    answer: refuse('/feed.xml', /^AppleCoreMedia/),
  },
  {
    name: 'a feed that only browsers get',
    rule: 'served/clients',
    answer: refuse('/feed.xml', /^(?!Mozilla)/),
  },
  {
    name: 'a feed that is refused to robots',
    rule: 'served/clients',
    answer: refuse('/feed.xml', /^SidecastBot/, 406),
  },
  {
    name: 'a server of which every second answer is 500',
    rule: 'served/unsteady',
    answer: failing('/feed.xml', 500),
  },
  {
    name: 'a proxy of which every second answer is 502',
    rule: 'served/unsteady',
    answer: failing('/feed.xml', 502),
  },
  {
    name: 'a sign-in page with 200',
    rule: 'served/html',
    answer: at(
      '/feed.xml',
      () => (_, response) =>
        void response
          .writeHead(200, { 'Content-Type': 'text/html' })
          .end('<!doctype html><title>Sign in</title>'),
    ),
  },
  {
    name: 'a coding that is none',
    rule: 'served/coding',
    answer: at(
      '/feed.xml',
      () => (_, response) =>
        void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('<rss/>'),
    ),
  },
  {
    name: 'a feed as text/html',
    rule: 'served/type',
    answer: header('/feed.xml', 'Content-Type', 'text/html'),
  },
  { name: 'a feed without HEAD', rule: 'served/head', answer: noHead('/feed.xml') },
  {
    name: 'a feed without an entity tag',
    rule: 'served/validators',
    answer: header('/feed.xml', 'ETag', null),
  },
  {
    name: 'a feed that is always sent',
    rule: 'served/not-modified',
    answer: deaf('/feed.xml', 'if-none-match'),
  },
  {
    name: 'a feed that changes by itself',
    rule: 'served/changing',
    store: (store) => {
      const stored = store['/feed.xml']
      let reads = 0
      if (stored === undefined) return
      store['/feed.xml'] = {
        ...stored,
        get body() {
          reads += 1
          return Buffer.from(
            stored.body.toString().replace('</channel>', `<!-- ${100 + reads} --></channel>`),
          )
        },
      }
    },
  },
  {
    name: 'a feed without compression',
    rule: 'served/compression',
    answer: deaf('/feed.xml', 'accept-encoding'),
  },
  {
    name: 'a feed that may not be kept',
    rule: 'served/cache',
    answer: header('/feed.xml', 'Cache-Control', 'no-store'),
  },
  {
    name: 'a feed that is kept for a week',
    rule: 'served/cache',
    answer: header('/feed.xml', 'Cache-Control', 'max-age=604800'),
  },
  {
    name: 'a feed for its own site only',
    rule: 'served/cors',
    answer: header('/feed.xml', 'Access-Control-Allow-Origin', null),
  },
  {
    name: 'a feed behind four redirects',
    rule: 'served/redirects',
    besides: ['feed/self'],
    answer: hops('/feed.xml', 4),
  },
  {
    name: 'a feed that is elsewhere for now',
    rule: 'served/temporary',
    besides: ['feed/self'],
    answer: hops('/feed.xml', 1, 302),
  },
  // The host of the recordings
  {
    name: 'a recording that is not there',
    rule: 'served/recording',
    answer: status('/moon.mp3', 404),
  },
  {
    name: 'a recording behind a password',
    rule: 'served/recording',
    answer: status('/moon.mp3', 401),
  },
  { name: 'a host that is down', rule: 'served/recording', answer: status('/moon.mp3', 503) },
  {
    name: 'a recording that is refused to apps',
    rule: 'served/recording-clients',
    answer: refuse('/moon.mp3', /^AppleCoreMedia/),
  },
  {
    name: 'a recording that only browsers get',
    rule: 'served/recording-clients',
    answer: refuse('/moon.mp3', /^(?!Mozilla)/),
  },
  {
    name: 'a host of which every second answer is 500',
    rule: 'served/recording-unsteady',
    answer: failing('/moon.mp3', 500),
  },
  {
    name: 'ranges that are refused',
    rule: 'served/recording-range',
    answer: ranges('/moon.mp3', (_, response) => void response.writeHead(403).end()),
  },
  {
    name: 'ranges that get 416',
    rule: 'served/recording-range',
    answer: ranges('/moon.mp3', (_, response) => void response.writeHead(416).end()),
  },
  ...['*/*', 'bytes */*', 'bytes 0-499', 'none'].map((stated) => ({
    name: `a Content-Range of ${stated}`,
    rule: 'served/recording-part',
    answer: header('/moon.mp3', 'Content-Range', stated),
  })),
  {
    name: 'a part that is longer than it says',
    rule: 'served/recording-part',
    answer: parts((first, last) => [first, last + 500]),
  },
  {
    name: 'a part that is shorter than it says',
    rule: 'served/recording-part',
    answer: parts((first, last) => [first, Math.max(first, last - 500)]),
  },
  ...['80', '7836', '1:20:00', '00:03:00'].map((duration) => ({
    name: `a duration of ${duration} for 8 s`,
    rule: 'served/recording-duration',
    feed: replace('<itunes:duration>8<', `<itunes:duration>${duration}<`),
  })),
  {
    name: 'a duration in minutes',
    rule: 'served/recording-duration',
    feed: replace('<itunes:duration>8<', '<itunes:duration>2<'),
    store: (store) => {
      const stored = store['/moon.mp3']
      if (stored !== undefined) store['/moon.mp3'] = { ...stored, body: silentMp3(4600) }
    },
    besides: ['served/recording-bytes'],
  },
  {
    name: 'a web page in place of a recording',
    rule: 'served/recording-sound',
    answer: at(
      '/moon.mp3',
      () => (_, response) =>
        void response
          .writeHead(200, { 'Content-Type': 'text/html' })
          .end('<!doctype html><title>Not found</title>'),
    ),
  },
  {
    name: 'a recording without ranges',
    rule: 'served/recording-range',
    answer: deaf('/moon.mp3', 'range'),
  },
  {
    name: 'ranges without a type',
    rule: 'served/recording-range-type',
    answer: at(
      '/moon.mp3',
      (good) => (request, response, count) =>
        (request.headers.range === undefined
          ? good
          : header('/moon.mp3', 'Content-Type', null)(good))(request, response, count),
    ),
  },
  {
    name: 'an MP3 as audio/ogg',
    rule: 'served/recording-type',
    answer: header('/moon.mp3', 'Content-Type', 'audio/ogg'),
  },
  {
    name: 'a length of another file',
    rule: 'served/recording-bytes',
    feed: (xml) => xml.replace(/length="\d+"/, 'length="125000"'),
  },
  { name: 'a recording without HEAD', rule: 'served/recording-head', answer: noHead('/moon.mp3') },
  {
    name: 'a HEAD of another size',
    rule: 'served/recording-head-bytes',
    answer: at('/moon.mp3', (good) => (request, response, count) => {
      if (request.method === 'HEAD')
        response.writeHead(200, { 'Content-Type': 'audio/mpeg', 'Content-Length': 1000 }).end()
      else good(request, response, count)
    }),
  },
  {
    name: 'ranges without suffixes',
    rule: 'served/recording-suffix',
    answer: deaf('/moon.mp3', 'range', /^bytes=\d/),
  },
  {
    name: 'ranges without an end',
    rule: 'served/recording-beyond',
    answer: deaf('/moon.mp3', 'range', /^bytes=(?:0|-)/),
  },
  {
    name: 'a recording that is compressed',
    rule: 'served/recording-compressed',
    answer: at('/moon.mp3', (good) => (request, response, count) => {
      if (request.method === 'HEAD') response.setHeader('Content-Encoding', 'gzip')
      good(request, response, count)
    }),
  },
  {
    name: 'a recording without an entity tag',
    rule: 'served/recording-validators',
    answer: header('/moon.mp3', 'ETag', null),
  },
  {
    name: 'a recording that is always sent',
    rule: 'served/recording-not-modified',
    answer: deaf('/moon.mp3', 'if-none-match'),
  },
  {
    name: 'a recording behind six redirects',
    rule: 'served/recording-redirects',
    answer: hops('/moon.mp3', 6),
  },
  {
    name: 'a redirect that forgets the range',
    rule: 'served/recording-range',
    answer: (good) =>
      hops(
        '/moon.mp3',
        1,
        302,
      )((request, response, count) => {
        if (request.url?.includes('hop=') === true) delete request.headers.range
        good(request, response, count)
      }),
  },
  // Artwork
  { name: 'a cover that is not there', rule: 'served/artwork', answer: status('/cover.jpg', 404) },
  {
    name: 'a web page in place of a cover',
    rule: 'served/artwork-format',
    store: bytes('/cover.jpg', () => Buffer.from('<!doctype html><title>404</title>')),
  },
  {
    name: 'a feed in Latin-1 that says it is UTF-8',
    rule: 'served/encoding',
    store: bytes('/feed.xml', (feed) =>
      Buffer.from(feed.toString().replace('On the moon', 'Caf\u00e9 on the moon'), 'latin1'),
    ),
  },
  {
    name: 'a header that names another encoding than the feed',
    rule: 'served/charset',
    answer: header('/feed.xml', 'Content-Type', 'application/rss+xml; charset=iso-8859-1'),
  },
  {
    name: 'a cover in WebP',
    rule: 'served/artwork-format',
    store: bytes('/cover.jpg', () => picture((image) => image.webp())),
  },
  {
    name: 'a PNG named .jpg',
    rule: 'served/artwork-ending',
    store: bytes('/cover.jpg', () => picture((image) => image.png())),
  },
  {
    name: 'a JPEG served as PNG',
    rule: 'served/artwork-ending',
    answer: header('/cover.jpg', 'Content-Type', 'image/png'),
  },
  {
    name: 'a wide cover',
    rule: 'served/artwork-square',
    store: bytes('/cover.jpg', () => picture(undefined, 2000, 1500)),
  },
  {
    name: 'a small cover',
    rule: 'served/artwork-pixels',
    store: bytes('/cover.jpg', () => picture(undefined, 600)),
  },
  {
    name: 'a cover of four thousand pixels',
    rule: 'served/artwork-pixels',
    store: bytes('/cover.jpg', () => picture(undefined, 4000)),
  },
  {
    name: 'a heavy cover',
    rule: 'served/artwork-bytes',
    store: bytes('/cover.jpg', async () => Buffer.concat([await picture(), Buffer.alloc(600_000)])),
  },
  {
    name: 'a picture with transparency',
    rule: 'served/artwork-colours',
    store: bytes('/tides.png', () => picture((image) => image.ensureAlpha(0.5).png())),
  },
  {
    name: 'a cover in CMYK',
    rule: 'served/artwork-colours',
    store: bytes('/cover.jpg', () => picture((image) => image.toColourspace('cmyk').jpeg())),
  },
  { name: 'a cover without HEAD', rule: 'served/artwork-head', answer: noHead('/cover.jpg') },
  // Transcripts and chapters
  {
    name: 'a transcript that is not there',
    rule: 'served/file',
    answer: status('/tides.vtt', 404),
  },
  {
    name: 'a transcript as plain text',
    rule: 'served/file-type',
    answer: header('/tides.vtt', 'Content-Type', 'text/plain'),
  },
  {
    name: 'chapters for their own site only',
    rule: 'served/file-cors',
    answer: header('/tides.json', 'Access-Control-Allow-Origin', null),
  },
  {
    name: 'a transcript without its first line',
    rule: 'served/file-content',
    store: bytes('/tides.vtt', () => Buffer.from('00:00.000 --> 00:02.000\nThe sea.\n')),
  },
  ...['{ chapters', '{}', '[]', '{"version":"1.2.0","chapters":[{"title":"Up"}]}'].map((text) => ({
    name: `chapters of ${text}`,
    rule: 'served/file-content',
    store: bytes('/tides.json', () => Buffer.from(text)),
  })),
  ...['application/json', 'text/plain', 'text/html'].map((type) => ({
    name: `chapters served as ${type}`,
    rule: 'served/file-type',
    answer: header('/tides.json', 'Content-Type', type),
  })),
  {
    name: 'an SRT without blank lines',
    rule: 'served/file-content',
    ...withSrt(SRT.replaceAll('\n\n', '\n')),
  },
  {
    name: 'an SRT with a cue without text',
    rule: 'served/file-content',
    ...withSrt(SRT.replace('The moon.', '')),
  },
  {
    name: 'a VTT whose times have commas',
    rule: 'served/file-content',
    store: bytes('/tides.vtt', (good) => Buffer.from(good.toString().replaceAll('.000', ',000'))),
  },
  ...[
    ['podcast:locked of true', '<podcast:locked>true</podcast:locked>'],
    ['a medium that there is not', '<podcast:medium>podcasts</podcast:medium>'],
    ['funding without an address', '<podcast:funding>Support us</podcast:funding>'],
    ['a role that there is not', '<podcast:person role="autor">Ann</podcast:person>'],
    ['a person without a name', '<podcast:person role="host"/>'],
    [
      'a recommended show by its title',
      '<podcast:podroll><podcast:remoteItem feedGuid="Tides"/></podcast:podroll>',
    ],
    [
      'a share that is no number',
      '<podcast:value type="lightning" method="keysend"><podcast:valueRecipient type="node" address="a" split="half"/></podcast:value>',
    ],
    [
      'a trailer with an ISO date',
      '<podcast:trailer url="https://tides.example.org/t.mp3" pubdate="2026-05-04">Soon</podcast:trailer>',
    ],
  ].map(([name = '', xml = '']) => ({ name, rule: 'feed/element', feed: inChannel(xml) })),
  ...[
    ['a soundbite without a length', '<podcast:soundbite startTime="1.0"/>'],
    ['a soundbite in minutes', '<podcast:soundbite startTime="0:01" duration="3"/>'],
    [
      'a place whose latitude is a word',
      '<podcast:location geo="Lisbon">Lisbon</podcast:location>',
    ],
    [
      'another form without a type',
      '<podcast:alternateEnclosure><podcast:source uri="https://tides.example.org/a.ogg"/></podcast:alternateEnclosure>',
    ],
  ].map(([name = '', xml = '']) => ({ name, rule: 'item/element', feed: inItem(xml) })),
  {
    name: 'a soundbite after the end',
    rule: 'item/soundbite',
    feed: inItem('<podcast:soundbite startTime="73.0" duration="30.0"/>'),
  },
  {
    name: 'two channels',
    rule: 'feed/root',
    feed: replace('</channel>', '</channel><channel><title>Tides</title></channel>'),
  },
  {
    name: 'a description that nobody has written',
    rule: 'feed/placeholder',
    feed: replace('On the sea and the moon.', 'Your podcast description goes here'),
  },
  {
    name: 'an author of a template',
    rule: 'feed/placeholder',
    feed: replace('<itunes:author>Ann Reader', '<itunes:author>Your name'),
  },
  {
    name: 'an episode that is called untitled',
    rule: 'item/placeholder',
    feed: replace('<title>On the moon</title>', '<title>Untitled</title>'),
  },
  {
    name: 'the site of an example',
    rule: 'feed/example',
    feed: replace('https://tides.example.org/', 'https://www.example.com/'),
  },
  {
    name: 'the address of everybody who copies a template',
    rule: 'feed/example',
    feed: replace('ann@example.org', 'you@example.org'),
  },
  ...['fr', 'de-AT', 'cs'].map((language) => ({
    name: `English texts in a feed in ${language}`,
    rule: 'feed/other-language',
    feed: (xml: string) =>
      replace(
        '<language>en',
        `<language>${language}`,
      )(xml)
        .replaceAll(/<description>Of the (\w+)\.</g, `<description>${ENGLISH}<`)
        .replaceAll(/<content:encoded>.*?<\/content:encoded>/g, ''),
  })),
  ...[
    ['a feed that may be kept for a month', '<ttl>43200</ttl>'],
    ['a ttl in words', '<ttl>one hour</ttl>'],
    ['a day that there is not', '<skipDays><day>Funday</day></skipDays>'],
    [
      'a feed that is never to be read',
      `<skipHours>${Array.from({ length: 24 }, (_, hour) => `<hour>${hour}</hour>`).join('')}</skipHours>`,
    ],
  ].map(([name = '', xml = '']) => ({ name, rule: 'feed/rarely', feed: inChannel(xml) })),
  {
    name: 'notes that were escaped twice',
    rule: 'item/notes-escaped',
    feed: replace('Of the moon.', '&amp;lt;p&amp;gt;Of the moon.&amp;lt;/p&amp;gt;'),
  },
  ...[
    'Mon, 30 Feb 2026 08:00:00 GMT',
    'Fri, 31 Apr 2026 08:00:00 +0200',
    '29 Feb 2026 08:00:00 GMT',
  ].map((date) => ({
    name: `the day ${date}`,
    rule: 'item/date',
    // What cannot be read has no place among the others
    besides: ['feed/order'],
    feed: (xml: string) => xml.replace(/(?<=<item>.*?<pubDate>)[^<]+/s, () => date),
  })),
  {
    name: 'guids that are made anew for each request',
    rule: 'served/guids',
    besides: ['served/changing', 'served/compression', 'served/not-modified'],
    answer: at('/feed.xml', (good) => (request, response, count) => {
      delete request.headers['accept-encoding']
      delete request.headers['if-none-match']
      const end = response.end.bind(response)
      response.end = ((body?: Buffer) =>
        end(
          body
            ?.toString('latin1')
            .replaceAll(/moon-1|tides-1/g, (guid) => `${guid.slice(0, -1)}${count % 10}`),
          'latin1',
        )) as typeof response.end
      good(request, response, count)
    }),
  },
  {
    name: 'a robots.txt of the time before the site was public',
    rule: 'served/robots',
    store: (store) => {
      store['/robots.txt'] = {
        type: 'text/plain',
        body: Buffer.from('User-agent: *\nDisallow: /\n'),
      }
    },
  },
  {
    name: 'a robots.txt that closes all feeds',
    rule: 'served/robots',
    store: (store) => {
      const text =
        'User-agent: Bad\nDisallow: /\n\nUser-agent: Nice\nUser-agent: *\nAllow: /\nDisallow: /feed*\n'
      store['/robots.txt'] = { type: 'text/plain', body: Buffer.from(text) }
    },
  },
  {
    name: 'a link to a page that does not exist',
    rule: 'served/page',
    feed: (xml) => xml.replace('/moon/</link>', '/mooon/</link>'),
  },
  {
    name: 'a page that is gone',
    rule: 'served/page',
    answer: status('/tides/', 410),
  },
  {
    name: 'chapters after the end',
    rule: 'served/chapters-late',
    store: bytes('/tides.json', () =>
      Buffer.from(
        '{"version":"1.2.0","chapters":[{"startTime":0,"title":"Up"},{"startTime":4000,"title":"Down"}]}',
      ),
    ),
  },
  {
    name: 'a recording of nothing but chance',
    rule: 'served/recording-sound',
    store: bytes('/moon.mp3', ({ length }) =>
      Buffer.from(Buffer.from(noise(length), 'latin1').map((byte) => byte ^ 0x80)),
    ),
  },
  {
    name: 'a feed that is compressed without a word',
    rule: 'served/coding',
    store: (store) => {
      const good = store['/feed.xml']
      if (good !== undefined)
        store['/feed.xml'] = { ...good, text: false, body: gzipSync(good.body) }
    },
  },
]

/** Enough of it to tell its language. */
const ENGLISH =
  'The sea rises twice a day, and those who live beside it know when. In the morning the boats lie on the sand, and children look for shells between them. Before noon the water is back, without a sound, and whoever has left his shoes on the beach will have to look for them somewhere else.'

/** Text that cannot be compressed; the same at each run. */
function noise(length: number): string {
  let state = 1
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647
    return String.fromCharCode(48 + (state % 74))
  })
    .join('')
    .replaceAll(/[<>&-]/g, 'x')
}

/** The good server, with one mistake. */
export async function mistaken(
  { feed, store: change, answer }: ServerMistake,
  store: Store,
  url: string,
): Promise<Answer> {
  const stored = store['/feed.xml']
  if (feed !== undefined && stored !== undefined) {
    store['/feed.xml'] = { ...stored, body: Buffer.from(feed(stored.body.toString())) }
  }
  await change?.(store, url)
  return answer?.(serve(store), url, store) ?? serve(store)
}

const notYet: Answer = (_, response) => void response.writeHead(503).end()

/** Serves the good show, with one mistake or none, until the test ends. @returns The address of its feed. */
export async function serveWith(mistake: Partial<ServerMistake>): Promise<string> {
  let answer = notYet
  const server = await startServer((request, response, count) => answer(request, response, count))
  onTestFinished(server.close)
  const store = await goodStore(server.url)
  answer = await mistaken({ name: '', rule: '', ...mistake }, store, server.url)
  return `${server.url}/feed.xml`
}
