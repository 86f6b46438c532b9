import { toMilliseconds } from './cue.ts'
import type { Cue } from './cue.ts'
import { alignWords, type Line, type Word, wordsOf } from './spoken-words.ts'

/** A cue without its speaker, who does not matter here. */
export type SpokenCue = Pick<Cue, 'start' | 'end' | 'text'>

/** A stretch of speech: a sentence, or a few that the timed text does not separate. */
export interface Stretch {
  /** Seconds from the start of the recording. */
  readonly from: number
  /** Never after the start of the next stretch. */
  readonly to: number
}

/** The place of a stretch in a line. */
export interface Sentence {
  /** The number of its line. */
  readonly line: number
  readonly start: number
  readonly end: number
  readonly stretch: Stretch
}

/** The share of a sentence that must be in the timed text for it to count as spoken. */
const HEARD = 0.4
/** If more words are spoken for each written one, the text is not what is read aloud. */
const MOST_SPOKEN = 20
/** Seconds: a longer cue is split where a sentence ends in it. */
const LONGEST_STRETCH = 20
/** Seconds: during a shorter pause the sentence before it stays highlighted. */
const LONGEST_PAUSE = 2
/** The end of a sentence, including quotation marks and brackets. */
const FULL_STOP = /[.!?…]["'”’»)\]]*\s+$/

interface ArticleSentence {
  readonly line: number
  readonly start: number
  readonly end: number
  /** Each with its place in the line. */
  readonly words: readonly Word[]
}

/** A word of the timed text, with its cue and the approximate time at which it is heard. */
interface CueWord {
  readonly text: string
  readonly cue: number
  readonly time: number
}

/** A spoken sentence: the range of its words in the timed text. */
interface Heard {
  readonly sentence: ArticleSentence
  readonly first: number
  readonly last: number
}

/** Sentences that are heard together, with the first and the last of their cues. */
interface Open {
  readonly sentences: ArticleSentence[]
  readonly from: number
  readonly firstCue: number
  lastCue: number
}

/**
 * Finds the sentences of an article in its timed text, and when each is heard.
 *
 * Both may differ in punctuation, numbers and single words, and each may have parts that the other lacks;
 * sentences that are not found are left out. Cues need not be sentences: times within a cue are interpolated
 * by letters.
 */
export function spokenSentences(
  lines: readonly Line[],
  cues: readonly SpokenCue[],
  language: string,
): Sentence[] {
  const sentences = lines.flatMap((line, index) => sentencesOf(line, index, language))
  const cueWords = cues.flatMap(wordsOfCue)
  if (cueWords.length > MOST_SPOKEN * wordsIn(sentences)) return []
  const aligned = align(sentences, cueWords).flatMap((each) => {
    const line = lines[each.sentence.line]
    return line === undefined ? [each] : cutAtCues(each, cueWords, line)
  })
  return close(gather(findHeard(aligned, cueWords), cueWords, cues), cues)
}

function sentencesOf({ text }: Line, line: number, language: string): ArticleSentence[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  return [...segmenter.segment(text)].flatMap(({ segment, index }) => {
    const words = wordsOf(segment).map((word) => ({ ...word, start: index + word.start }))
    const start = index + segment.length - segment.trimStart().length
    return words.length === 0 ? [] : [{ line, start, end: index + segment.trimEnd().length, words }]
  })
}

function wordsIn(sentences: readonly ArticleSentence[]): number {
  return sentences.reduce((sum, { words }) => sum + words.length, 0)
}

function wordsOfCue({ start, end, text }: SpokenCue, cue: number): CueWord[] {
  return wordsOf(text).map((word) => ({
    text: word.text,
    cue,
    time: start + ((end - start) * word.start) / text.length,
  }))
}

/** A sentence, and the index of each of its words in the timed text; -1 for none. */
interface Aligned {
  readonly sentence: ArticleSentence
  readonly places: Int32Array
}

function align(
  sentences: readonly ArticleSentence[],
  cueWords: readonly CueWord[],
): readonly Aligned[] {
  const places = alignWords(
    sentences.flatMap(({ words }) => words.map(({ text }) => text)),
    cueWords.map(({ text }) => text),
  )
  let from = 0
  return sentences.map((sentence) => {
    const to = from + sentence.words.length
    const own = places.subarray(from, to)
    from = to
    return { sentence, places: own }
  })
}

/** Splits a sentence after a full stop where the next cue begins: `… came. 3 boats …` are two. */
function cutAtCues(
  { sentence, places }: Aligned,
  cueWords: readonly CueWord[],
  { text }: Line,
): Aligned[] {
  const cueOf = (place: number | undefined) => cueWords[place ?? -1]?.cue
  const cut = sentence.words.findIndex(({ start }, index) => {
    if (index === 0 || !FULL_STOP.test(text.slice(sentence.start, start))) return false
    const before = places.subarray(0, index).findLast((place) => place >= 0)
    const after = places.subarray(index).find((place) => place >= 0)
    return before !== undefined && after !== undefined && cueOf(before) !== cueOf(after)
  })
  if (cut === -1) return [{ sentence, places }]
  const { words, start, end } = sentence
  const middle = words[cut]?.start ?? end
  const head = { ...sentence, end: start + text.slice(start, middle).trimEnd().length }
  const rest = { ...sentence, start: middle, words: words.slice(cut) }
  return [
    { sentence: { ...head, words: words.slice(0, cut) }, places: places.subarray(0, cut) },
    ...cutAtCues({ sentence: rest, places: places.subarray(cut) }, cueWords, { text, places: [] }),
  ]
}

function findHeard(aligned: readonly Aligned[], cueWords: readonly CueWord[]): Heard[] {
  let before = -1
  return aligned.flatMap(({ sentence, places }): Heard[] => {
    const matched = sentence.words.filter((_, index) => (places[index] ?? -1) >= 0)
    if (matched.length === 0 || lettersIn(matched) < HEARD * lettersIn(sentence.words)) return []
    const lead = places.findIndex((place) => place >= 0)
    const first = firstWord(places[lead] ?? 0, lead, before, cueWords)
    before = places.findLast((place) => place >= 0) ?? first
    return [{ sentence, first, last: before }]
  })
}

function lettersIn(words: readonly Word[]): number {
  return words.reduce((sum, { text }) => sum + text.length, 0)
}

/**
 * Where a sentence begins in the timed text, even if its first words differ there: at the start of its cue,
 * unless the sentence before it ends in the same one.
 */
function firstWord(
  matched: number,
  lead: number,
  before: number,
  cueWords: readonly CueWord[],
): number {
  const cue = cueWords[matched]?.cue
  let start = matched
  while (cueWords[start - 1]?.cue === cue && start - 1 >= 0) start--
  return start > before ? start : Math.max(before + 1, matched - lead)
}

/** Joins sentences that one cue contains completely, because their own times are unknown. */
function gather(
  heard: readonly Heard[],
  cueWords: readonly CueWord[],
  cues: readonly SpokenCue[],
): Open[] {
  const stretches: Open[] = []
  for (const { sentence, first, last } of heard) {
    const firstCue = cueWords[first]?.cue ?? 0
    const lastCue = cueWords[last]?.cue ?? 0
    const open = stretches.at(-1)
    if (open !== undefined && isOneCue(open, firstCue, lastCue, cues)) {
      open.sentences.push(sentence)
    } else {
      const from = startsCue(first, cueWords) ? cues[firstCue]?.start : cueWords[first]?.time
      stretches.push({ sentences: [sentence], from: from ?? 0, firstCue, lastCue })
    }
  }
  return stretches
}

function startsCue(word: number, cueWords: readonly CueWord[]): boolean {
  return cueWords[word - 1]?.cue !== cueWords[word]?.cue
}

function isOneCue(
  open: Open,
  firstCue: number,
  lastCue: number,
  cues: readonly SpokenCue[],
): boolean {
  const cue = cues[firstCue]
  return (
    open.firstCue === firstCue &&
    open.lastCue === firstCue &&
    lastCue === firstCue &&
    cue !== undefined &&
    cue.end - cue.start <= LONGEST_STRETCH
  )
}

/**
 * Gives each stretch its end: that of its cue, the start of the next stretch, or the end of a short pause.
 */
function close(stretches: readonly Open[], cues: readonly SpokenCue[]): Sentence[] {
  return stretches.flatMap(({ sentences, from, lastCue }, index) => {
    const end = cues[lastCue]?.end ?? from
    const onward = cues[lastCue + 1]?.start ?? end
    const rested = onward - end < LONGEST_PAUSE ? Math.max(end, onward) : end
    const to = Math.min(rested, stretches[index + 1]?.from ?? rested)
    const stretch = { from: toMilliseconds(from), to: toMilliseconds(to) }
    if (stretch.to <= stretch.from) return []
    return sentences.map(({ line, start, end: last }) => ({ line, start, end: last, stretch }))
  })
}
