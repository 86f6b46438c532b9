import { isDeepStrictEqual } from 'node:util'
import type { Problem } from '../base/problem.ts'
import type { Roots } from '../base/content-door.ts'
import { isPrivate } from '../show/private-show.ts'
import type { Show } from '../show/show.ts'
import { createAlarm, type Alarm } from './alarm.ts'
import type { Current, Health, LiveShow } from './app.ts'
import { createSite, type SiteOptions } from './create-site.ts'
import { createListenerSites, type ListenerSitesOptions } from './listener-sites.ts'
import { readPublicFiles } from './public-files.ts'
import { faultOf, Refusal } from '../base/fault.ts'
import { createSingleFlight, type Changes } from './single-flight.ts'
import type { Site } from './site.ts'
import { watch } from './watch.ts'

/** A show that was just loaded. */
export interface LoadedShow {
  /**
   * Null if the settings or the ledger cannot be read, or too many episodes are missing: the last show stays
   * live.
   */
  readonly show: Show | null
  /**
   * When the show next changes without a change of a file: a scheduled episode, a recording that will be
   * complete. Without a show, when to try again; null for soon.
   */
  readonly wakeAt: Date | null
  /** When the newest source of the show was changed. */
  readonly modified: Date
}

/** Loads shows. */
interface Source {
  /** @param changed Absolute paths that changed since the last call; null if unknown. */
  readonly load: (changed: Changes) => Promise<LoadedShow>
  /** Absolute folders and files from which the show is made; read again after each load. */
  readonly watchPaths: () => readonly string[]
  /** Whether a file that changed is as this program has written it, so that nothing need be loaded. */
  readonly isOwn: (file: string) => Promise<boolean>
  /** Whether the content folder can be read now. */
  readonly isThere: () => Promise<boolean>
  /** What is wrong besides the show itself, in sentences that everyone may read. */
  readonly wrong: () => readonly string[]
}

export interface LiveOptions {
  readonly source: Source
  /** See `SiteOptions`. */
  readonly prepare?: SiteOptions['prepare']
  /** Reads the listeners of a private show; without it nobody has access. */
  readonly listeners?: ListenerSitesOptions['listeners']
  /** The folder of files that are served as they are. */
  readonly publicFolder: string
  readonly clock: () => Date
  readonly report: LiveShow['report']
  /**
   * Called with each new show, and the problems of its site, just before it goes live. If it fails, the old
   * show stays live.
   */
  readonly beforeLive?: (show: Show, problems: readonly Problem[]) => Promise<void> | void
  /** Called when a show went live. */
  readonly afterLive?: (current: Current) => void
  /** Null watches nothing: the show then changes only with time, or by `refresh`. */
  readonly watch: { readonly polling: boolean } | null
}

/** A live show that follows its folder. */
export interface Live extends LiveShow {
  /** Loads again; resolves when all changes before the call are live, or have failed. Never rejects. */
  readonly refresh: (changed: Changes) => Promise<void>
  readonly close: () => Promise<void>
}

/** Milliseconds after which a failed load is tried again. */
const AGAIN = 10_000
/** Milliseconds after which unreadable files are tried again. */
const SOON = 3000

/**
 * Makes a show live and keeps it up to date.
 *
 * @throws {Refusal} If no show can be loaded at the start.
 */
export async function startLive(options: LiveOptions): Promise<Live> {
  const first = await options.source.load(null)
  if (first.show === null) {
    throw new Refusal('there is no show to serve; correct the errors above, then start again')
  }
  const current = await compose(first.show, first, null, options)
  options.afterLive?.(current)
  return new FollowedShow(current, options)
}

/**
 * A live show that follows its folder.
 *
 * A new site replaces the old one as a whole, after its feed and lists have been rendered. If loading or
 * rendering fails, the old one stays live and the failure is reported; the next load then reads everything
 * again.
 */
class FollowedShow implements Live {
  #current: Current
  readonly #options: LiveOptions
  readonly #flight = createSingleFlight(async (changed) => {
    this.#alarm.set(await this.#follow(this.#missed ? null : changed))
  })
  readonly #alarm: Alarm
  readonly #watching: ReturnType<typeof startWatch>
  /** Whether the last load failed or gave no show, so that the next one reads everything. */
  #missed = false
  /** Whether the last load gave no show. */
  #held = false
  /** Whether the last load threw. */
  #failed = false
  /** The last failure, which is reported once while it lasts. */
  #reported: string | null = null

  constructor(first: Current, options: LiveOptions) {
    this.#current = first
    this.#options = options
    this.#alarm = createAlarm(options.clock, () => void this.#flight.run(NOTHING))
    this.#watching = startWatch(options, () => this.#current.show.roots, this.#flight.run)
    this.#alarm.set(first.until)
  }

  get current(): Current {
    return this.#current
  }

  get report(): LiveShow['report'] {
    return this.#options.report
  }

  get refresh(): Live['refresh'] {
    return this.#flight.run
  }

  async health(): Promise<Health> {
    const { source } = this.#options
    const isGone = !(await source.isThere())
    const isBehind = this.#held || this.#failed
    const wrong = [
      ...(isGone ? ['the content folder cannot be read'] : []),
      ...(isBehind ? ['the last change could not be published; see the log'] : []),
      ...source.wrong(),
    ]
    return { failing: isGone, wrong }
  }

  async close(): Promise<void> {
    await this.#watching?.close()
    await this.#flight.stop()
    this.#alarm.set(null)
  }

  /**
   * Loads the show, and replaces the site if that succeeds.
   *
   * @returns When to do so again.
   */
  async #follow(changed: Changes): Promise<Date | null> {
    const { source } = this.#options
    this.#missed = true
    try {
      const loaded = await source.load(changed)
      this.#watching?.add(source.watchPaths())
      return loaded.show === null ? this.#hold(loaded) : await this.#replace(loaded.show, loaded)
    } catch (cause) {
      return this.#noteFailure(cause)
    }
  }

  /** Keeps the show that is live, because none was loaded. */
  #hold({ wakeAt }: LoadedShow): Date {
    if (!this.#held) this.#options.report('the last good version stays online')
    this.#held = true
    return wakeAt ?? this.#after(SOON)
  }

  async #replace(show: Show, loaded: LoadedShow): Promise<Date | null> {
    // Watches anew: a folder that was removed and restored is no longer watched; with other roots, other
    // links are followed; and what failed to load may have failed to be watched.
    const isNew = !isDeepStrictEqual(show.roots, this.#current.show.roots)
    const reopened = this.#held || this.#failed || isNew
    this.#held = false
    this.#current = await compose(show, loaded, this.#current, this.#options)
    this.#options.afterLive?.(this.#current)
    if (reopened) this.#watching?.reopen()
    this.#missed = false
    this.#failed = false
    this.#reported = null
    return loaded.wakeAt
  }

  #noteFailure(cause: unknown): Date {
    this.#failed = true
    const { code, message } = faultOf(cause)
    const failure = code === '' ? message : code
    if (failure !== this.#reported) {
      const what = 'the show cannot be loaded, so the last good version stays online'
      this.#options.report(what, cause)
    }
    this.#reported = failure
    return this.#after(AGAIN)
  }

  #after(milliseconds: number): Date {
    return new Date(this.#options.clock().getTime() + milliseconds)
  }
}

const NOTHING: Changes = new Set()

async function compose(
  show: Show,
  { modified, wakeAt }: LoadedShow,
  previous: Current | null,
  options: LiveOptions,
): Promise<Current> {
  const publicFiles = await readPublicFiles(options.publicFolder)
  const now = options.clock()
  const { prepare, report, listeners = () => Promise.resolve([]) } = options
  const made = { publicFiles, now, modified, prepare }
  const { site, problems } = createSite(show, { ...made, previous: previous?.site ?? null })
  const isOpen = !isPrivate(show)
  if (isOpen) await makeLists(site)
  await options.beforeLive?.(show, problems)
  const live = { show, since: now, until: wakeAt }
  if (isOpen) return { ...live, site }
  const before = previous?.listeners ?? null
  const sites = createListenerSites(show, { ...made, listeners, report, previous: before })
  return { ...live, site: new Map(), listeners: sites }
}

/** Renders what every app requests, so that the first ones need not wait. */
async function makeLists(site: Site): Promise<void> {
  for (const resource of site.values()) {
    if (resource.from === 'show' && resource.early) await resource.make()
  }
}

function startWatch(
  { source, report, ...options }: LiveOptions,
  roots: () => Roots,
  refresh: Live['refresh'],
) {
  if (options.watch === null) return null
  const refreshFor = async (paths: Changes): Promise<void> => {
    const own = await Promise.all([...(paths ?? [])].map(source.isOwn))
    const others = paths && new Set([...paths].filter((_, index) => own[index] !== true))
    if (others === null || others.size > 0) await refresh(others)
  }
  return watch({
    ...options.watch,
    paths: source.watchPaths(),
    roots,
    changed: (paths) => void refreshFor(paths),
    // Finds what changed while the watch was set up.
    ready: () => void refresh(null),
    report,
  })
}
