import type { RequestListener } from 'node:http'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Job } from '../jobs/job.ts'
import { WORK } from '../jobs/kinds.ts'
import { dueNow, nextDue } from '../jobs/worklist.ts'
import type { Problem } from '../base/problem.ts'
import { faultOf } from '../base/fault.ts'
import { whyUnwritable } from '../base/file-errors.ts'
import { isWithheld } from '../show/ledger/went-out.ts'
import type { OpenShow, ReadShow } from '../show/open-show.ts'
import { type Show, urlOf } from '../show/show.ts'
import type { Composition } from '../show/compose-show.ts'
import { createApp } from '../site/app.ts'
import { type Live, type LoadedShow, startLive } from '../site/live.ts'
import { listen } from '../site/server.ts'
import { type Given, type Surroundings, UsageError, optionOf, textOf } from './command.ts'
import { openFolder, readWhole } from './open-show.ts'
import { createWorkProgress } from './progress.ts'
import { PUBLIC_FOLDER } from './public-folder.ts'
import { rememberGuids } from './remember-guids.ts'
import { formatSkipped, plural, reportProblems } from './report.ts'

/** Milliseconds for which a recording that changed while we serve must rest before it goes out. */
const SETTLE = 2000
/** Milliseconds after which is looked whether episodes that were missing are there again. */
const MISSING_LOOK = 60_000

/** Milliseconds for which a start waits for artwork; what is not made by then follows on air. */
const ARTWORK_PATIENCE = 5000
/** Milliseconds after which work that was done goes on air while more is being done. */
const BATCH = 1000
/** Milliseconds after which is looked, at the latest, whether there is work to do. */
const LOOK = 15_000

/** Milliseconds in which all work must have ended once we are asked to end. */
const GRACE = 3000

const NOTHING: ReadonlySet<string> = new Set()

/** Serves the show, and follows its folder until it is asked to end. */
export async function run(given: Given, around: Surroundings): Promise<0 | 1> {
  const { handle, put } = createSwitch()
  const listening = await listen(handle, {
    host: optionOf(given, 'host') ?? '',
    port: parsePort(optionOf(given, 'port') ?? ''),
  })
  try {
    const opened = await openFolder(
      {
        folder: textOf(given.arguments[0]),
        baseUrl: optionOf(given, 'baseUrl'),
        fallbackUrl: listening.url,
        allowRemoval: given.options['allowRemoval'] === true,
      },
      around,
    )
    const { live, close } = await follow(opened, given.options['watch'] !== false, around)
    put(createApp(live))
    around.print(formatStart(live.onAir.show).join('\n'))
    if (!around.signal.aborted) await once(around.signal, 'abort')
    // Whatever a watcher or another host still holds must not keep a service from ending.
    await Promise.race([close(), wait(GRACE, undefined, { ref: false })])
    return 0
  } finally {
    await listening.close(2000)
  }
}

/** A show on air whose folder and hosts are followed. */
interface Followed {
  readonly live: Live
  /** Done when all work has ended, for which the signal must have been aborted. */
  readonly close: () => Promise<void>
}

/**
 * Puts the show of a folder on air, and follows whatever it is made from until the signal is aborted.
 *
 * @param watch Whether the folder is followed, too.
 * @throws {Refusal} If there is no show to begin with.
 */
export async function follow(
  opened: OpenShow,
  watch: boolean,
  around: Surroundings,
): Promise<Followed> {
  const bell = createBell()
  const onAir = await start(opened, { watch, composed: bell.ring }, around)
  const { live } = onAir
  const following = followWork(opened, onAir, bell, around)
  const close = async (): Promise<void> => {
    await Promise.all([live.close(), following])
  }
  return { live, close }
}

/** Does the work of the show that is on air for as long as we serve; whatever is done goes on air. */
async function followWork(
  opened: OpenShow,
  { live, composition }: OnAir,
  bell: Bell,
  around: Surroundings,
): Promise<void> {
  const { now, signal } = around
  const progress = createWorkProgress(around)
  let told: string | null = null
  /** @returns Whether it went well. */
  async function doWork(jobs: readonly Job[]): Promise<boolean> {
    try {
      await opened.run(jobs, { now, signal, progress, batch: BATCH })
      told = null
      return true
    } catch (cause) {
      const fault = faultOfWork(cause)
      if (!signal.aborted && fault !== told) around.tell(fault)
      told = fault
      return false
    }
  }
  while (!signal.aborted) {
    if (opened.hasNews()) await live.refresh(NOTHING)
    const isStuck = opened.hasNews()
    const work = opened.work()
    const jobs = dueNow(work, now())
    if (jobs.length > 0 && !isStuck) {
      // A disk that is full now is full for a while.
      if (!(await doWork(jobs))) await wait(LOOK, undefined, { signal }).catch(() => undefined)
    } else {
      // What is missing for a while, so that the last good show stays on air, keeps its artwork.
      if (jobs.length === 0 && composition().show === live.onAir.show) {
        await opened.prune(composition())
      }
      const pause = isStuck ? LOOK : Math.min(LOOK, nextDue(work) - now().getTime())
      await bell.heard(pause, signal)
    }
  }
}

/** Why work is left undone, e.g. for a full disk, which must cost the work only. */
function faultOfWork(cause: unknown): string {
  return `! work is left undone: ${whyUnwritable(cause) ?? faultOf(cause).message}`
}

/** Reads the show for the first time. A short one goes on air with all of its artwork. */
async function readFirst(opened: OpenShow, around: Surroundings): Promise<ReadShow> {
  const { now, signal } = around
  let read = await readWhole(opened, WORK.here, around)
  const progress = createWorkProgress(around)
  const late = wait(ARTWORK_PATIENCE, true, { ref: false, signal }).catch(() => true)
  for (let isLate = false; !isLate;) {
    const jobs = read.composition === null ? [] : dueNow(opened.work(), now())
    if (jobs.length === 0) break
    const done = opened.run(jobs, { now, signal, progress, batch: BATCH }).then(
      () => false,
      (cause: unknown) => {
        if (!signal.aborted) around.tell(faultOfWork(cause))
        return true
      },
    )
    isLate = await Promise.race([done, late])
    if (opened.hasNews()) read = await opened.read({ now: now(), settle: SETTLE, changed: NOTHING })
  }
  return read
}

/** Where all that is missing is not known yet of recordings on other hosts, these are asked first. */
async function readToBegin(opened: OpenShow, around: Surroundings): Promise<ReadShow> {
  const read = await readFirst(opened, around)
  return isWithheld(read.problems) ? readWhole(opened, WORK.recordings, around) : read
}

/** No show, for the last one has what this one would take from subscribers. */
function withheld({ wakeAt, modified }: LoadedShow, now: Date): LoadedShow {
  const look = now.getTime() + MISSING_LOOK
  return { show: null, modified, wakeAt: new Date(Math.min(look, wakeAt?.getTime() ?? look)) }
}

/** Lets somebody wait until something has happened. */
interface Bell {
  readonly ring: () => void
  /** Done when it rang since the last time, or after some milliseconds. */
  readonly heard: (patience: number, signal: AbortSignal) => Promise<void>
}

function createBell(): Bell {
  let rung = Promise.withResolvers<void>()
  return {
    ring: () => rung.resolve(),
    async heard(patience, signal) {
      await Promise.race([
        rung.promise,
        wait(patience, undefined, { signal }).catch(() => undefined),
      ])
      rung = Promise.withResolvers()
    },
  }
}

/** Answers "not yet" until there is an app, so that a taken port is told before the long work. */
function createSwitch(): { handle: RequestListener; put: (app: RequestListener) => void } {
  let current: RequestListener = answerNotYet
  return {
    handle: (request, response) => current(request, response),
    put: (app) => {
      current = app
    },
  }
}

const answerNotYet: RequestListener = (_request, response) => {
  response.writeHead(503, { 'Retry-After': '2', 'Content-Type': 'text/plain; charset=utf-8' })
  response.end('Sidecast is starting; try again in a moment.\n')
}

interface Following {
  readonly watch: boolean
  /** Told when a show was composed, whether or not it goes on air: there may be work to do. */
  readonly composed: () => void
}

interface OnAir {
  readonly live: Live
  /** What was read last. */
  readonly composition: () => Composition
}

async function start(
  opened: OpenShow,
  { watch, composed }: Following,
  around: Surroundings,
): Promise<OnAir> {
  const told = createTeller(around)
  let composition: Composition | null = null
  let unwritten: string | null = null
  const live = await startLive({
    source: {
      watchPaths: opened.watchPaths,
      async load(changed): Promise<LoadedShow> {
        const read =
          composition === null
            ? await readToBegin(opened, around)
            : await opened.read({ now: around.now(), settle: SETTLE, changed })
        told(read.problems)
        composition = read.composition ?? composition
        composed()
        const { show = null, wakeAt = null } = read.composition ?? {}
        const loaded = { show, wakeAt, modified: read.modified }
        return isWithheld(read.problems) ? withheld(loaded, around.now()) : loaded
      },
    },
    publicFolder: PUBLIC_FOLDER,
    clock: around.now,
    report: (message, cause) =>
      around.tell(`! ${message}${cause instanceof Error ? `: ${cause.message}` : ''}`),
    aired: async (_show, problems) => {
      told(problems)
      if (composition !== null) {
        unwritten = await rememberGuids(opened, composition, around, unwritten)
      }
    },
    watch: watch ? { polling: false } : null,
  })
  const read = composition
  if (read === null) throw new Error('a show went on air that nobody has read')
  return { live, composition: () => composition ?? read }
}

/** Tells each problem once, however often the show is loaded. */
function createTeller(around: Surroundings): (problems: readonly Problem[]) => void {
  const known = new Set<string>()
  return (problems) => {
    const fresh = problems.filter((problem) => {
      const key = JSON.stringify(problem)
      return !known.has(key) && known.add(key)
    })
    reportProblems(fresh, around)
  }
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535))
    throw new UsageError(`--port: expected a number from 0 to 65535, got "${text}"`)
  return port
}

function formatStart(show: Show): readonly string[] {
  const waiting = show.episodes.filter(({ listed }) => !listed).length
  return [
    `${show.title}: ${plural(show.episodes.length, 'episode')}`,
    `  page  ${show.baseUrl}`,
    `  feed  ${urlOf(show, show.feed.path)}`,
    ...(waiting === 0
      ? []
      : [`  ${waiting} of them wait outside the feed: their size is not known`]),
    ...(show.scheduled.length === 0 ? [] : [`  ${show.scheduled.length} scheduled for later`]),
    ...(show.episodes.length === 0
      ? ['  no post with a recording was found: name one in a post, e.g. audio: my-article.mp3']
      : []),
    ...(show.skipped.length === 0 ? [] : ['Left out:']),
    ...formatSkipped(show.skipped).map((line) => `  ${line}`),
    'Stop with Ctrl+C.',
  ]
}
