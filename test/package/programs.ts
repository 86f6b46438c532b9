/** What a program does with the library; it prints one JSON value. */
export const LIBRARY_PROGRAM = `
import { openShow, renderFeed } from 'sidecast'
import { measure } from 'sidecast/audio'
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'

const blog = await openShow('blog', { baseUrl: 'https://www.example.org/podcast' })
const { show, problems } = await blog.read()
const exported = await blog.export('out')
const refused = await blog.export('blog').catch((cause) => cause.message)
const facts = ({ seconds, bytes, how }) => ({ seconds, bytes, how })
console.log(JSON.stringify({
  show,
  assets: show.episodes.flatMap(({ assets }) => [...assets]),
  problems: problems.map(({ rule }) => rule),
  feed: renderFeed(show),
  written: await readFile('out/feed.xml', 'utf8'),
  files: exported.files,
  refused,
  missing: await openShow('no-blog').catch((cause) => cause.message),
  misplaced: await openShow('blog', { baseUrl: 'example' }).catch((cause) => cause.message),
  measured: [
    facts(await measure('blog/tides.mp3')),
    facts(await measure(pathToFileURL('blog/tides.mp3'))),
    facts(await measure(await readFile('blog/tides.mp3'))),
  ],
  silent: await measure('package.json').catch(({ name, message }) => ({ name, message })),
}))
`

/** An app of somebody's, with the show below one of its paths; it asks itself and prints the answers. */
export const EXPRESS_PROGRAM = `
import { openShow } from 'sidecast'
import { measure } from 'sidecast/audio'
import { podcast } from 'sidecast/express'
import express from 'express'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'

const app = express()
const told = []
const blog = await openShow('blog', { baseUrl: 'https://www.example.org/podcast' })
const handler = await podcast(blog, { tell: (sentence) => told.push(sentence) })
app.use('/podcast', handler)
app.use((request, response) => response.status(404).send('of the app: ' + request.originalUrl))
const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
const base = 'http://127.0.0.1:' + server.address().port

async function ask(path, method = 'GET') {
  const answer = await fetch(base + path, { method, redirect: 'manual' })
  return { status: answer.status, location: answer.headers.get('location'), body: await answer.text() }
}

const answers = {}
for (const path of ['/podcast', '/podcast?a=b', '/podcast/', '/podcast/feed.xml', '/podcast/nothing', '/other', '/podcast/%zz']) {
  answers[path] = await ask(path)
}
answers.post = await ask('/podcast/feed.xml', 'POST')
const { seconds, bytes, how } = await measure(base + '/podcast/audio/tides.mp3')

await writeFile('blog/2026-05-18-sun.md', '---\\ntitle: The sun\\ndate: 2026-05-18\\naudio: moon.mp3\\n---\\n\\nText.\\n')
const until = Date.now() + 30_000
let followed = false
while (!followed && Date.now() < until) {
  followed = (await ask('/podcast/feed.xml')).body.includes('The sun')
  if (!followed) await new Promise((resolve) => setTimeout(resolve, 50))
}
await handler.close()
answers.closed = await ask('/podcast/feed.xml')
server.close()
server.closeAllConnections()
console.log(JSON.stringify({ answers, measured: { seconds, bytes, how }, followed, told }))
`

/** What the types promise; it is compiled, not run. */
export const TYPED_PROGRAM = `
import { formatProblem, openShow, renderFeed, type Blog, type Episode, type Show } from 'sidecast'
import { measure, ProbeError, type Audio } from 'sidecast/audio'
import { podcast } from 'sidecast/express'
import express from 'express'

const blog: Blog = await openShow('blog', { baseUrl: 'https://www.example.org/podcast' })
const { show, problems } = await blog.read({ offline: true })
const sentences: string[] = problems.map(formatProblem)
if (show !== null) {
  const whole: Show = show
  const feed: string = renderFeed({ ...whole, title: 'Another title' })
  const episode: Episode | undefined = whole.episodes[0]
  const seconds: number | null | undefined = episode?.audio.seconds
  // @ts-expect-error: where a recording lies on this machine is nobody's business
  const file = episode?.audio.file
  console.log(feed, seconds, file, sentences)
}
const handler = await podcast(blog, { watch: false })
express().use('/podcast', handler)
await handler.close()
const { seconds, bytes, how }: Audio = await measure(new URL('https://cdn.example.org/talk.mp3'))
console.log(seconds + bytes, how, ProbeError)
`
