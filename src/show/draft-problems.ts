import type { Problem } from '../base/problem.ts'
import { problem, withFix } from '../base/problem.ts'
import type { RuleId } from '../base/rules.ts'
import type { FieldName } from '../posts/conventions.ts'
import type { Draft } from './draft.ts'
import { keyOf, lineOfField } from './found-post.ts'
import type { Settings } from '../settings/settings.ts'

/** The problems of a post that contradicts its recording or the settings. */
export function draftProblems(draft: Draft, settings: Settings): readonly Problem[] {
  return [...lateSoundbites(draft), ...missingNumber(draft, settings)]
}

function lateSoundbites(draft: Draft): readonly Problem[] {
  const { post, stated } = draft
  return post.soundbites
    .filter(({ start, seconds }) => !isInside(start + seconds, stated.seconds))
    .map(({ start, seconds }) => {
      const what = `a soundbite ends at ${start + seconds} s, but the recording lasts ${Math.floor(stated.seconds ?? 0)} s, so it is left out`
      return doubt(draft, 'soundbites', 'episode/soundbite', what)
    })
}

/** @see https://podcasters.apple.com/support/1691-apple-podcasts-categories for serial shows */
function missingNumber(draft: Draft, { type }: Settings): readonly Problem[] {
  const { episode, episodeDisplay, episodeType } = draft.post
  if (type !== 'serial' || episode !== null || episodeType !== 'full') return []
  const got =
    episodeDisplay === null
      ? 'has no number'
      : `has "${episodeDisplay}", which is not a whole number`
  const what = `the show is serial, but this episode ${got}, so apps cannot put it in order`
  return [doubt(draft, 'episode', 'episode/number', what)]
}

function doubt({ post }: Draft, field: FieldName, rule: RuleId, what: string): Problem {
  const line = lineOfField(post, field)
  return problem(rule, { file: post.file, line, field: keyOf(post, field) }, withFix(rule, what))
}

/** Whether a position is inside a recording; true if its duration is unknown. */
export function isInside(end: number, seconds: number | null): boolean {
  return seconds === null || end <= seconds
}
