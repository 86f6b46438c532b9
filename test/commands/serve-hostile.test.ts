import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVERYTHING, sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { serveWitnessed, until } from '../support/program.ts'
import { smallBlog } from '../support/small-blog.ts'

/** Bodies of so many characters that take as long to be read as any. */
const KINDS: Readonly<Record<string, (length: number) => string>> = {
  'asterisks around a letter': (length) => `${'*'.repeat(length / 2)}a${'*'.repeat(length / 2)}`,
  'brackets within brackets': (length) => '[a]('.repeat(length / 4),
  'quotations within quotations': (length) => `${'>'.repeat(60)}a\n`.repeat(length / 62),
  'one list': (length) => '- a\n'.repeat(length / 4),
  'HTML that nests badly': (length) => '<b><p>'.repeat(length / 6),
  'tables within tables': (length) => '<table><tr><td>x'.repeat(length / 16),
  entities: (length) => '&amp;'.repeat(length / 5),
  links: (length) => '[a](b.md) '.repeat(length / 10),
  pictures: (length) => '![a](b.png)\n'.repeat(length / 12),
  'one table': (length) => `|a|b|\n|-|-|\n${'|a|b|\n'.repeat(length / 6)}`,
  'code that does not end': (length) => '`'.repeat(length).concat('a'),
  'two bytes a letter': (length) => 'Žluťoučký kůň úpěl ďábelské ódy. '.repeat(length / 33),
}

const SIZES = [1_000, 16_000, 200_000, 1_000_000, 5_000_000]

const FILE = '2026-05-11-moon.md'
/** Milliseconds of computing without a turn, of the main thread. */
const LONGEST = 50

/** How often the same is tried at most. */
const ROUNDS = 5

/** What else is made of an article. */
const OTHERS = ['feed.xml', 'feed.json', 'episodes/moon/transcript.txt']

test.each(sampleOf(Object.entries(KINDS)))(
  'a body of %s holds up nobody while it is read, nor the end of the server',
  async (_, bodyOf) => {
    const folder = await makeFolder(smallBlog())
    const { url, ask, stop } = await serveWitnessed(folder, 'turns')
    const write = (title: string, length: number) =>
      writeFile(
        join(folder, FILE),
        `---\ntitle: ${title}\naudio: moon.mp3\n---\n${bodyOf(length)}\n`,
      )
    const turns: (readonly [length: number, milliseconds: number])[] = []
    for (const length of EVERYTHING ? SIZES : SIZES.slice(1, 3)) {
      let shortest = Infinity
      // The first one only makes the program warm; of the others the best counts, as a busy machine only adds.
      for (let round = 0; round < ROUNDS && shortest >= LONGEST; round += 1) {
        const title = `Round ${round} of ${length}`
        await ask()
        await write(title, length)
        const read = async () => (await fetch(`${url}episodes/moon/`)).text()
        await until(read, (page) => page.includes(`<title>${title} `), 60_000)
        for (const path of OTHERS) expect((await fetch(`${url}${path}`)).status).toBe(200)
        const longest = await ask()
        if (round > 0) shortest = Math.min(shortest, longest)
      }
      turns.push([length, shortest])
    }
    expect(turns.filter(([, milliseconds]) => milliseconds >= LONGEST)).toEqual([])
    await write('Third', EVERYTHING ? 5_000_000 : 200_000)
    const started = performance.now()
    expect(await stop()).toBe(0)
    expect(performance.now() - started).toBeLessThan(3000)
  },
)
