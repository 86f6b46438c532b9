import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { serveFolder, sidecast } from '../support/program.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

/** What a terminal would act on, in names, values and titles. */
const HOSTILE = [
  '\u001B[31mred',
  '\u001B]0;owned\u0007',
  'a\rb',
  'a\n✗ forged: line',
  '\u009B2J',
  'a\u202Edm.3pm',
  '\u2066a\u2069',
  'a\u2028b',
]

/** No output may have these; line feeds are looked for by the lines that they forge. */
const RAW = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]|^✗ forged/mu

const quoted = (text: string): string => JSON.stringify(text)

/** A blog that says hostile things wherever it can, and a foreign feed of the same kind. */
async function hostileBlog(): Promise<{ folder: string; feed: string }> {
  const folder = await makeFolder(smallBlog())
  const files = HOSTILE.flatMap((name, index) => [
    [`skipped-${name}.md`, 'No front matter.\n'],
    // Titles, and values of the wrong kind in the name of a file that is hostile as well
    [`${name}.md`, postText(quoted(`${name} title`), 'moon.mp3', [`date: 2026-04-0${index + 1}`])],
    [
      `bad-${name}.md`,
      postText(`Bad ${index}`, quoted(`${name}.mp3`), [`episode: ${quoted(name)}`]),
    ],
    [`broken-${name}.md`, `---\n${quoted(name)}: [\n---\n`],
  ])
  await addFiles(folder, Object.fromEntries(files))
  const items = HOSTILE.map((name) => {
    const title = name.replaceAll(/(?!\u009B)\p{Cc}/gu, '&#10;')
    return `<item><title>${title}</title><guid>${title}</guid><enclosure url="https://a.example/${title}.mp3" length="1" type="audio/mpeg"/></item>`
  })
  const feed = join(await makeFolder(), 'feed\u001B[31m.xml')
  await addFiles(join(feed, '..'), {
    'feed\u001B[31m.xml': `<rss version="2.0"><channel><title>${HOSTILE[5]}</title>${items.join('')}</channel></rss>`,
  })
  return { folder, feed }
}

type Run = readonly [what: string, argumentsOf: (folder: string, feed: string) => string[]]

const RUNS: readonly Run[] = [
  ['list', (folder) => ['list', folder]],
  ['list as JSON', (folder) => ['list', folder, '--json']],
  ['build', (folder) => ['build', folder, '--out', `${folder}/out\u001B[31m`, '--keep-going']],
  ['check', (folder) => ['check', folder]],
  ['check for GitHub', (folder) => ['check', folder, '--format', 'github']],
  ['adopt', (folder, feed) => ['adopt', feed, folder]],
  ['a folder that is none', (folder) => ['list', `${folder}/none\u001B[31m\n`]],
  ['an option that is none', () => ['list', '--\u001B[31m']],
]

/** The commands that read content; the others only repeat what they are given. */
const READERS = ['list', 'build', 'check', 'adopt']

test.each(RUNS.filter(([what]) => EVERYTHING || READERS.includes(what)))(
  '%s prints nothing raw that a terminal acts on',
  async (_, argumentsOf) => {
    const { folder, feed } = await hostileBlog()
    const { stdout, stderr } = await sidecast(argumentsOf(folder, feed))
    expect(stdout + stderr).not.toMatch(RAW)
    expect(stdout + stderr).toContain(String.raw`\u001b[31m`)
  },
)

test('serve prints nothing raw that a terminal acts on', async () => {
  const { folder } = await hostileBlog()
  const { output } = await serveFolder(folder)
  expect(output()).not.toMatch(RAW)
  expect(output()).toContain(String.raw`\u001b[31m`)
})
