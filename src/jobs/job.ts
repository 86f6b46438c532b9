import { HOUR, DAY } from '../base/written-times.ts'
import { hash as digest } from 'node:crypto'
import type { GenericSchema } from 'valibot'
import type { Hosts } from '../net/hosts.ts'
import type { openStudio } from '../artwork/studio.ts'
import type { Disk } from '../base/disk.ts'
import type { Workers } from '../base/workers.ts'
import type { MadeFiles, MadePath } from './made-files.ts'

/**
 * One kind of slow work: how it is done, and the schema of its results. A new kind is one file that
 * makes a `Kind`, and a composer that asks for its jobs. Both the input and the result of a job are plain
 * data.
 */
export interface Kind<Work, Result> {
  /** The name of its file in the store. */
  readonly name: string
  /** How progress counts its jobs, e.g. `recordings measured`. */
  readonly counted: string
  /**
   * The current methods with their versions, e.g. `mpeg 1`. A result of another method is discarded, and
   * the job done again.
   */
  readonly methods: readonly [string, ...string[]]
  /** The method of a result; by default the first of `methods`. */
  methodOf?(result: Result): string
  /**
   * Every result is checked with it when it is read from disk. Null if making a result is as fast as
   * reading it; then it is kept in memory only.
   */
  readonly schema: GenericSchema<unknown, Result> | null
  /** How many jobs run at the same time. */
  readonly atOnce: number
  /** Whether results were paid for: they are kept although no show asks for them, and written at once. */
  readonly isDear?: true
  /** The files that belong to a result; if one is missing, the result is discarded. */
  filesOf?(result: Result): readonly MadePath[]
  /** @throws {JobFailure} If it cannot be done. */
  run(work: Work, task: Task<Result>): Promise<Result>
}

/** One piece of slow work, as data for a runner. */
export interface Job<Work = unknown, Result = unknown> {
  readonly kind: Kind<Work, Result>
  /** What it is about, e.g. the path of a file; one result is kept for each key. */
  readonly key: string
  /** A hash of everything that it depends on; a result for another input is outdated. */
  readonly input: string
  readonly work: Work
  /** The result where it is known without any work; one in the store counts more. */
  readonly given?: Result
  /** Milliseconds for which a result is valid; `Infinity` if only another input outdates it. */
  readonly believed: number
  /** Whether it sends requests to another host. */
  readonly elsewhere?: boolean
  /** What it is permitted to do: a failure with another permission does not count. */
  readonly permission?: string
  /** The earliest time to run it, in milliseconds since 1970; by default now. */
  readonly from?: number
}

/** What a running job may use. */
export interface Task<Result> {
  /** Aborts the work; its reason is thrown. */
  readonly signal: AbortSignal
  /** The last result for the same input, e.g. for a conditional request. */
  readonly before: Result | null
  /** Connections and limits for other hosts, shared by all jobs. */
  readonly hosts: Hosts
  /** The files that may be read. */
  readonly disk: Pick<Disk, 'open' | 'openSync' | 'read'>
  /** Opens the studio for images, or says why there is none. */
  readonly studio: typeof openStudio
  /** The threads that read articles. */
  readonly threads: Workers
  /** Where files that belong to a result are written. */
  readonly files: MadeFiles
}

/** Why a job could not be done. */
export interface Failure {
  /** A sentence for the author. */
  readonly message: string
  /** The kind of cause, e.g. `unreachable`. */
  readonly code: string
  /** When to try again, in milliseconds since 1970; null if only with another input. */
  readonly again: number | null
}

/** Milliseconds after which reading a file is tried again: its permissions may have been corrected. */
export const UNREADABLE = 60_000

/** Thrown by a job that cannot be done. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure'
  readonly code: string
  /** Milliseconds after which to try again; null if only with another input. */
  readonly pause: number | null

  constructor(message: string, code: string, pause: number | null, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.pause = pause
  }
}

/** What the store knows of a job. */
export interface Known<Result> {
  /** The result for exactly this input, by a current method; null if there is none yet. */
  readonly result: Result | null
  /** The last result for the same key, with any input; it is used until there is a new one. */
  readonly last: Result | null
  /** Why the last try for this input failed, if it did. */
  readonly failure: Failure | null
  /** When it is due, in milliseconds since 1970; 0 for now, `Infinity` for never. */
  readonly due: number
  /** When it was last done or tried for this input, in milliseconds since 1970; 0 for never. */
  readonly since: number
}

/**
 * Whether a job is due. A result with a time in the future was made while the clock was wrong, so its
 * age is unknown.
 */
export function isDue({ due, since }: Pick<Known<unknown>, 'due' | 'since'>, now: Date): boolean {
  const hour = now.getTime()
  return due <= hour || (since > hour && due !== Infinity)
}

/** Where results are looked up. Lookups change nothing. */
export interface Results {
  readonly of: <Work, Result>(job: Job<Work, Result>) => Known<Result>
  /** The path of a made file. */
  readonly files: Pick<MadeFiles, 'pathOf'>
}

/** A short hash of some values. */
export function hashOf(...values: readonly unknown[]): string {
  return digest('sha256', JSON.stringify(values)).slice(0, 24)
}

/** Upper bound of the age of an episode → how long results about its files on other hosts are valid. */
const BELIEVED = [
  { age: 2 * DAY, time: HOUR },
  { age: 30 * DAY, time: DAY },
  { age: Infinity, time: 30 * DAY },
] as const

/** Milliseconds for which results from another host are valid, for an episode of this age. */
export function believedFor(age: number): number {
  return BELIEVED.find((row) => age < row.age)?.time ?? DAY
}
