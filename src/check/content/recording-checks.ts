import { type Content, episodesOf, inField, placeOf } from './checked-content.ts'
import { readingOf } from './reading.ts'
import type { Checks, Found } from '../rule.ts'
import * as from from '../../base/sources.ts'
import { formatClock } from '../../base/written-times.ts'
import type { Episode } from '../../show/episode.ts'
import { isInsecure } from '../../base/addresses.ts'

/** Reading takes between these multiples of the usual time; a wide range, because voices differ. */
const SHORTEST = 0.4
const LONGEST = 2.5
/** A show whose median recording is outside this range does not read its texts: they are notes. */
const READS = { least: 0.5, most: 2 }
/** Fewer episodes do not prove what is usual. */
const TELLING = 3
/** A text that takes fewer seconds to read is not compared with its recording. */
const JUDGED = 30

interface Reading {
  readonly episode: Episode
  readonly seconds: number
  /** Seconds that reading the text would take. */
  readonly expected: number
}

function readingsOf(content: Content): readonly Reading[] {
  return episodesOf(content).flatMap((episode) => {
    const { seconds } = episode.audio
    const expected = readingOf(episode).seconds
    return seconds === null || expected < JUDGED ? [] : [{ episode, seconds, expected }]
  })
}

/** Whether the show reads its texts aloud; null where it has too few episodes to tell. */
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
  const short = readings.filter(({ seconds, expected }) => seconds < expected * SHORTEST)
  for (const reading of short) yield misfit(content, reading)
}

function* tooLong(content: Content): Iterable<Found> {
  const readings = readingsOf(content)
  if (readsAloud(readings) !== true) return
  const long = readings.filter(({ seconds, expected }) => seconds > expected * LONGEST)
  for (const reading of long) yield misfit(content, reading)
}

function misfit(content: Content, { episode, seconds, expected }: Reading): Found {
  const message = `the recording lasts ${formatClock(seconds)}, but reading the text takes about ${formatClock(expected)}`
  return { ...placeOf(content, episode, 'audio'), message }
}

/** Media type → the codecs that all apps play, as they are measured. */
const PLAYED: Readonly<Record<string, RegExp>> = {
  'audio/mpeg': /Layer 3$/,
  'audio/x-m4a': /^AAC$/,
  'audio/mp4': /^AAC$/,
  'video/mp4': /^AAC$/,
}

/** Media type → where other codecs in such files play. */
const PLAYED_BY: Readonly<Record<string, string>> = {
  ALAC: "only Apple's apps and few others play it",
  Opus: "Apple's apps do not play it in such a file",
  FLAC: 'most apps do not play it in such a file',
  'AC-3': 'browsers do not play it',
  'E-AC-3': 'browsers do not play it',
  MP3: 'many apps play it in .mp3 files only',
}

/** Why a recording does not play everywhere: what was expected and what was measured; null if it does. */
function unplayedFormat(type: string, codec: string | null): string | null {
  const codecs = PLAYED[type]
  if (codecs === undefined) return `expected MP3 or M4A, got ${type}`
  if (codec === null || codecs.test(codec)) return null
  const where = PLAYED_BY[codec] ?? 'most browsers do not play it'
  return `expected MP3, or AAC in M4A, got ${codec} in ${type}: ${where}`
}

const isMeasured = ({ audio }: Episode): boolean => audio.how !== null && audio.how !== 'declared'

/** In bit/s; speech of less sounds like a bad telephone. */
const POOREST = 24_000

/** In bytes; a megabyte is 10^6 bytes, as directories count. */
const LARGEST = 200_000_000

/** The titles of an episode and of its recording, as plain words, because the spelling of tags varies. */
interface Titled {
  readonly episode: Episode
  readonly title: string
  readonly tag: string
}

/** If more recordings have the same title, they were made from one template. */
const MOST_ALIKE = 2
/** A shorter title may occur in another text by chance. */
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

/** The other episode whose title a recording has; undefined if the title may be its own. */
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

const wrongSeconds = inField('duration')((episode, { posts }) =>
  mismatch(posts.get(episode.file)?.declared.seconds, episode, 'seconds', 5, formatClock),
)

const wrongBytes = inField('bytes')((episode, { posts }) =>
  mismatch(posts.get(episode.file)?.declared.bytes, episode, 'bytes', 1000, (n) => `${n} bytes`),
)

/** The sentence about a declared value that differs from the measured one; null if they agree, apart from rounding. */
function mismatch(
  declared: number | null | undefined,
  episode: Episode,
  name: 'seconds' | 'bytes',
  tolerance: number,
  format: (value: number) => string,
): string | null {
  const measured = isMeasured(episode) ? episode.audio[name] : null
  if (declared == null || measured === null) return null
  if (Math.abs(declared - measured) <= Math.max(tolerance, measured * 0.05)) return null
  return `expected ${format(measured)}, as measured, got ${format(declared)}`
}

/** Rules on recordings that can be played. */
export const RECORDING_CHECKS = {
  'recording/too-short': {
    severity: 'warning',
    says: 'a recording is far too short for its text',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'check whether the right file was uploaded completely',
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
    says: 'a recording has the title of another episode',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'check whether the right file was uploaded, or correct the title in its tags',
    find: otherTitles,
  },
  'recording/contradicted': {
    severity: 'warning',
    says: 'a post declares a duration or size that its recording does not have',
    source: from.PSP('duration and length are those of the file'),
    fix: 'remove the declared value, or check whether the right file was uploaded',
    find: (content) => [...wrongSeconds(content), ...wrongBytes(content)],
  },
  'recording/text-changed': {
    severity: 'advice',
    says: 'the text was changed after it was recorded',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'record it again if more than a typing mistake was changed',
    *find(content) {
      for (const { file } of episodesOf(content).filter(({ textChanged }) => textChanged)) {
        yield { file, message: 'the text was changed after it was recorded' }
      }
    },
  },
  'recording/format': {
    severity: 'warning',
    says: 'a recording is in a format that many apps do not play',
    source: from.APPLE('M4A, MP3, MOV, MP4, M4V and PDF'),
    fix: 'convert it to MP3, or to AAC in M4A',
    find: inField('audio')((episode, { codecs }) => {
      if (!isMeasured(episode)) return null
      return unplayedFormat(episode.audio.type, codecs.get(episode.file) ?? null)
    }),
  },
  'recording/insecure': {
    severity: 'warning',
    says: 'the address of a recording is not encrypted',
    source: from.PODCASTING('addresses must be https'),
    fix: 'write https, and make sure that the host supports it',
    find: inField('audio')(
      ({ audio: { url, path } }) =>
        path === null && isInsecure(url) && `expected https, got ${url}`,
    ),
  },
  'recording/poor': {
    severity: 'advice',
    says: 'the bit rate of a recording is so low that speech sounds bad',
    source: from.APPLE_LOUDNESS('64 to 128 kbit/s are usual for speech'),
    fix: 'encode speech at 64 to 96 kbit/s, mono',
    find: inField('audio')((episode) => {
      const { bytes, seconds, type } = episode.audio
      if (!isMeasured(episode) || bytes === null || seconds === null || !(type in PLAYED))
        return null
      const rate = (bytes * 8) / seconds
      return rate < POOREST && `expected at least 32 kbit/s, got ${Math.round(rate / 1000)} kbit/s`
    }),
  },
  'recording/large': {
    severity: 'advice',
    says: 'a recording is so large that some directories refuse it',
    source: from.APPLE('smaller files load sooner and lose fewer listeners'),
    fix: 'encode speech at 64 to 96 kbit/s, mono',
    find: inField('audio')(({ audio }) => {
      const bytes = audio.bytes ?? 0
      return bytes > LARGEST && `expected at most 200 MB, got ${Math.round(bytes / 1e6)} MB`
    }),
  },
} satisfies Checks<Content>
