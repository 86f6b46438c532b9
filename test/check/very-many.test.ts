import { describe, expect, onTestFinished, test } from 'vitest'
import { removeResidue } from '../../src/posts/article/residue.ts'
import { startServer } from '../audio/support/recording-server.ts'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

/** More than a call of a function takes as arguments. */
const MANY = 190_000

describe.runIf(EVERYTHING)('more than anybody writes is checked as what there is less of', () => {
  test('cues of a transcript', async () => {
    const cues = Array.from(
      { length: MANY },
      (_, at) => `00:00.${100 + (at % 100)} --> 00:00.900\nsea\n`,
    )
    const folder = await makeFolder({
      ...smallBlog(),
      '2026-05-04-tides.md': postText('Tides', 'tides.mp3', ['transcript: tides.vtt']),
      'tides.vtt': `WEBVTT\n\n${cues.join('\n')}`,
    })
    expect(await sidecast(['check', folder])).toMatchObject({ code: expect.toBeOneOf([0, 1]) })
  })

  test('episodes of a feed, and rules for robots', async () => {
    const feed = `<rss version="2.0"><channel><title>Tides</title><lastBuildDate>Mon, 11 May 2026 08:00:00 GMT</lastBuildDate>${'<item/>'.repeat(MANY)}</channel></rss>`
    const robots = `User-agent: *\n${'Disallow: /\n'.repeat(MANY)}`
    const server = await startServer(({ url = '' }, response) => {
      const [type, text] = url === '/robots.txt' ? ['text/plain', robots] : ['text/xml', feed]
      response.writeHead(200, { 'Content-Type': type }).end(text)
    })
    onTestFinished(server.close)
    const { code, stdout } = await sidecast(['check', '--live', `${server.url}/feed.xml`])
    expect(code).toBe(1)
    expect(stdout).toContain('served/robots')
  })

  test('runs of the sign that fences code', () => {
    const body = `{{< highlight >}}\n${'~ '.repeat(MANY)}\n{{< /highlight >}}\n`
    expect(removeResidue(body)).toContain('~~~')
  })
})
