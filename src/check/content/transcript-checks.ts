import { inField, type Content } from './content.ts'
import { wordsOf } from '../../posts/timed-text/spoken-words.ts'
import { formatClock } from '../../base/written-times.ts'
import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'

/** The part of a recording that is music or silence at its end, at most. */
const MOST_UNSAID = 0.4
/** In seconds; less at the end is an outro, whatever its part. */
const LEAST_UNSAID = 5
/** Words that a cue may have: more fill the screen of a phone. */
const MOST_WORDS = 70

/** Whether the times of a transcript are of use. */
export const TRANSCRIPT_CHECKS = {
  'transcript/incomplete': {
    severity: 'advice',
    says: 'a transcript ends long before its recording',
    source: from.TRANSCRIPTS('a transcript has the words of the recording'),
    fix: 'check whether the file was written completely, and complete it',
    find: inField('transcripts')(({ transcripts, audio: { seconds } }) => {
      if (seconds === null) return null
      return transcripts.flatMap(({ file, cues }) => {
        const end = Math.max(...cues.map((cue) => cue.end))
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
        const words = Math.max(0, ...cues.map(({ text }) => wordsOf(text).length))
        const isCoarse = file !== null && words > MOST_WORDS
        return isCoarse ? [`expected a sentence in each cue, got one of ${words} words`] : []
      }),
    ),
  },
} satisfies Checks<Content>
