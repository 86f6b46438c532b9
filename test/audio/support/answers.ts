import type { Answer } from './recording-server.ts'

/** Answers with each in its turn, and with the last one from then on. */
export function inTurn(...answers: readonly Answer[]): Answer {
  return (request, response, count) => {
    answers[Math.min(count, answers.length - 1)]?.(request, response, count)
  }
}

/** Answers plain requests in one way, and those for parts in another. */
export function plainOr(plain: Answer, ranged: Answer): Answer {
  return (request, response, count) =>
    (request.headers.range === undefined ? plain : ranged)(request, response, count)
}

/** Answers HEAD in one way, and all else in another. */
export function headOr(head: Answer, other: Answer): Answer {
  return (request, response, count) => {
    const answer = request.method === 'HEAD' ? head : other
    answer(request, response, count)
  }
}

/** Answers with a status and a few words. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) => void response.writeHead(code, headers).end('sorry')
}

/** Answers with text, as for a person. */
export function text(type: string, content: string): Answer {
  return (_, response) => void response.writeHead(200, { 'Content-Type': type }).end(content)
}

/** Sends the same bytes for ever, as fast as they are taken or one in so many milliseconds. */
export function endless(bytes: Buffer, pause = 0): Answer {
  return (_, response) => {
    response.writeHead(200)
    const send = (): void => {
      if (response.destroyed) return
      response.write(bytes, () => (pause === 0 ? setImmediate(send) : setTimeout(send, pause)))
    }
    send()
  }
}
