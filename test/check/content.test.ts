import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { encode } from '../audio/corpus/encode.ts'
import { EVERYTHING, sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { silentMp3, silentSeconds } from '../support/silence.ts'
import { findings } from './check-files.ts'
import { CONTENT_MISTAKES, CZECH } from './content-mistakes.ts'
import { HARMLESS } from './writing-mistakes.ts'
import { goodShow, titledMp3 } from './good-show.ts'
import { TOLD_ELSEWHERE } from './told-elsewhere.ts'

/** When every post of the sample show is out, as its ledger has it. */
const SAMPLE_OUT = new Date('2026-11-24T08:00:00Z')
/** The part of the program that a rule is about. */
const roomOf = ({ rule }: { readonly rule: string }): string | undefined => rule.split('/')[0]

const MOON = '2026-05-11-moon.md'
const SAMPLE = join(import.meta.dirname, '../../episodes')

describe('check', () => {
  test('finds nothing in a good show', async () => {
    expect(await findings(await makeFolder(goodShow()))).toEqual([])
  })

  test('finds neither errors nor warnings in the sample show', async () => {
    const found = await findings(SAMPLE, {}, SAMPLE_OUT)
    expect(found.filter(({ severity }) => severity !== 'advice')).toEqual([])
  })

  test.each(sampleOf(CONTENT_MISTAKES, roomOf))(
    'finds $name by $rule, and nothing else',
    async ({ rule, besides = [], edit, arrange }) => {
      const files = goodShow()
      edit?.(files)
      const folder = await makeFolder(files)
      await arrange?.(folder)
      const found = await findings(folder)
      const rules = new Set(found.map((finding) => finding.rule))
      expect([...rules].toSorted()).toEqual([rule, ...besides].toSorted())
    },
  )

  test('leaves the language of posts alone where nobody has said the language of the show', async () => {
    const files = goodShow()
    const said = String(files['sidecast.yml'])
    const folder = await makeFolder({
      ...files,
      'sidecast.yml': said.replace('language: en\n', ''),
      '2026-05-25-more.md': `---\ntitle: Moře\naudio: wind.mp3\n---\n\n${CZECH}\n`,
    })
    const rules = (await findings(folder)).map(({ rule, field }) => `${rule} ${field}`)
    expect(rules).toContain('settings/missing language')
    expect(rules.filter((rule) => rule.startsWith('episode/language'))).toEqual([])
  })

  test('leaves titles, keys, texts and names alone that are meant as they are', async () => {
    const posts = HARMLESS.map(({ title, more = '', text = 'Text.' }, index) => [
      `2026-03-${String(index + 1).padStart(2, '0')}-post-${index}.md`,
      `---\ntitle: "${title}"\naudio: wind.mp3\n${more}---\n\n${text} ${index}\n`,
    ])
    const folder = await makeFolder({ ...goodShow(), ...Object.fromEntries(posts) })
    const rules = (await findings(folder)).map(({ rule, message }) => `${rule}: ${message}`)
    // They share a recording, so that there are many of them
    expect(rules.filter((rule) => !rule.startsWith('episode/recording-shared'))).toEqual([])
  })

  test.runIf(EVERYTHING)('looks into the older pages of the feed, too', async () => {
    const posts = Array.from({ length: 60 }, (_, index) => [
      `2025-01-01-part-${index}.md`,
      `---\ntitle: Part ${index}\naudio: https://a.example.org/${index}.mp3\nbytes: 1000\n${index === 59 ? '' : 'duration: 60\n'}date: 2025-01-01 10:${59 - index}\n---\n\nText.\n`,
    ])
    const folder = await makeFolder({
      ...goodShow(),
      'sidecast.yml': `${String(goodShow()['sidecast.yml'])}feed: { episodes: 1 }\n`,
      ...Object.fromEntries(posts),
    })
    const found = (await findings(folder)).filter(({ rule }) => rule === 'item/duration-missing')
    expect(found.map(({ file }) => file)).toEqual(['2025-01-01-part-59.md'])
  })

  test('finds nothing where a feed has left its path for another, and leads there', async () => {
    const folder = await makeFolder({
      ...goodShow(),
      'sidecast.yml': `${String(goodShow()['sidecast.yml'])}feed: { old_paths: [/podcast.xml] }\n`,
      'sidecast.ledger.json': JSON.stringify({
        version: 1,
        feeds: [{ kind: 'show', name: '', path: '/podcast.xml', guid: 'a' }],
        episodes: [],
      }),
    })
    expect(await findings(folder)).toEqual([])
  })

  test.each([
    { tag: 'The Moon', what: 'its own title' },
    { tag: 'Tides 2: The moon', what: 'its own title within another' },
    { tag: 'The', what: 'the beginning of its own title' },
    { tag: 'Recording 17', what: 'no title at all' },
    { tag: 'On the wind', what: 'a few words that another title has, too' },
  ])('finds nothing where the tags of a recording tell $what', async ({ tag }) => {
    const folder = await makeFolder({ ...goodShow(), 'moon.mp3': titledMp3(tag) })
    expect(await findings(folder)).toEqual([])
  })

  // The sound is looped, as reading the text takes some 40 seconds
  test.each(
    sampleOf([
      { file: 'moon.m4a', options: '-c:a alac', says: ['got ALAC in audio/x-m4a: only Apple'] },
      { file: 'moon.m4a', options: '-c:a libopus -f mp4', says: ['got Opus in audio/x-m4a'] },
      {
        file: 'moon.m4a',
        options: '-c:a libmp3lame -f mp4',
        says: ['got MP3 in audio/x-m4a: many'],
      },
      { file: 'moon.m4a', options: '-c:a ac3 -f mp4', says: ['got AC-3 in audio/x-m4a: browsers'] },
      { file: 'moon.mp3', options: '-c:a mp2 -f mp2', says: ['got MPEG 1 Layer 2 in audio/mpeg'] },
      { file: 'moon.m4a', options: '-c:a aac', says: [] },
      { file: 'moon.mp3', options: '-b:a 32k -ar 16000', says: [] },
    ]),
  )('knows where $file made with $options plays', async ({ file, options, says }) => {
    const looped = `-af aloop=loop=12:size=147514 ${options}`.split(' ')
    const { bytes } = await encode({ name: file, file, encoder: 'ffmpeg', options: looped })
    const folder = await makeFolder({ ...goodShow(), [file]: bytes })
    const post = join(folder, MOON)
    await writeFile(post, (await readFile(post, 'utf8')).replace('moon.mp3', file))
    const found = (await findings(folder)).filter(({ rule }) => rule === 'recording/format')
    expect(found.map(({ message }) => message)).toEqual(
      says.map((words) => expect.stringContaining(words)),
    )
  })

  // Reading the text takes some 40 seconds
  test.each([
    { seconds: 15, rules: ['recording/too-short'] },
    { seconds: 17, rules: [] },
    { seconds: 95, rules: [] },
    { seconds: 104, rules: ['recording/too-long'] },
  ])('finds $rules where a text is read in $seconds s', async ({ seconds, rules }) => {
    const frames = Math.round((100 * seconds) / silentSeconds(100))
    const folder = await makeFolder({ ...goodShow(), 'moon.mp3': silentMp3(frames) })
    expect((await findings(folder)).map(({ rule }) => rule)).toEqual(rules)
  })

  // The recording has 629,670 bytes; roundings by hand are a twentieth at most
  test.each([
    { bytes: 598_500, rules: [] },
    { bytes: 661_000, rules: [] },
    { bytes: 598_000, rules: ['recording/contradicted'] },
    { bytes: 661_500, rules: ['recording/contradicted'] },
  ])('finds $rules where a post declares $bytes bytes', async ({ bytes, rules }) => {
    const files = goodShow()
    const declared = String(files[MOON]).replace('audio:', `length: ${bytes}\naudio:`)
    const folder = await makeFolder({ ...files, [MOON]: declared })
    expect((await findings(folder)).map(({ rule }) => rule)).toEqual(rules)
  })

  // Today is 1 June 2026
  test.each([
    { date: '2027-06-01', rules: [] },
    { date: '2027-06-04', rules: ['episode/date-far'] },
  ])('finds $rules where a post is scheduled for $date', async ({ date, rules }) => {
    const files = goodShow()
    const dated = String(files[MOON]).replace('audio:', `date: ${date}\naudio:`)
    delete files[MOON]
    const folder = await makeFolder({ ...files, 'moon.md': dated })
    const found = (await findings(folder)).map(({ rule }) => rule)
    expect(found.filter((rule) => rule === 'episode/date-far')).toEqual(rules)
  })

  test.each([
    { letters: 150, rules: [] },
    { letters: 250, rules: ['episode/language'] },
  ])('judges the language of no text as short as $letters letters: $rules', async (row) => {
    const text = 'Příliv'.repeat(Math.ceil(row.letters / 6))
    const post = `---\ntitle: The sun\naudio: wind.mp3\n---\n\n${text}\n`
    const folder = await makeFolder({ ...goodShow(), '2026-05-25-sun.md': post })
    const found = (await findings(folder)).map(({ rule }) => rule)
    expect(found.filter((rule) => rule === 'episode/language')).toEqual(row.rules)
  })

  test('finds nothing where all recordings were made from one template', async () => {
    const names = ['tides.mp3', 'moon.mp3', 'wind.mp3']
    const same = names.map((name, index) => [name, titledMp3('The tides', index)])
    const folder = await makeFolder({ ...goodShow(), ...Object.fromEntries(same) })
    expect(await findings(folder)).toEqual([])
  })

  test.each(sampleOf(TOLD_ELSEWHERE, roomOf))('$rule is told of $name', async ({ rule, tell }) => {
    const problems = await tell(await makeFolder(goodShow()))
    expect([...new Set(problems.map((problem) => problem.rule))]).toEqual([rule])
  })
})
