import * as v from 'valibot'
import { createHosts } from '../../src/net/hosts.ts'
import type { Job, Kind, Task } from '../../src/jobs/job.ts'
import type { RunOptions } from '../../src/jobs/runner.ts'

/** A result with a place for damage deep inside. */
export interface Counted {
  readonly letters: number
  readonly parts: readonly { readonly text: string }[]
}

const COUNTED: v.GenericSchema<unknown, Counted> = v.object({
  letters: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  parts: v.array(v.object({ text: v.string() })),
})

type Do = (text: string, task: Task<Counted>) => Promise<Counted>

/** A kind that is done as the test says. */
export function kindOf(
  run: Do,
  more: Partial<Omit<Kind<string, Counted>, 'run'>> = {},
): Kind<string, Counted> {
  return {
    name: 'letters',
    counted: 'letters counted',
    methods: ['count 1'],
    schema: COUNTED,
    atOnce: 2,
    run,
    ...more,
  }
}

export function counted(text: string): Counted {
  return { letters: text.length, parts: text.split(' ').map((part) => ({ text: part })) }
}

/** Counts the letters of a text. */
export const LETTERS = kindOf((text) => Promise.resolve(counted(text)))

export function jobOf(
  kind: Kind<string, Counted>,
  key: string,
  more: Partial<Job<string, Counted>> = {},
): Job<string, Counted> {
  return { kind, key, input: key, work: key, believed: Infinity, ...more }
}

export const HOSTS = createHosts()

export const HOUR = Date.parse('2026-06-01T12:00:00Z')

const refuse = (): never => {
  throw new Error('there is nothing to read')
}
const refuseLater = (): Promise<never> => Promise.reject(new Error('there is nothing to read'))

/** Runs with no disk to read, at one hour. */
export function runOptions(more: Partial<RunOptions> = {}): RunOptions {
  return {
    now: () => new Date(HOUR),
    signal: new AbortController().signal,
    progress: () => undefined,
    disk: { open: refuseLater, openSync: refuse, read: refuseLater },
    ...more,
  }
}
