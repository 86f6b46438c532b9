import type { IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { rangeOf, type Answer } from '../audio/support/recording-server.ts'
import { silentMp3 } from '../support/silence.ts'

/** What lies under a path. */
interface Stored {
  readonly type: string
  readonly body: Buffer
  /** Texts are compressed for whoever asks for it. */
  readonly text?: boolean
}

/** Path → what is there. */
export type Store = Record<string, Stored>

const MP3 = silentMp3(300)

/** A cover as directories want it, from one colour. */
export function picture(
  change: (image: Sharp) => Sharp = (image) => image.jpeg(),
  width = 1400,
  height = width,
): Promise<Buffer> {
  return change(
    sharp({ create: { width, height, channels: 3, background: { r: 20, g: 60, b: 90 } } }),
  ).toBuffer()
}

function item(url: string, name: string, date: string, more = ''): string {
  return `    <item>
      <title>On the ${name}</title>
      <link>${url}/${name}/</link>
      <guid isPermaLink="false">${name}-1</guid>
      <pubDate>${date}</pubDate>
      <description>Of the ${name}.</description>
      <content:encoded><![CDATA[<p>Of the <a href="https://www.example.org/${name}/">${name}</a>.</p>]]></content:encoded>
      <enclosure url="${url}/${name}.mp3" length="${MP3.length}" type="audio/mpeg"/>
      <itunes:duration>8</itunes:duration>
      <itunes:explicit>false</itunes:explicit>
${more}    </item>
`
}

/** A feed without fault, made by nobody's program. */
function goodFeed(url: string): string {
  const more = `      <podcast:transcript url="${url}/tides.vtt" type="text/vtt"/>
      <podcast:chapters url="${url}/tides.json" type="application/json+chapters"/>
      <itunes:image href="${url}/tides.jpg"/>
`
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
  <channel>
    <title>Tides</title>
    <link>https://tides.example.org/</link>
    <description>On the sea and the moon.</description>
    <language>en</language>
    <atom:link rel="self" type="application/rss+xml" href="${url}/feed.xml"/>
    <lastBuildDate>Mon, 11 May 2026 08:00:00 GMT</lastBuildDate>
    <itunes:author>Ann Reader</itunes:author>
    <itunes:owner><itunes:name>Ann Reader</itunes:name><itunes:email>ann@example.org</itunes:email></itunes:owner>
    <itunes:explicit>false</itunes:explicit>
    <itunes:type>episodic</itunes:type>
    <itunes:category text="Science"/>
    <itunes:image href="${url}/cover.jpg"/>
    <podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>
${item(url, 'moon', 'Mon, 11 May 2026 08:00:00 GMT')}${item(url, 'tides', 'Mon, 04 May 2026 08:00:00 GMT', more)}    <!-- ${'so that it is worth compressing '.repeat(400)}-->
  </channel>
</rss>
`
}

/** What the server of that feed has. */
export async function goodStore(url: string): Promise<Store> {
  const cover = await picture()
  const tides = await picture((image) => image.png())
  return {
    '/feed.xml': {
      type: 'application/rss+xml; charset=utf-8',
      body: Buffer.from(goodFeed(url).replace(`${url}/tides.jpg`, `${url}/tides.png`)),
      text: true,
    },
    '/cover.jpg': { type: 'image/jpeg', body: cover },
    '/tides.png': { type: 'image/png', body: tides },
    '/tides.mp3': { type: 'audio/mpeg', body: MP3 },
    '/moon.mp3': { type: 'audio/mpeg', body: MP3 },
    '/moon/': { type: 'text/html', body: Buffer.from('<h1>The moon</h1>'), text: true },
    '/tides/': { type: 'text/html', body: Buffer.from('<h1>The tides</h1>'), text: true },
    '/tides.vtt': {
      type: 'text/vtt; charset=utf-8',
      body: Buffer.from('WEBVTT\n\n00:00.000 --> 00:02.000\nThe sea.\n'),
      text: true,
    },
    '/tides.json': {
      type: 'application/json+chapters',
      body: Buffer.from(
        '{"version":"1.2.0","chapters":[{"startTime":0,"title":"Up"},{"startTime":4,"title":"Down"}]}',
      ),
      text: true,
    },
  }
}

/** Answers as a good server does. */
export function serve(store: Store): Answer {
  return (request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname
    const stored = store[path]
    if (stored === undefined) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('nothing here')
      return
    }
    const { type, body, text = false } = stored
    const etag = `"${path.length}-${body.length}"`
    response.setHeader('Content-Type', type)
    response.setHeader('ETag', etag)
    response.setHeader('Cache-Control', 'public, max-age=300')
    response.setHeader('Access-Control-Allow-Origin', '*')
    if (!text) response.setHeader('Accept-Ranges', 'bytes')
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end()
      return
    }
    if (text && /gzip/.test(request.headers['accept-encoding'] ?? '')) {
      response.setHeader('Content-Encoding', 'gzip')
      send(request, response, gzipSync(body), 200)
      return
    }
    const [first, last] =
      suffixOf(request.headers.range, body.length) ?? rangeOf(request.headers.range, body.length)
    if (text || first === null) send(request, response, body, 200)
    else if (first > last) {
      response.writeHead(416, { 'Content-Range': `bytes */${body.length}` }).end()
    } else {
      response.setHeader('Content-Range', `bytes ${first}-${last}/${body.length}`)
      send(request, response, body.subarray(first, last + 1), 206)
    }
  }
}

function suffixOf(range: string | undefined, length: number): readonly [number, number] | null {
  const count = /^bytes=-(\d+)$/.exec(range ?? '')?.[1]
  return count === undefined ? null : [Math.max(0, length - Number(count)), length - 1]
}

function send(
  request: IncomingMessage,
  response: Parameters<Answer>[1],
  body: Buffer,
  status: number,
): void {
  response.writeHead(status, { 'Content-Length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}
