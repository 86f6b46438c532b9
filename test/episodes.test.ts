import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { speakableBlocks } from '../src/speech/speakable.ts'
import { splitSentences } from '../src/speech/sentences.ts'
import { readArticle } from '../src/posts/article/parse-article.ts'
import { textOf } from '../src/posts/article/plain-text.ts'
import { AUDIBLE_LEVEL, findOffset, findOnset, levelBetween, SAMPLE_RATE } from './tools/levels.ts'
import { readVtt } from './tools/read-vtt.ts'
import { runTool } from './tools/run-tool.ts'
import { sampleOf } from './support/extent.ts'
import { readSamplePosts, type SamplePost } from './tools/sample-posts.ts'
import { decode } from './tools/sound.ts'

const EPISODES = join(import.meta.dirname, '../episodes')
/** What 64 kbit/s come to; ffmpeg's AAC encoder takes the number for a wish. */
const BIT_RATES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  '.mp3': [64_000, 64_000],
  '.m4a': [60_000, 76_000],
}
const posts = await readSamplePosts(EPISODES)
const heard = sampleOf(posts, ({ language }) => language)

describe('the sample show', () => {
  test('leaves one cover to be drawn', () => {
    expect(posts.filter(({ image }) => image === null)).toHaveLength(1)
  })

  test('is under 12 MB', async () => {
    const names = await readdir(EPISODES, { recursive: true })
    const sizes = await Promise.all(
      names.map(async (name) => (await stat(join(EPISODES, name))).size),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12_000_000)
  })

  test('has posts in two languages and in each kind of front matter', async () => {
    expect(new Set(posts.map(({ language }) => language))).toEqual(new Set(['cs', 'en']))
    const texts = await Promise.all(posts.map(({ file }) => readFile(file, 'utf8')))
    expect(new Set(texts.map((text) => text.slice(0, 1)))).toEqual(new Set(['-', '+', '{']))
  })

  test('settles nothing that only its user can know', async () => {
    const settings = await readFile(join(EPISODES, 'sidecast.yml'), 'utf8')
    expect(settings).not.toMatch(/^\s*(site|base_url|guid):/m)
    expect(settings.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../public/sidecast.schema.json',
    )
  })

  test('has a square cover without transparency that apps take', async () => {
    const cover = join(EPISODES, 'cover.jpg')
    expect(await probe(cover)).toMatchObject({ codec_name: 'mjpeg', width: 3000, height: 3000 })
    expect((await stat(cover)).size).toBeLessThan(512 * 1024)
  })
})

describe.each(posts)('the episode "$title"', (post) => {
  test('has a recording of 64 kbit/s in one channel', async () => {
    const stream = await probe(post.recording)
    expect(stream).toMatchObject({ channels: 1, sample_rate: '44100' })
    const [least, most] = BIT_RATES[extname(post.recording)] ?? [0, 0]
    expect(Number(stream['bit_rate'])).toBeGreaterThanOrEqual(least)
    expect(Number(stream['bit_rate'])).toBeLessThanOrEqual(most)
  })

  test.runIf(post.image !== null)('has a square picture of its own', async () => {
    expect(await probe(post.image ?? '')).toMatchObject({
      codec_name: 'mjpeg',
      width: 1400,
      height: 1400,
    })
  })

  test('shows pictures that exist, each with words for who does not see it', async () => {
    for (const [, alternative, file = ''] of post.body.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)) {
      expect(alternative).not.toBe('')
      expect((await stat(join(EPISODES, file))).size).toBeGreaterThan(0)
    }
  })

  test('has a transcript of every sentence as it stands in the article', async () => {
    const texts = (await readCues(post)).map(({ text }) => text)
    const sentences = [post.title, ...speakableBlocks('', post.body).map(({ text }) => text)]
      .flatMap((text) => splitSentences(text, post.language).map((sentence) => sentence.text))
      .filter((text) => lettersOf(text) !== '')
    expect(texts).toEqual(sentences)

    const article = lettersOf(post.title + textOf(readArticle(post.body).tree))
    let position = 0
    for (const text of texts) {
      const found = article.indexOf(lettersOf(text), position)
      expect(found).toBeGreaterThanOrEqual(position)
      position = found + lettersOf(text).length
    }
  })

  test.runIf(heard.includes(post))(
    'is heard when its transcript says, to 60 ms, with a pause before each sentence',
    async () => {
      const cues = await readCues(post)
      const samples = await decode(post.recording)
      const times = cues.flatMap(({ start, end }) => [start, end])
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      const silenceAtEnd = samples.length / SAMPLE_RATE - (times.at(-1) ?? 0)
      expect(silenceAtEnd).toBeGreaterThan(0)
      expect(silenceAtEnd).toBeLessThan(1)

      const wrong = cues.filter(({ start, end }) => {
        const onset = findOnset(samples, start - 0.25, 0.5) ?? Number.NaN
        const offset = findOffset(samples, end + 0.25, 0.5) ?? Number.NaN
        const quiet = levelBetween(samples, start - 0.25, start - 0.06) < AUDIBLE_LEVEL
        const spoken = levelBetween(samples, start, end) > -30
        return !(quiet && spoken && Math.abs(onset - start) < 0.06 && Math.abs(offset - end) < 0.06)
      })
      expect(wrong).toEqual([])
    },
    60_000,
  )
})

describe.each(posts.filter(({ chapters }) => chapters !== null))(
  'the chapters of "$title"',
  (post) => {
    test('begin with the recording and go on where its headings are spoken', async () => {
      const cues = await readCues(post)
      const headings = speakableBlocks('', post.body)
        .filter(({ kind }) => kind === 'heading')
        .map(({ text }) => ({
          startTime: roundToMilliseconds(cues.find((cue) => cue.text === text)?.start),
          title: text,
        }))
      expect(JSON.parse(await readFile(post.chapters ?? '', 'utf8'))).toEqual({
        version: '1.2.0',
        chapters: [{ startTime: 0, title: post.title }, ...headings],
      })
    })
  },
)

async function readCues(post: SamplePost) {
  return readVtt(await readFile(post.transcript, 'utf8'))
}

function roundToMilliseconds(seconds = Number.NaN): number {
  return Math.round(seconds * 1000) / 1000
}

/** What is left of a text when typography goes. */
function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}

type Stream = Readonly<Record<string, unknown>>

/** What ffprobe knows of a file's only stream. */
async function probe(file: string): Promise<Stream> {
  const json = await runTool('ffprobe', ['-v', 'error', '-show_streams', '-of', 'json', file])
  const answer: { readonly streams: readonly Stream[] } = JSON.parse(json.toString())
  return answer.streams[0] ?? {}
}
