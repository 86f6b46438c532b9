import { setTimeout as wait } from 'node:timers/promises'
import { answerAsProcess } from '../../src/base/processes.ts'

/** What a process does when it is told to, for better or worse. */
const DEEDS: Readonly<Record<string, () => unknown>> = {
  answer: () => 42,
  'say which it is': () => process.pid,
  'say what it knows': () => Object.keys(process.env),
  fail: () => {
    throw new RangeError('expected another word')
  },
  'compute for ever': async () => {
    // As the threads of a library do, while its main thread is free.
    for (;;) {
      for (let turn = 0; turn < 1e6; turn += 1) Math.sqrt(turn)
      await new Promise((resolve) => setImmediate(resolve))
    }
  },
  'run for ever': () => {
    for (let turn = 0; ; turn += 1) if (turn < 0) return turn
  },
  'take all memory': async () => {
    for (const all: Buffer[] = []; ; all.push(Buffer.alloc(10_000_000, 1)))
      await new Promise((resolve) => setImmediate(resolve))
  },
  wait: () => new Promise(() => undefined),
  'sleep for a second': () => wait(1000, 42),
  end: () => process.exit(3),
  crash: () => process.kill(process.pid, 'SIGSEGV'),
}

answerAsProcess((deed) => (deed instanceof Uint8Array ? deed : DEEDS[String(deed)]?.()))
