import { setTimeout as wait } from 'node:timers/promises'
import { threadId } from 'node:worker_threads'
import { answerAsThread } from '../../src/base/threads.ts'

/** What a thread does when it is told to, for better or worse. */
export const DEEDS: Readonly<Record<string, () => unknown>> = {
  answer: () => 42,
  'sleep for a second': () => wait(1000, 42),
  'say which it is': () => threadId,
  fail: () => {
    throw new RangeError('expected another word')
  },
  'run for ever': () => {
    for (let turn = 0; ; turn += 1) if (turn < 0) return turn
  },
  'match for ever': () => /^(?:a+)+$/.test(`${'a'.repeat(50)}b`),
  'take all memory': () => {
    const all: number[][] = []
    for (;;) all.push(Array.from({ length: 100_000 }, (_, index) => index))
  },
  end: () => process.exit(1),
}

answerAsThread(import.meta.url, (deed) => DEEDS[String(deed)]?.())
