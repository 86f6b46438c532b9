import { parentPort, threadId } from 'node:worker_threads'

/** A thread that does what it is told, for better or worse. */
const DEEDS: Readonly<Record<string, () => unknown>> = {
  answer: () => 42,
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

parentPort?.on('message', (deed: string) => {
  try {
    parentPort?.postMessage({ result: DEEDS[deed]?.() }, [])
  } catch (fault) {
    parentPort?.postMessage({ fault }, [])
  }
})
