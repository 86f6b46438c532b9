import { inField, type Content, episodesOf, placeOf } from './checked-content.ts'
import { wordsOf } from '../../posts/timed-text/spoken-words.ts'
import { formatClock } from '../../base/written-times.ts'
import type { Checks, Found } from '../rule.ts'
import * as from from '../../base/sources.ts'
import type { Episode } from '../../show/episode.ts'
import { spokenText } from './prose.ts'

/** The largest share of a recording that may be music or silence at its end. */
const MOST_UNSAID = 0.4
/** In seconds; less at the end is an outro, whatever its share. */
const LEAST_UNSAID = 5
/** Words that a cue may have: more fill the screen of a phone. */
const MOST_WORDS = 70

/** Rules on the times and the length of transcripts. */
export const TRANSCRIPT_CHECKS = {
  'transcript/incomplete': {
    severity: 'advice',
    says: 'a transcript ends long before its recording',
    source: from.TRANSCRIPTS('a transcript has the words of the recording'),
    fix: 'check whether the file was written completely, and complete it',
    find: inField('transcripts')(({ transcripts, audio: { seconds } }) => {
      if (seconds === null) return null
      return transcripts.flatMap(({ file, cues }) => {
        const end = cues.reduce((last, cue) => Math.max(last, cue.end), 0)
        const isWhole = file === null || cues.length === 0 || end > seconds * (1 - MOST_UNSAID)
        if (isWhole || seconds - end < LEAST_UNSAID) return []
        return [
          `its last words end at ${formatClock(end)}, but the recording lasts ${formatClock(seconds)}`,
        ]
      })
    }),
  },
  'transcript/coarse': {
    severity: 'advice',
    says: 'a cue of a transcript has so many words that nobody can follow them',
    source: from.TRANSCRIPTS('cues are shown while they are heard'),
    fix: 'divide it into cues of a sentence each',
    find: inField('transcripts')(({ transcripts }) =>
      transcripts.flatMap(({ file, cues }) => {
        const words = cues.reduce((most, { text }) => Math.max(most, wordsOf(text).length), 0)
        const isCoarse = file !== null && words > MOST_WORDS
        return isCoarse ? [`expected a sentence in each cue, got one of ${words} words`] : []
      }),
    ),
  },
} satisfies Checks<Content>

/** Shorter words are common to all texts. */
const LONG_WORD = 5
/** Fewer different words are not enough evidence. */
const TELLING = 20
/** The share of the words of a transcript that are in an article: at most of its own, at least of the other. */
const FOREIGN = 0.3
const AKIN = 0.6
/** A word that is in more articles does not identify one. */
const RARE = 5

interface Words {
  readonly episode: Episode
  readonly article: ReadonlySet<string>
}

function wordsOfArticle({ title, body }: Episode): ReadonlySet<string> {
  return longWords(`${title}\n${spokenText(body.text())}`)
}

function longWords(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).flatMap((word) => (word.text.length < LONG_WORD ? [] : word.text)))
}

function shareIn(words: ReadonlySet<string>, article: ReadonlySet<string>): number {
  return [...words].filter((word) => article.has(word)).length / words.size
}

/** The episode whose article has most of the telling words. */
function likeliest(
  transcript: ReadonlySet<string>,
  index: ReadonlyMap<string, readonly Words[]>,
): Words | null {
  const counts = new Map<Words, number>()
  for (const word of transcript) {
    const places = index.get(word) ?? []
    if (places.length > RARE) continue
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  const [first] = [...counts].toSorted(([, a], [, b]) => b - a)
  return first?.[0] ?? null
}

/** Transcripts that have hardly any words of their own article, and most of another. */
export function otherArticles(content: Content): readonly Found[] {
  const strange = episodesOf(content).flatMap((episode) => {
    const transcript = longWords(episode.cues.map(({ text }) => text).join('\n'))
    const isStrange =
      transcript.size >= TELLING && shareIn(transcript, wordsOfArticle(episode)) < FOREIGN
    return isStrange ? [{ episode, transcript }] : []
  })
  if (strange.length === 0) return []
  const all = episodesOf(content).map((episode) => ({ episode, article: wordsOfArticle(episode) }))
  const index = new Map<string, Words[]>()
  for (const words of all) {
    for (const word of words.article) {
      const places = index.get(word)
      if (places === undefined) index.set(word, [words])
      else if (places.length <= RARE) places.push(words)
    }
  }
  return strange.flatMap(({ episode, transcript }) => {
    const other = likeliest(transcript, index)
    if (other === null || shareIn(transcript, other.article) < AKIN) return []
    const message = `its words are those of ${other.episode.file}`
    return [{ ...placeOf(content, episode, 'transcripts'), message }]
  })
}
