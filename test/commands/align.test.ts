import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { describe, expect, onTestFinished, test } from 'vitest'
import { run } from '../../src/commands/align.ts'
import { run as check } from '../../src/commands/check.ts'
import { readFrontMatter } from '../../src/posts/front-matter/front-matter.ts'
import { parseVtt } from '../../src/posts/timed-text/timed-text-vtt.ts'
import { openEspeak, speakAll } from '../../src/speech/align/speak-all.ts'
import { sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { runAt } from '../support/in-process.ts'

const EPISODES = join(import.meta.dirname, '../../episodes')
const NOW = '2026-06-20T10:00:00Z'
const MP3 = await readFile(join(EPISODES, '2026-02-09-minuta.mp3'))
/** With exact times: it was spoken sentence by sentence. */
const TRUTH = parseVtt(await readFile(join(EPISODES, '2026-02-09-minuta.vtt'), 'utf8'))

type Paragraphs = readonly string[]

/** Of an article, as many as are in the recording. */
const LETTERS = 1300

/** The article of a post of the sample show, with this recording and nothing that tells times. */
async function postOf(name: string, edit: (all: Paragraphs) => Paragraphs): Promise<string> {
  const matter = readFrontMatter(await readFile(join(EPISODES, `${name}.md`), 'utf8'))
  if (matter.state !== 'found') throw new Error(`${name}: expected front matter`)
  const { title, lang, date } = matter.values
  return `---\n${JSON.stringify({ title, lang, date, audio: 'spoken.mp3' })}\n---\n${edit(matter.body.slice(0, LETTERS).trim().split('\n\n')).join('\n\n')}`
}

/** Without what only readers see. */
function plain(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
}

async function blog(post: string, edit = (all: Paragraphs) => all): Promise<string> {
  return makeFolder({
    'minuta.md': await postOf(post, edit),
    'spoken.mp3': MP3,
    'sidecast.yml': 'title: Minuta\nlanguage: cs\n',
  })
}

async function align(folder: string, options = {}): Promise<[code: number, output: string]> {
  const running = runAt(NOW, { run }, folder, options)
  return [await running.ended, running.output()]
}

/** How many samples are loud, in thousands: breath is by chance. */
function loudOf(samples: readonly Int16Array[]): readonly number[] {
  return samples.map((each) =>
    Math.round(each.filter((sample) => Math.abs(sample) > 250).length / 1000),
  )
}

describe('align', () => {
  test('writes when each sentence is heard, once for a recording and its article', async () => {
    const folder = await blog('2026-02-09-minuta')
    expect(await align(folder)).toEqual([0, 'minuta.md: spoken.vtt written, 16 sentences'])
    const vtt = join(folder, 'spoken.vtt')
    const { cues, standard } = parseVtt(await readFile(vtt, 'utf8'))
    expect(standard).toBe(true)
    expect(cues.map(({ text }) => text)).toEqual(TRUTH.cues.map(({ text }) => text))
    const off = cues.map(({ start }, index) => Math.abs(start - (TRUTH.cues[index]?.start ?? 0)))
    expect(Math.max(...off)).toBeLessThan(0.06)

    expect(await align(folder)).toEqual([0, 'minuta.md: spoken.vtt is up to date'])
    await rm(vtt)
    const [, output] = await align(folder, { only: 'minuta.md' })
    expect(output).toBe('minuta.md: spoken.vtt written, 16 sentences')
    await appendFile(vtt, '\n00:10:00.000 --> 00:10:01.000\nA word of mine.\n')
    const edited = await readFile(vtt, 'utf8')
    expect((await align(folder))[1]).toContain('minuta.md: has a transcript with times already')
    expect(await readFile(vtt, 'utf8')).toBe(edited)
  })

  const FOREIGN =
    'Na břehu rybníka rostly tři staré vrby. Děti mezi nimi stavěly z větví plot pro kozu, která se ráda toulala. Jednou v noci přišla velká voda a plot odnesla až k mlýnu. Koza seděla na střeše chléva a mečela.'
  const differences = [
    {
      what: 'has a paragraph that is not read',
      edit: (all: Paragraphs) => all.toSpliced(2, 0, FOREIGN),
    },
    { what: 'lacks a paragraph that is read', edit: (all: Paragraphs) => all.toSpliced(1, 1) },
    {
      what: 'has a paragraph in place of one that is read',
      edit: (all: Paragraphs) => all.toSpliced(1, 1, FOREIGN),
    },
    {
      what: 'has two that are not read, and lacks one',
      edit: (all: Paragraphs) => [FOREIGN, ...all.toSpliced(1, 1), FOREIGN],
    },
  ]
  test.each(sampleOf(differences))('finds the rest where an article $what', async ({ edit }) => {
    const folder = await blog('2026-02-09-minuta', edit)
    const [, output] = await align(folder)
    expect(output).toContain('spoken.vtt written')
    const { cues } = parseVtt(await readFile(join(folder, 'spoken.vtt'), 'utf8'))
    const article = await readFile(join(folder, 'minuta.md'), 'utf8')
    const read = TRUTH.cues.filter(
      ({ text }, index) => index === 0 || plain(article).includes(plain(text)),
    )
    expect(cues.map(({ text }) => text)).toEqual(read.map(({ text }) => text))
    const off = cues.map(({ start }, index) => Math.abs(start - (read[index]?.start ?? 0)))
    expect(Math.max(...off)).toBeLessThan(0.5)
  })

  test('refuses a recording of another article, of which check then knows', async () => {
    const folder = await blog('2026-05-04-tides')
    const [code, output] = await align(folder)
    expect(code).toBe(1)
    expect(output).toContain('minuta.md: the recording does not say what the article says')
    await expect(readFile(join(folder, 'spoken.vtt'))).rejects.toThrow('ENOENT')
    const checking = runAt(NOW, { run: check }, folder, { format: 'text' })
    await checking.ended
    expect(checking.output()).toContain('recording/other-article')
  })

  test('says how to get espeak-ng, and which languages it does not speak', async () => {
    for (const speak of [() => openEspeak('tlh', '/'), () => speakAll('tlh', ['1'])]) {
      await expect(speak()).rejects.toThrow('no voice "tlh"')
    }
    const path = env['PATH']
    onTestFinished(() => void (env['PATH'] = path))
    env['PATH'] = '/nowhere'
    await expect(speakAll('cs', ['1'])).rejects.toThrow('apt-get install espeak-ng')
  })

  test('speaks each of several texts, also where nothing is said in one', async () => {
    const texts = ['První věta.', '...', 'Druhá je o něco delší věta, se čárkou.']
    const alone = loudOf(await speakAll('cs', texts))
    const together = loudOf(await speakAll('cs', [texts[0] ?? '', texts[2] ?? '']))
    expect(alone).toEqual([together[0], 0, together[1]])
  })

  test('says why a post is no episode', async () => {
    const folder = await blog('2026-02-09-minuta')
    await writeFile(join(folder, 'spoken.mp3'), 'No sound.')
    const [code, output] = await align(folder)
    expect(code).toBe(1)
    expect(output).toMatch(/minuta\.md:\d+ audio: "spoken\.mp3" looks like text/)
  })

  test('names the posts that there are where another is asked for', async () => {
    const folder = await blog('2026-02-09-minuta')
    await expect(align(folder, { only: 'minuto.md' })).rejects.toThrow('did you mean "minuta.md"?')
  })
})
