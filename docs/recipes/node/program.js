import { writeFile } from 'node:fs/promises'
import { formatProblem, openShow, renderFeed } from 'sidecast'
import { measure } from 'sidecast/audio'

const blog = await openShow('posts', { baseUrl: 'https://www.example.org/podcast' })
const { show, problems } = await blog.read()
for (const problem of problems) console.error(formatProblem(problem))
if (show === null) process.exit(1)

for (const { title, published, audio } of show.episodes) {
  console.log(`${published.toISOString()} ${title}: ${audio.seconds ?? '?'} s, ${audio.url}`)
}
await writeFile('feed.xml', renderFeed(show))
await blog.export('out')

const { seconds, bytes, how } = await measure('posts/tides.mp3')
console.log(`tides.mp3: ${seconds} s, ${bytes} bytes (${how})`)
