import { readdir } from 'node:fs/promises'
import { whyRefused } from '../base/fault.ts'
import type { Problem } from '../base/problem.ts'
import { openKeptTexts } from '../jobs/kept-texts.ts'
import type { Composition } from '../show/compose-show.ts'
import { isWithheld } from '../show/ledger/went-out.ts'
import { readListeners } from '../show/listeners.ts'
import type { OpenShow } from '../show/open-show.ts'
import { preparing } from '../site/article-service.ts'
import { createKeptNotes } from '../site/kept-notes.ts'
import { type Live, type LoadedShow, startLive } from '../site/live.ts'
import { PUBLIC_FOLDER } from '../site/public-files.ts'
import { createBell, type Fault, followWork, note, type Worked } from './background-work.ts'
import type { Context } from './command.ts'
import { readToBegin, SETTLE } from './first-reading.ts'
import { createLiveAnnouncer } from './live-announcer.ts'
import { rememberGuids } from './open-folder.ts'
import { reportProblems } from './report.ts'

/** Milliseconds after which missing episodes are looked for again. */
const MISSING_LOOK = 60_000

/** A live show whose folder and hosts are followed. */
interface Followed {
  readonly live: Live
  /** Resolves when all work has ended; the signal must be aborted before. */
  readonly close: () => Promise<void>
}

/**
 * Makes the show of a folder live, and does its work until the signal aborts.
 *
 * @param watch Whether changes in the folder are followed.
 * @throws {Refusal} If no show can be read at the start.
 */
export async function follow(
  opened: OpenShow,
  watch: boolean,
  context: Context,
): Promise<Followed> {
  const bell = createBell()
  const faults = new Set<Fault>()
  const texts = openKeptTexts(opened.folder, 'notes', (sentence) => context.report(`! ${sentence}`))
  const notes = createKeptNotes(texts)
  const started = await start(opened, { watch, faults, notes, bell }, context)
  const { live } = started
  const working = followWork(opened, { ...started, faults, notes, bell }, context)
  return { live, close: async () => void (await Promise.all([live.close(), working])) }
}

interface StartOptions extends Pick<Worked, 'faults' | 'notes' | 'bell'> {
  readonly watch: boolean
}

async function start(
  opened: OpenShow,
  { watch, faults, notes, bell }: StartOptions,
  context: Context,
): Promise<Pick<Worked, 'live' | 'composition'>> {
  const { signal } = context
  const reportNew = createReporter(context)
  let composition: Composition | null = null
  let reported: string | null = null
  const live = await startLive({
    source: {
      watchPaths: () => opened.watchPaths(),
      isOwn: (file) => opened.isOwn(file),
      isThere: () => isFolder(opened.folder),
      wrong: () => [...faults],
      async load(changed): Promise<LoadedShow> {
        const read =
          composition === null
            ? await readToBegin(opened, context)
            : await opened.read({ now: context.now(), settle: SETTLE, changed, signal })
        reportNew(read.problems)
        composition = read.composition ?? composition
        // Whether or not it becomes live, there may be work to do.
        bell.ring()
        const { show = null, wakeAt = null } = read.composition ?? {}
        const loaded = { show, wakeAt, modified: read.modified }
        return isWithheld(read.problems) ? withheld(loaded, context.now()) : loaded
      },
    },
    prepare: preparing(opened, context.now, notes.of),
    listeners: () => readListeners(opened.folder),
    publicFolder: PUBLIC_FOLDER,
    clock: context.now,
    report(message, cause) {
      // What was broken off at the end is no failure.
      if (signal.aborted && cause === signal.reason) return
      context.report(`! ${message}${cause === undefined ? '' : `: ${whyRefused(cause)}`}`)
    },
    beforeLive: async (_show, problems) => {
      reportNew(problems)
      if (composition !== null) {
        const consequence = ', so guids are only kept while this program runs'
        const failure = await rememberGuids(opened, composition, context, consequence)
        if (failure !== null && failure !== reported) context.report(failure)
        reported = failure
        note(faults, 'new guids cannot be written to the ledger', failure !== null)
      }
    },
    afterLive: createLiveAnnouncer(opened.folder, context),
    watch: watch ? { polling: false } : null,
  })
  return {
    live,
    // Holds only the latest: every other one would stay in memory with the texts of its posts.
    composition() {
      if (composition === null) throw new Error('expected a live show to have been read')
      return composition
    },
  }
}

async function isFolder(path: string): Promise<boolean> {
  return readdir(path).then(
    () => true,
    () => false,
  )
}

/** Keeps the last show live, because this one would remove episodes that subscribers have. */
function withheld({ wakeAt, modified }: LoadedShow, now: Date): LoadedShow {
  const look = now.getTime() + MISSING_LOOK
  return { show: null, modified, wakeAt: new Date(Math.min(look, wakeAt?.getTime() ?? look)) }
}

/** Reports each problem once, however often the show is read. */
function createReporter(context: Context): (problems: readonly Problem[]) => void {
  const known = new Set<string>()
  return (problems) => {
    const fresh = problems.filter((problem) => {
      const key = JSON.stringify(problem)
      return !known.has(key) && known.add(key)
    })
    reportProblems(fresh, context)
  }
}
