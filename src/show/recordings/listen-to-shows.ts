import { relative, sep } from 'node:path'
import type { Heard } from '../../audio/listen/listening.ts'
import type { Disk } from '../../base/disk.ts'
import { isDue, type Results } from '../../jobs/job.ts'
import { listenToFile } from '../../jobs/listen-to-file.ts'
import type { Runner, RunOptions } from '../../jobs/runner.ts'
import type { Episode, Enclosure } from '../episode.ts'
import type { Show } from '../show.ts'

/** What was heard in the recordings of some shows. */
export interface Listened {
  /** By absolute path of the local file. */
  readonly heard: ReadonlyMap<string, Heard>
  /** Why others were not decoded: a sentence → their paths from the content folder. */
  readonly unheard: ReadonlyMap<string, readonly string[]>
  /** The number of recordings on other hosts, which are not decoded. */
  readonly elsewhere: number
}

/** What listening needs besides the shows. */
interface Around {
  /** The content folder, absolute. */
  readonly folder: string
  readonly disk: Disk
  readonly results: Results
  readonly runner: Runner
}

/** All recordings of an episode: the one of its enclosure, and those in other formats. */
export function recordingsOf({ audio, alternates }: Episode): readonly Enclosure[] {
  return [audio, ...alternates]
}

/**
 * Decodes all local recordings of some shows, and measures what is heard in them. A file that was
 * decoded before is not decoded again.
 */
export async function listenToShows(
  shows: readonly Show[],
  { folder, disk, results, runner }: Around,
  options: Omit<RunOptions, 'disk'>,
): Promise<Listened> {
  const recordings = shows
    .flatMap(({ episodes, scheduled }) => [...episodes, ...scheduled])
    .flatMap(recordingsOf)
  const files = new Set(recordings.flatMap(({ file }) => file ?? []))
  const jobs = new Map<string, ReturnType<typeof listenToFile>>()
  for (const file of files) {
    const facts = disk.stat(file)
    if (facts === null) continue
    jobs.set(file, listenToFile(relative(folder, file).replaceAll(sep, '/'), file, facts))
  }
  const due = [...jobs.values()].filter((job) => isDue(results.of(job), options.now()))
  await runner.run(due, { ...options, disk })
  const heard = new Map<string, Heard>()
  const unheard = new Map<string, string[]>()
  for (const [file, job] of jobs) {
    const { result, failure } = results.of(job)
    if (result !== null) heard.set(file, result)
    else if (failure !== null) {
      unheard.set(failure.message, [...(unheard.get(failure.message) ?? []), job.key])
    }
  }
  const elsewhere = recordings.filter(({ file }) => file === null).length
  return { heard, unheard, elsewhere }
}
