import { createHash } from 'node:crypto'
import type { GenericSchema } from 'valibot'
import type { Hosts } from '../net/hosts.ts'
import type { openStudio } from '../artwork/studio.ts'
import type { Disk } from '../base/disk.ts'
import type { MadeFiles, MadePath } from './made-files.ts'

/**
 * One kind of slow work: how it is done, and what its results look like. A new kind is one file that
 * makes a `Kind`, and a composer that asks for its jobs. What a job is done with, and its result, are
 * plain data.
 */
export interface Kind<Work, Result> {
  /** The name of its file in the store. */
  readonly name: string
  /** What its jobs are counted as, e.g. `recordings measured`. */
  readonly counted: string
  /**
   * The ways in which it is done today, with their versions, e.g. `mpeg 1`. What was done in a way
   * that is not among them is forgotten, and done again.
   */
  readonly methods: readonly [string, ...string[]]
  /** The way in which a result came about; the first of `methods` when left out. */
  methodOf?(result: Result): string
  /**
   * Every result is held against it when it is read from disk. Null where a result is made again as
   * quickly as it would be read; then it lives in memory.
   */
  readonly schema: GenericSchema<unknown, Result> | null
  /** Jobs done at the same time. */
  readonly atOnce: number
  /** The made files that a result stands on; it is forgotten with any of them. */
  filesOf?(result: Result): readonly MadePath[]
  /** @throws {JobFailure} If it cannot be done. */
  run(work: Work, task: Task<Result>): Promise<Result>
}

/** One piece of slow work, as data: nothing is done before a runner does it. */
export interface Job<Work = unknown, Result = unknown> {
  readonly kind: Kind<Work, Result>
  /** What it is about, e.g. the path of a file; one result is kept for each. */
  readonly key: string
  /** Tells everything that it is made from; a result for another input is an old one. */
  readonly input: string
  readonly work: Work
  /** Milliseconds for which a result is believed; `Infinity` where only another input outdates it. */
  readonly believed: number
  /** Whether another host is asked. */
  readonly elsewhere?: boolean
  /** What is permitted to it: a failure under another permission says nothing. */
  readonly permission?: string
  /** When it may be done at the earliest, in milliseconds since 1970; now when left out. */
  readonly from?: number
}

/** What a running job may use. */
export interface Task<Result> {
  /** Ends the work early, with the signal's reason thrown. */
  readonly signal: AbortSignal
  /** The result for the same input from the last time, e.g. for a conditional request. */
  readonly before: Result | null
  /** Connections and manners towards other hosts, shared by all jobs. */
  readonly hosts: Hosts
  /** The files that may be read. */
  readonly disk: Pick<Disk, 'open' | 'read'>
  /** What works on pictures, or why there is none here. */
  readonly studio: typeof openStudio
  /** Where pictures and other files are put that belong to a result. */
  readonly files: MadeFiles
}

/** Why a job could not be done. */
export interface Failure {
  /** A sentence for the author. */
  readonly message: string
  /** Tells one cause from another, e.g. `unreachable`. */
  readonly code: string
  /** When it may be tried again, in milliseconds since 1970; null for not before its input changes. */
  readonly again: number | null
}

/** Milliseconds after which a file is looked at again that could not be read: its permissions may be mended. */
export const UNREADABLE = 60_000

/** Thrown by a job that cannot be done. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure'
  readonly code: string
  /** Milliseconds after which it may be tried again; null for not before its input changes. */
  readonly pause: number | null

  constructor(message: string, code: string, pause: number | null, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.pause = pause
  }
}

/** What the store has for a job. */
export interface Known<Result> {
  /** For this very input, made in a way of today; null where there is none yet. */
  readonly result: Result | null
  /** The last result under the same key, whatever it was made from: it stands until there is a new one. */
  readonly last: Result | null
  /** How the last try for this input ended, if it failed. */
  readonly failure: Failure | null
  /** When it is to be done, in milliseconds since 1970; 0 for now, `Infinity` for never. */
  readonly due: number
  /** When it was done or tried last for this input, in milliseconds since 1970; 0 for never. */
  readonly since: number
}

/**
 * Whether a job is to be done by now. What was done at an hour that is still to come was done under a
 * wrong clock, so nobody knows how old it is.
 */
export function isDue({ due, since }: Pick<Known<unknown>, 'due' | 'since'>, now: Date): boolean {
  const hour = now.getTime()
  return due <= hour || (since > hour && due !== Infinity)
}

/** Where results are looked up. Looking changes nothing. */
export interface Results {
  readonly of: <Work, Result>(job: Job<Work, Result>) => Known<Result>
  /** The path of a made file. */
  readonly files: Pick<MadeFiles, 'pathOf'>
}

/** A short text that tells some values from any others. */
export function hashOf(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 24)
}
