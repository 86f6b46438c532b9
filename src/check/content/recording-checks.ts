import { type Content, episodesOf, inEpisodes, placeOf } from './content.ts'
import { readingSeconds, spokenText } from './prose.ts'
import type { Checks, Found } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { formatClock } from '../../base/clock.ts'
import type { Episode } from '../../show/episode.ts'
import { isInsecure } from '../../net/addresses.ts'

/** Reading takes between these parts of the time that it usually takes; wide, for voices differ. */
const SHORTEST = 0.4
const LONGEST = 2.5
/** A show whose usual recording is further from its text does not read it: the text is its notes. */
const READS = { least: 0.5, most: 2 }
/** Fewer episodes do not tell what is usual. */
const TELLING = 3
/** Seconds that a text must take for its recording to be judged. */
const JUDGED = 30

interface Reading {
  readonly episode: Episode
  readonly seconds: number
  /** What reading the text would take. */
  readonly expected: number
}

function readingsOf(content: Content): readonly Reading[] {
  return episodesOf(content).flatMap((episode) => {
    const { seconds } = episode.audio
    const expected = readingSeconds(spokenText(episode.body), episode.language)
    return seconds === null || expected < JUDGED ? [] : [{ episode, seconds, expected }]
  })
}

/** Whether the show is one that reads its texts aloud; null where it is too young to tell. */
function readsAloud(readings: readonly Reading[]): boolean | null {
  if (readings.length < TELLING) return null
  const ratios = readings
    .map(({ seconds, expected }) => seconds / expected)
    .toSorted((a, b) => a - b)
  const median = ratios[Math.floor(ratios.length / 2)] ?? 1
  return median >= READS.least && median <= READS.most
}

function* tooShort(content: Content): Iterable<Found> {
  const readings = readingsOf(content)
  if (readsAloud(readings) === false) return
  for (const { episode, seconds, expected } of readings) {
    if (seconds < expected * SHORTEST) yield misfit(content, episode, seconds, expected)
  }
}

function* tooLong(content: Content): Iterable<Found> {
  const readings = readingsOf(content)
  if (readsAloud(readings) !== true) return
  for (const { episode, seconds, expected } of readings) {
    if (seconds > expected * LONGEST) yield misfit(content, episode, seconds, expected)
  }
}

function misfit(content: Content, episode: Episode, seconds: number, expected: number): Found {
  const message = `the recording lasts ${formatClock(seconds)}, but reading the text takes about ${formatClock(expected)}`
  return { ...placeOf(content, episode, 'audio'), message }
}

/** What apps play everywhere, by what was measured. */
const PLAYED: ReadonlySet<string> = new Set(['audio/mpeg', 'audio/x-m4a', 'audio/mp4', 'video/mp4'])

const isMeasured = ({ audio }: Episode): boolean => audio.how !== null && audio.how !== 'declared'

/** A megabyte counts 10^6 bytes, in directories too. */
const LARGEST = 200_000_000

/** What tells whose title a recording bears, in plain words, for tags spell as they like. */
interface Titled {
  readonly episode: Episode
  readonly title: string
  readonly tag: string
}

/** More recordings with one title were all made from one template. */
const MOST_ALIKE = 2
/** Letters of a title by which it is known within another text. */
const TELLING_LETTERS = 12

function* otherTitles(content: Content): Iterable<Found> {
  const all = episodesOf(content).map((episode) => ({
    episode,
    title: plainWords(episode.title),
    tag: plainWords(content.tags.get(episode.file)?.title ?? ''),
  }))
  const alike = Map.groupBy(all, ({ tag }) => tag)
  for (const titled of all) {
    const isTemplate = (alike.get(titled.tag)?.length ?? 0) > MOST_ALIKE
    const other = titled.tag === '' || isTemplate ? undefined : ownerOf(titled, all)
    if (other === undefined) continue
    const { episode } = titled
    const tag = content.tags.get(episode.file)?.title
    const message = `expected "${episode.title}" in the tags of the recording, got "${tag}", the title of ${other.episode.file}`
    yield { ...placeOf(content, episode, 'audio'), message }
  }
}

/** The other episode whose title a recording bears; none where it may well be its own. */
function ownerOf({ episode, title, tag }: Titled, all: readonly Titled[]): Titled | undefined {
  if (title.startsWith(tag) || includesWords(title, tag)) return undefined
  const others = all.filter((each) => each.episode !== episode)
  const exact = others.find((other) => other.title === tag)
  if (exact !== undefined || includesWords(tag, title)) return exact
  return others.find(
    (other) => other.title.length >= TELLING_LETTERS && includesWords(tag, other.title),
  )
}

function includesWords(text: string, words: string): boolean {
  return ` ${text} `.includes(` ${words} `)
}

function plainWords(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase()
  return plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim()
}

/** What is wrong with recordings although they can be played. */
export const RECORDING_CHECKS = {
  'recording/too-short': {
    severity: 'warning',
    says: 'a recording is far too short for its text',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'check whether the right file was uploaded, and whole',
    find: tooShort,
  },
  'recording/too-long': {
    severity: 'warning',
    says: 'a recording is far too long for its text, in a show that reads its texts',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'check whether the right file was uploaded',
    find: tooLong,
  },
  'recording/other-title': {
    severity: 'warning',
    says: 'a recording bears the title of another episode',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'check whether the right file was uploaded, or correct the title in its tags',
    find: otherTitles,
  },
  'recording/contradicted': {
    severity: 'warning',
    says: 'a post declares other figures than its recording has',
    source: from.PSP('duration and length are those of the actual file'),
    fix: 'take the declared figure out, or check whether the right file was uploaded',
    find: inEpisodes(function* (episode, content) {
      const declared = content.posts.get(episode.file)?.declared
      if (declared === undefined || !isMeasured(episode)) return
      const { bytes, seconds } = episode.audio
      if (seconds !== null && declared.seconds !== null && differ(declared.seconds, seconds, 5)) {
        const message = `expected ${formatClock(seconds)}, as measured, got ${formatClock(declared.seconds)}`
        yield { ...placeOf(content, episode, 'duration'), message }
      }
      if (bytes !== null && declared.bytes !== null && differ(declared.bytes, bytes, 1000)) {
        const message = `expected ${bytes} bytes, as measured, got ${declared.bytes}`
        yield { ...placeOf(content, episode, 'bytes'), message }
      }
    }),
  },
  'recording/text-changed': {
    severity: 'advice',
    says: 'the text was changed since it was read',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'read it again where more than a slip was changed',
    find: inEpisodes(function* (episode) {
      if (!episode.textChanged) return
      yield { file: episode.file, message: 'the text was changed since it was read aloud' }
    }),
  },
  'recording/format': {
    severity: 'warning',
    says: 'a recording is in a format that many apps do not play',
    source: from.APPLE('M4A, MP3, MOV, MP4, M4V and PDF'),
    fix: 'convert it to MP3 or M4A',
    find: inEpisodes(function* (episode, content) {
      if (!isMeasured(episode) || PLAYED.has(episode.audio.type)) return
      const message = `expected MP3 or M4A, got ${episode.audio.type}`
      yield { ...placeOf(content, episode, 'audio'), message }
    }),
  },
  'recording/insecure': {
    severity: 'warning',
    says: 'the address of a recording is not encrypted',
    source: from.PODCASTING('addresses must be https'),
    fix: 'write https, and let the host speak it',
    find: inEpisodes(function* (episode, content) {
      const { url, path } = episode.audio
      if (path !== null || !isInsecure(url)) return
      yield { ...placeOf(content, episode, 'audio'), message: `expected https, got ${url}` }
    }),
  },
  'recording/large': {
    severity: 'advice',
    says: 'a recording is so large that some directories refuse it',
    source: from.APPLE('smaller files load sooner and lose fewer listeners'),
    fix: 'encode speech at 64 to 96 kbit/s, mono',
    find: inEpisodes(function* (episode, content) {
      const { bytes } = episode.audio
      if (bytes === null || bytes <= LARGEST) return
      const message = `expected at most 200 MB, got ${Math.round(bytes / 1e6)} MB`
      yield { ...placeOf(content, episode, 'audio'), message }
    }),
  },
} satisfies Checks<Content>

/** Whether two figures are not the same, roundings by hand apart. */
function differ(declared: number, measured: number, least: number): boolean {
  return Math.abs(declared - measured) > Math.max(least, measured * 0.05)
}
