import { contradiction } from './declared-language.ts'
import { inField, type Content } from './checked-content.ts'
import type { Cue } from '../../posts/timed-text/cue.ts'
import type { Transcript } from '../../show/episode.ts'
import { otherArticles } from './transcript-checks.ts'
import { readingOf } from './reading.ts'
import type { Checks } from '../rule.ts'
import * as from from '../../base/sources.ts'

/** Whether the language of the show is not set, which is reported once, with the settings. */
function isAssumed({ show }: Content): boolean {
  return show.problems.some(
    ({ rule, field }) => rule === 'settings/missing' && field === 'language',
  )
}

const hasFile = ({ file }: Transcript): boolean => file !== null

function textOfCues(cues: readonly Cue[]): string {
  return cues.map(({ text }) => text).join('\n')
}

/** Whether texts are in the language that is declared. */
export const LANGUAGE_CHECKS = {
  'episode/language': {
    severity: 'warning',
    says: 'a text is probably not in its declared language',
    source: from.LANGUAGES('the tag names the language of the text'),
    fix: 'write lang: … in the post, or correct language in the settings',
    find: inField('language')((episode, content) => {
      const { file, language } = episode
      if (content.posts.get(file)?.language === null && isAssumed(content)) return null
      const { why } = readingOf(episode)
      return why !== null && `the declared language is "${language}", but ${why}`
    }),
  },
  'transcript/language': {
    severity: 'warning',
    says: 'a transcript is probably not in its declared language',
    source: from.TRANSCRIPTS('a transcript has the language of the words'),
    fix: 'write the transcript with its language ({ url, language }), or check whether it is the right file',
    find: inField('transcripts')(({ transcripts, language }, content) => {
      if (isAssumed(content)) return null
      // The other forms of a transcript are made of the file of the author
      return transcripts.filter(hasFile).flatMap(({ cues, ...transcript }) => {
        const declared = transcript.language ?? language
        const why = contradiction(textOfCues(cues), declared)
        return why === null ? [] : [`the transcript is declared as "${declared}", but ${why}`]
      })
    }),
  },
  'transcript/other-article': {
    severity: 'warning',
    says: 'a transcript has the words of another article',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'check whether the files of the two posts were mixed up',
    find: otherArticles,
  },
} satisfies Checks<Content>
