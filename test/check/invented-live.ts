import type { ServerMistake } from './server-mistakes.ts'

type Row = readonly [
  name: string,
  mistake: Pick<ServerMistake, 'feed' | 'store' | 'answer'>,
  rule: string,
  says: RegExp,
]
type Feed = (xml: string) => string

const swap = (from: string | RegExp, to: string): { readonly feed: Feed } => ({
  feed: (xml) => {
    const made = xml.replace(from, to)
    if (made === xml) throw new Error(`${String(from)} is not in the feed`)
    return made
  },
})
/** How one path is answered. */
function path(
  wanted: string,
  status: number,
  headers: Record<string, string>,
  content: string | Buffer = '',
): Pick<ServerMistake, 'answer'> {
  return {
    answer: (good) => (request, response, count) => {
      if (!request.url?.startsWith(wanted)) return good(request, response, count)
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : content)
    },
  }
}
function header(wanted: string, name: string, value: string): Pick<ServerMistake, 'answer'> {
  return {
    answer: (good) => (request, response, count) => {
      if (request.url === wanted) {
        const set = response.setHeader.bind(response)
        set(name, value)
        response.setHeader = (key, given) =>
          key.toLowerCase() === name.toLowerCase() ? response : set(key, given)
      }
      good(request, response, count)
    },
  }
}
const XML = { 'Content-Type': 'application/rss+xml; charset=utf-8' }

/** Mistakes of a feed that is served, and of its server. */
// prettier-ignore
export const INVENTED_LIVE: readonly Row[] = [
  ['a feed that is gone', path('/feed.xml', 404, {}), 'served/status', /404/],
  ['a feed for the initiated', path('/feed.xml', 401, {}), 'served/status', /401/],
  ['a page in place of the feed', path('/feed.xml', 200, { 'Content-Type': 'text/html' }, '<!DOCTYPE html><title>Tides</title>'), 'served/html', /HTML|feed/],
  ['an empty feed', path('/feed.xml', 200, XML, ''), 'feed/xml', /nothing at all/],
  ['a feed of Atom', path('/feed.xml', 200, XML, '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title></feed>'), 'feed/root', /Atom|rss/i],
  ['a feed that is cut off', { feed: (xml) => xml.slice(0, xml.length / 3) }, 'feed/xml', /XML|closed|end/],
  ['an ampersand by itself', swap('On the sea', 'The sea & the'), 'feed/xml', /&/],
  ['a warning of PHP before the feed', { feed: (xml) => `<b>Warning</b>: include(x.php)\n${xml}` }, 'feed/preamble', /Warning|before|PHP/],
  ['a blank line before the feed', { feed: (xml) => `\n${xml}` }, 'feed/preamble', /before|blank|declaration/],
  ['a feed named as a page', header('/feed.xml', 'Content-Type', 'text/html; charset=utf-8'), 'served/type', /text\/html/],
  ['a feed that nobody may keep', header('/feed.xml', 'Cache-Control', 'no-store'), 'served/cache', /no-store/],
  ['a feed in another charset than it says', header('/feed.xml', 'Content-Type', 'application/rss+xml; charset=iso-8859-1'), 'served/charset', /iso-8859-1/i],
  ['no title of the channel', swap('<title>Tides</title>', ''), 'feed/title', /title/],
  ['no picture of the channel', swap(/<itunes:image href="[^"]*cover.jpg"\/>/, ''), 'feed/image', /image/],
  ['no category', swap('<itunes:category text="Science"/>', ''), 'feed/category', /category/],
  ['no language', swap('<language>en</language>', ''), 'feed/language', /language/],
  ['a language by its name', swap('>en<', '>English<'), 'feed/language', /English/],
  ['no explicit', swap('<itunes:explicit>false</itunes:explicit>\n    <itunes:type>', '<itunes:type>'), 'feed/explicit', /explicit/],
  ['no owner', swap(/<itunes:owner>.*<\/itunes:owner>/, ''), 'feed/email', /owner|email/],
  ['a name of a namespace with a slip', swap('podcast-1.0.dtd', 'podcast-1.1.dtd'), 'feed/namespace', /namespace|podcast-1\.1/],
  ['two items of one guid', swap('moon-1', 'tides-1'), 'item/guid-repeated', /tides-1/],
  ['an item without guid', swap('<guid isPermaLink="false">moon-1</guid>', ''), 'item/guid', /guid/],
  ['a guid that is no address', swap('isPermaLink="false">moon', '>moon'), 'item/guid-permalink', /guid|permalink/i],
  ['a date as in a database', swap('Mon, 11 May 2026 08:00:00 GMT</pubDate>', '2026-05-11 08:00</pubDate>'), 'item/date', /2026-05-11/],
  ['the wrong day of the week', swap('Mon, 11 May 2026 08:00:00 GMT</pubDate>', 'Fri, 11 May 2026 08:00:00 GMT</pubDate>'), 'item/date', /Fri/],
  ['an item without enclosure', swap(/<enclosure url="[^"]*moon.mp3"[^>]*>/, ''), 'item/enclosure', /enclosure/],
  ['an enclosure without length', swap(/(moon.mp3") length="\d+"/, '$1'), 'item/length', /length/],
  ['another length than that of the file', swap(/(moon.mp3" length=)"\d+"/, '$1"5000"'), 'served/recording-bytes', /5,?000/],
  ['an enclosure of no type', swap(/(moon.mp3" length="\d+") type="audio\/mpeg"/, '$1'), 'served/recording-type', /type/],
  ['the wrong type', swap(/(moon.mp3" length="\d+") type="audio\/mpeg"/, '$1 type="audio/mp3"'), 'item/type', /audio\/mp3/],
  ['a length in milliseconds', swap('<itunes:duration>8<', '<itunes:duration>7837<'), 'served/recording-duration', /7837|duration/],
  ['a length ten times too long', swap('<itunes:duration>8<', '<itunes:duration>1:18<'), 'served/recording-duration', /78 s/],
  ['a recording that is gone', path('/moon.mp3', 404, {}), 'served/recording', /404/],
  ['a recording for browsers only', path('/moon.mp3', 403, {}), 'served/recording', /403/],
  ['a recording that fails', path('/moon.mp3', 500, {}), 'served/recording', /500/],
  ['a recording named as a download', header('/moon.mp3', 'Content-Type', 'application/octet-stream'), 'served/recording-range-type', /octet-stream/],
  ['a page in place of a recording', path('/moon.mp3', 200, { 'Content-Type': 'text/html' }, '<!DOCTYPE html><p>Log in</p>'), 'served/recording-sound', /a web page/],
  ['a cover that is gone', path('/cover.jpg', 404, {}), 'served/artwork', /404/],
  ['a transcript that is gone', path('/tides.vtt', 404, {}), 'served/file', /404/],
  ['chapters that are broken', path('/tides.json', 200, { 'Content-Type': 'application/json+chapters', 'Access-Control-Allow-Origin': '*' }, '{"chapters":['), 'served/file-content', /JSON/],
  ['a feed that leads elsewhere for a while', path('/feed.xml', 302, { Location: 'https://localhost:1/feed.xml' }), 'served/unreachable', /refuses connections/],
  ['a feed that leads to itself', path('/feed.xml', 301, { Location: '/feed.xml' }), 'served/unreachable', /circle|itself|redirect/],
  ['another address of the feed in itself', swap(/(<atom:link [^>]*href=")[^"]*/, '$1https://old.example.org/feed'), 'feed/self', /old\.example\.org/],
  ['a wrong recording, of two seconds', { store: (store) => void (store['/moon.mp3'] = { type: 'audio/mpeg', body: Buffer.from('not a recording') }) }, 'served/recording-sound', /moon\.mp3|sound|length|bytes/],
  ['a show that is over by a slip', swap('<itunes:type>', '<itunes:complete>Yes</itunes:complete><itunes:type>'), 'feed/complete', /complete/],
  ['a show that is blocked', swap('<itunes:type>', '<itunes:block>Yes</itunes:block><itunes:type>'), 'feed/blocked', /block/],
]
