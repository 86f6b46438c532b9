import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Job } from '../jobs/job.ts'
import { WORK } from '../jobs/kinds.ts'
import { makeRoom } from './heap.ts'
import { openKeptTexts } from '../jobs/kept-texts.ts'
import { dueNow, nextDue } from '../jobs/worklist.ts'
import type { Problem } from '../base/problem.ts'
import { faultOf, whyRefused, whyUnwritable } from '../base/fault.ts'
import { isWithheld } from '../show/ledger/went-out.ts'
import { readListeners } from '../show/listeners.ts'
import type { OpenShow, ReadShow } from '../show/open-show.ts'
import { isPrivate, listenerPath } from '../show/private-show.ts'
import { isNetwork, type Show, showsOf, urlOf } from '../show/show.ts'
import type { Composition } from '../show/compose-show.ts'
import { preparing } from '../site/article-service.ts'
import { createKeptNotes, type KeptNotes } from '../site/kept-notes.ts'
import { type Live, type LoadedShow, startLive } from '../site/live.ts'
import { METRICS_PATH } from '../site/metrics.ts'
import { PUBLIC_FOLDER } from '../site/public-files.ts'
import { type Given, type Context, optionOf, textOf } from './command.ts'
import { createLiveAnnouncer } from './live-announcer.ts'
import { openFolder, readWhole, rememberGuids } from './open-folder.ts'
import { createWorkProgress } from './progress.ts'
import { openService, readServing } from './serving.ts'
import { createServiceLog } from './service-log.ts'
import { formatSkipped, plural, reportProblems } from './report.ts'

/** Milliseconds without a change after which a recording is taken as complete while serving. */
const SETTLE = 2000
/** Jobs for which the start waits; more of them would take longer than it waits. */
const FEW = 50
/** Milliseconds after which missing episodes are looked for again. */
const MISSING_LOOK = 60_000
/** Milliseconds for which the start waits for artwork; what is made later is added when it is done. */
const ARTWORK_PATIENCE = 5000
/** Milliseconds after which finished work is published while more is being done, at least. */
const BATCH = 1000
/** So many times what it took to publish: with thousands of posts most time is left for the work itself. */
const SHARE = 10
/** Milliseconds between two looks for work to do, at most. */
const LOOK = 15_000
/** Milliseconds in which all work must have ended after the signal aborts. */
const GRACE = 3000

const NOTHING: ReadonlySet<string> = new Set()

/** Serves a show and follows its folder until the signal aborts. */
export async function run(given: Given, around: Context): Promise<0 | 1> {
  const serving = readServing(given, around)
  const { context, request } = createServiceLog(around, serving.log, serving.logClient)
  const service = await openService(serving, request)
  try {
    const opened = await openFolder(
      {
        folder: textOf(given.arguments[0]),
        baseUrl: optionOf(given, 'baseUrl'),
        fallbackUrl: service.url,
        allowRemoval: given.options['allowRemoval'] === true,
      },
      context,
    )
    const { live, close } = await follow(opened, given.options['watch'] !== false, context)
    service.put(live)
    context.print(formatStart(live.current.show, service))
    if (!context.signal.aborted) await once(context.signal, 'abort')
    // A watcher or a slow host must not keep the service from stopping.
    const closed = Promise.race([close(), wait(GRACE, undefined, { ref: false })])
    await Promise.all([closed, service.close(serving.grace)])
    return 0
  } finally {
    await service.close(0)
  }
}

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
  const started = await start(opened, { watch, composed: bell.ring, faults, notes }, context)
  const { live } = started
  const working = followWork(opened, { ...started, faults, notes }, bell, context)
  return { live, close: async () => void (await Promise.all([live.close(), working])) }
}

/** What may be wrong beside the show, as `/healthz` says it. */
type Fault = 'new guids cannot be written to the ledger' | 'background work stopped'

/** Adds a fault, or removes it when all is well again. */
function note(faults: Set<Fault>, fault: Fault, isWrong: boolean): void {
  if (isWrong) faults.add(fault)
  else faults.delete(fault)
}

/** Does the work of the live show until the signal aborts, and publishes the results. */
async function followWork(
  opened: OpenShow,
  { live, composition, faults, notes }: Started & Pick<StartOptions, 'faults' | 'notes'>,
  bell: Bell,
  context: Context,
): Promise<void> {
  const { now, signal } = context
  const progress = createWorkProgress(context)
  let reported: string | null = null
  let isFirst = true
  let batch = BATCH
  /** @returns Whether it succeeded. */
  async function doWork(jobs: readonly Job[]): Promise<boolean> {
    try {
      await opened.run(jobs, { now, signal, progress, batch })
      reported = null
      note(faults, 'background work stopped', false)
      return true
    } catch (cause) {
      const fault = faultOfWork(cause)
      if (!signal.aborted && fault !== reported) context.report(fault)
      reported = fault
      note(faults, 'background work stopped', !signal.aborted)
      return false
    }
  }
  while (!signal.aborted) {
    if (opened.hasNews()) {
      const began = performance.now()
      await live.refresh(NOTHING)
      batch = Math.max(BATCH, SHARE * (performance.now() - began))
    }
    const isStuck = opened.hasNews()
    const work = opened.work()
    const jobs = dueNow(work, now())
    if (jobs.length > 0 && !isStuck) {
      // A full disk stays full for a while.
      if (!(await doWork(jobs))) await wait(LOOK, undefined, { signal }).catch(() => undefined)
    } else {
      // Artwork of missing episodes is kept while the last good show stays live.
      if (jobs.length === 0 && composition().show === live.current.show) {
        await opened.prune(composition())
      }
      await opened.hold()
      await notes.keep(live.current.show)
      if (isFirst) makeRoom()
      isFirst = false
      const pause = isStuck ? LOOK : Math.min(LOOK, nextDue(work) - now().getTime())
      await bell.heard(pause, signal)
    }
  }
}

/** Why work stopped, e.g. because of a full disk; the show is served all the same. */
function faultOfWork(cause: unknown): string {
  return `! background work stopped: ${whyUnwritable(cause) ?? faultOf(cause).message}`
}

/** Reads the show for the first time, and waits up to `ARTWORK_PATIENCE` for artwork. */
async function readFirst(opened: OpenShow, context: Context): Promise<ReadShow> {
  const { now, signal } = context
  let read = await readWhole(opened, WORK.here, context)
  const progress = createWorkProgress(context)
  const late = wait(ARTWORK_PATIENCE, true, { ref: false, signal }).catch(() => true)
  for (let isLate = false; !isLate;) {
    const jobs = read.composition === null ? [] : dueNow(opened.work(), now())
    if (jobs.length === 0 || jobs.length > FEW) break
    const done = opened.run(jobs, { now, signal, progress, batch: BATCH }).then(
      () => false,
      (cause: unknown) => {
        if (!signal.aborted) context.report(faultOfWork(cause))
        return true
      },
    )
    isLate = await Promise.race([done, late])
    if (opened.hasNews()) read = await opened.read({ now: now(), settle: SETTLE, changed: NOTHING })
  }
  return read
}

/** Measures recordings on other hosts first where episodes are missing, since that may be the reason. */
async function readToBegin(opened: OpenShow, context: Context): Promise<ReadShow> {
  const read = await readFirst(opened, context)
  return isWithheld(read.problems) ? readWhole(opened, WORK.recordings, context) : read
}

/** Keeps the last show live, because this one would remove episodes that subscribers have. */
function withheld({ wakeAt, modified }: LoadedShow, now: Date): LoadedShow {
  const look = now.getTime() + MISSING_LOOK
  return { show: null, modified, wakeAt: new Date(Math.min(look, wakeAt?.getTime() ?? look)) }
}

/** Wakes a loop that waits for an event. */
interface Bell {
  readonly ring: () => void
  /** Resolves when it has rung since the last call, or after `patience` milliseconds. */
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

interface StartOptions {
  readonly watch: boolean
  /** Called when a show was composed, whether or not it becomes live: there may be work to do. */
  readonly composed: () => void
  readonly faults: Set<Fault>
  readonly notes: KeptNotes
}

interface Started {
  readonly live: Live
  /** The latest one. */
  readonly composition: () => Composition
}

async function start(
  opened: OpenShow,
  { watch, composed, faults, notes }: StartOptions,
  context: Context,
): Promise<Started> {
  const { signal } = context
  const reportNew = createReporter(context)
  let composition: Composition | null = null
  let reported: string | null = null
  const live = await startLive({
    source: {
      watchPaths: () => opened.watchPaths(),
      isThere: () => isFolder(opened.folder),
      wrong: () => [...faults],
      async load(changed): Promise<LoadedShow> {
        const read =
          composition === null
            ? await readToBegin(opened, context)
            : await opened.read({ now: context.now(), settle: SETTLE, changed, signal })
        reportNew(read.problems)
        composition = read.composition ?? composition
        composed()
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

function formatStart(
  show: Show,
  { url, metricsUrl }: { readonly url: string; readonly metricsUrl: string | null },
): readonly string[] {
  const shows = isNetwork(show)
    ? [`${show.title}: ${plural(show.shows.length, 'show')}`, `  page  ${show.baseUrl}`]
    : []
  return [
    ...shows,
    ...showsOf(show).flatMap(formatShow),
    ...formatHere(show, url),
    ...formatLeftOut([show, ...showsOf(show)]),
    ...(metricsUrl === null ? [] : [`Metrics are at ${metricsUrl}${METRICS_PATH}`]),
    'Stop with Ctrl+C.',
  ]
}

/** Where the site can be looked at before a web server passes requests on; nothing if that is its address. */
function formatHere(show: Show, url: string): readonly string[] {
  const { origin, pathname } = new URL(show.baseUrl)
  const here = new URL(url)
  // A socket has no port, and no browser gets to it
  const isHere = here.port === '' || here.origin === origin
  if (isHere || isPrivate(show)) return []
  return [`On this computer it is at ${new URL(pathname, here).href}`]
}

function formatLeftOut(shows: readonly Show[]): readonly string[] {
  const skipped = [...new Set(shows)].flatMap((show) => show.skipped)
  const lines = formatSkipped(skipped).map((line) => `  ${line}`)
  return lines.length === 0 ? [] : ['Skipped:', ...lines]
}

function formatShow(show: Show): readonly string[] {
  const waiting = show.episodes.filter(({ listed }) => !listed).length
  return [
    `${show.title}: ${plural(show.episodes.length, 'episode')}`,
    ...(isPrivate(show)
      ? [`  private, below ${urlOf(show, listenerPath('<token>'))}`]
      : [`  page  ${show.baseUrl}`, `  feed  ${urlOf(show, show.feed.path)}`]),
    ...(waiting === 0 ? [] : [`  ${waiting} of them not in the feed yet: size unknown`]),
    ...(show.scheduled.length === 0 ? [] : [`  ${show.scheduled.length} scheduled for later`]),
    ...(show.episodes.length === 0
      ? ['  no post with a recording was found; name one in a post, e.g. audio: my-article.mp3']
      : []),
  ]
}
