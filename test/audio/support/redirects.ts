import { status } from './answers.ts'
import { giveRecording, type Answer } from './recording-server.ts'
import { TALK } from './talk.ts'

/** Redirects by path; where nothing is said, the recording is. */
export function redirects(targets: Readonly<Record<string, string>>, code = 302): Answer {
  return (request, response, count) => {
    const target = targets[request.url ?? '']
    const answer = target === undefined ? giveRecording(TALK) : status(code, { Location: target })
    answer(request, response, count)
  }
}

/** From `/talk.mp3` through as many places as listeners are counted at. */
export const TRACKED: Answer = redirects({
  '/talk.mp3': '/2/talk.mp3',
  '/2/talk.mp3': '../3/talk.mp3?from=2',
  '/3/talk.mp3?from=2': '/4/talk.mp3#start',
  '/4/talk.mp3': './../5/talk.mp3',
  '/5/talk.mp3': '/media/talk.mp3?signed=yes',
})

/** Without an end. */
export const CIRCLE: Answer = redirects({
  '/talk.mp3': '/2',
  '/2': '/3',
  '/3': '/talk.mp3',
})
