import { expect, test } from 'vitest'
import type { Context } from '../../src/commands/command.ts'
import { createProgress } from '../../src/commands/progress.ts'

/** A terminal, and a clock that is set by hand. */
function startClock(): Context & { readonly lines: string[]; set: (seconds: number) => void } {
  const lines: string[] = []
  let seconds = 0
  return {
    lines,
    set: (next) => (seconds = next),
    print: () => undefined,
    report: () => undefined,
    draw: (text) => lines.push(text.replace('\r\u001B[K', '')),
    now: () => new Date(seconds * 1000),
    signal: new AbortController().signal,
  }
}

test('tells how much is done and about how long the rest takes', () => {
  const clock = startClock()
  const progress = createProgress('recordings measured', clock)
  for (const done of [1, 2, 4]) {
    clock.set(done)
    progress(done, 4)
  }
  expect(clock.lines).toEqual([
    '1 of 4 recordings measured, about 3 s left',
    '2 of 4 recordings measured, about 2 s left',
    '4 of 4 recordings measured\n',
  ])
})

test('reckons by the pace of late, for what is known from before goes by at once', () => {
  const clock = startClock()
  const progress = createProgress('recordings measured', clock)
  clock.set(1)
  progress(1000, 1100)
  for (let done = 1001; done <= 1050; done += 1) {
    clock.set(done - 999)
    progress(done, 1100)
  }
  expect(clock.lines.at(-1)).toBe('1050 of 1100 recordings measured, about 50 s left')
})

test('says nothing of what is done at once, and nothing where there is no terminal', () => {
  const clock = startClock()
  createProgress('recordings measured', clock)(4, 4)
  createProgress('recordings measured', { ...clock, draw: null })(1, 4)
  expect(clock.lines).toEqual([])
})
