import type { RequestListener } from 'node:http'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Problem } from '../posts/problem.ts'
import { faultOf } from '../show/fault.ts'
import type { Loaded, Loader } from '../show/load.ts'
import type { Show } from '../show/show.ts'
import { urlOf } from '../show/show.ts'
import { createApp } from '../site/app.ts'
import type { Live, LoadedShow } from '../site/live.ts'
import { startLive } from '../site/live.ts'
import { listen } from '../site/server.ts'
import type { Given, Surroundings } from './command.ts'
import { UsageError, optionOf, textOf } from './command.ts'
import { loadOnce, makeArtwork, measureRemote, openFolder } from './open-show.ts'
import { PUBLIC_FOLDER } from './public-folder.ts'
import { rememberGuids } from './remember-guids.ts'
import { formatSkipped, plural, reportProblems } from './report.ts'

/** Milliseconds for which a recording that changed while we serve must rest before it goes out. */
const SETTLE = 2000
/** Milliseconds between two looks at whether a recording on another host is due. */
const REMOTE_LOOK = 15_000

/** Milliseconds for which a start waits for artwork; what is not made by then follows on air. */
const ARTWORK_PATIENCE = 5000

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
    const loader = await openFolder(
      {
        folder: textOf(given.arguments[0]),
        baseUrl: optionOf(given, 'baseUrl'),
        fallbackUrl: listening.url,
      },
      around,
    )
    const { live, close } = await follow(loader, given.options['watch'] !== false, around)
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
  loader: Loader,
  watch: boolean,
  around: Surroundings,
): Promise<Followed> {
  const bell = createBell()
  const live = await start(loader, { watch, aired: bell.ring }, around)
  const following = Promise.all([
    followRemote(loader, live, around),
    followArtwork(loader, live, bell, around),
  ]).catch((cause: unknown) => {
    around.tell(
      `! other hosts are not asked any more until the next start: ${faultOf(cause).message}`,
    )
  })
  const close = async (): Promise<void> => {
    await Promise.all([live.close(), following])
  }
  return { live, close }
}

/** Asks other hosts for recordings for as long as we serve; what is learned goes on air. */
async function followRemote(loader: Loader, live: Live, around: Surroundings): Promise<void> {
  while (!around.signal.aborted) {
    if (await measureRemote(loader, around)) await live.refresh(NOTHING)
    await wait(REMOTE_LOOK, undefined, { signal: around.signal }).catch(() => undefined)
  }
}

/** Makes the artwork of each show that went on air; what is new goes on air after it. */
async function followArtwork(
  loader: Loader,
  live: Live,
  bell: Bell,
  around: Surroundings,
): Promise<void> {
  while (!around.signal.aborted) {
    if (await tryArtwork(loader, around)) await live.refresh(NOTHING)
    await bell.heard(REMOTE_LOOK, around.signal)
  }
}

/** A full disk must cost the artwork only. */
function tryArtwork(loader: Loader, around: Surroundings): Promise<boolean> {
  return makeArtwork(loader, around).catch((cause: unknown) => {
    around.tell(`! artwork cannot be made: ${faultOf(cause).message}`)
    return false
  })
}

/** Loads the show for the first time. A short one goes on air with all of its artwork. */
async function loadFirst(loader: Loader, around: Surroundings): Promise<Loaded> {
  const loaded = await loadOnce(loader, around)
  const late = wait(ARTWORK_PATIENCE, true, { ref: false, signal: around.signal }).catch(
    () => false,
  )
  const isNew = await Promise.race([tryArtwork(loader, around), late])
  return isNew ? loadOnce(loader, around) : loaded
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
  /** Told when a show went on air. */
  readonly aired: () => void
}

async function start(
  loader: Loader,
  { watch, aired }: Following,
  around: Surroundings,
): Promise<Live> {
  const told = createTeller(around)
  let first = true
  let unwritten: string | null = null
  return startLive({
    source: {
      watchPaths: loader.watchPaths,
      async load(changed): Promise<LoadedShow> {
        const loaded = first
          ? await loadFirst(loader, around)
          : await loader.load({ now: around.now(), settle: SETTLE, changed })
        first = false
        told(loaded.problems)
        return loaded
      },
    },
    publicFolder: PUBLIC_FOLDER,
    clock: around.now,
    report: (message, cause) =>
      around.tell(`! ${message}${cause instanceof Error ? `: ${cause.message}` : ''}`),
    aired: async (_show, problems) => {
      told(problems)
      unwritten = await rememberGuids(loader, around, unwritten)
      aired()
    },
    watch: watch ? { polling: false } : null,
  })
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
