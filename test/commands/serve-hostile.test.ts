import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { serveWitnessed, until } from '../support/program.ts'
import { smallBlog } from '../support/small-blog.ts'

/** Bodies that take as long to be read as any. */
const BODIES: Readonly<Record<string, string>> = {
  'of asterisks': `${'*'.repeat(100_000)}a${'*'.repeat(100_000)}`,
  'of brackets within brackets': '[a]('.repeat(70_000),
  'of HTML that nests badly': '<b><p>'.repeat(60_000),
  'of two megabytes of pictures': '![a](b.png)\n'.repeat(170_000),
}

const FILE = '2026-05-11-moon.md'
/** Milliseconds of computing without a turn, of the main thread. */
const LONGEST = 50
/** The same where an article is many times as long as any: its bytes are copied, hashed and sent. */
const LONGEST_OF_LARGE = 200

/** What else is made of an article. */
const OTHERS = ['feed.xml', 'feed.json', 'episodes/moon/transcript.txt']

const bodies = Object.entries(BODIES)

test.each(EVERYTHING ? bodies : bodies.slice(0, 1))(
  'a body %s holds up nobody while it is read, nor the end of the server',
  async (_, body) => {
    const folder = await makeFolder(smallBlog())
    const { url, ask, stop } = await serveWitnessed(folder, 'turns')
    const write = (title: string) =>
      writeFile(join(folder, FILE), `---\ntitle: ${title}\naudio: moon.mp3\n---\n${body}\n`)
    // The first one only makes the program warm.
    for (const title of ['One', 'Two']) {
      await ask()
      await write(title)
      const read = async () => (await fetch(`${url}episodes/moon/`)).text()
      await until(read, (page) => page.includes(`<title>${title} `), 30_000)
      for (const path of OTHERS) await (await fetch(`${url}${path}`)).text()
    }
    const isLarge = body.length > 300_000
    expect(await ask()).toBeLessThan(isLarge ? LONGEST_OF_LARGE : LONGEST)
    await write('Three')
    const started = performance.now()
    expect(await stop()).toBe(0)
    expect(performance.now() - started).toBeLessThan(3000)
  },
)
