import { isDeepStrictEqual } from 'node:util'
import type { Problem } from '../base/problem.ts'
import type { Roots } from '../base/content-door.ts'
import type { Show } from '../show/show.ts'
import { createAlarm } from './alarm.ts'
import type { OnAir, Station } from './app.ts'
import { createSite } from './create-site.ts'
import { readPublicFiles } from './public-files.ts'
import { Refusal } from './refusal.ts'
import { createSingleFlight, type Changes } from './single-flight.ts'
import type { Site } from './site.ts'
import { watch } from './watch.ts'

/** A show as it was just loaded. */
export interface LoadedShow {
  /** Null when settings or ledger cannot be read, or too much is missing: what is on air stays. */
  readonly show: Show | null
  /**
   * When the show changes by itself next: a scheduled episode, a recording that comes to rest. Without
   * a show, when is looked again; null for soon.
   */
  readonly wakeAt: Date | null
  /** When the newest of what it was read from was changed. */
  readonly modified: Date
}

/** Where shows come from. */
interface Source {
  /** @param changed Absolute paths that changed since the last call; null when it may be any. */
  readonly load: (changed: Changes) => Promise<LoadedShow>
  /** Absolute folders and files whose change may change the show; asked again after each load. */
  readonly watchPaths: () => readonly string[]
}

export interface LiveOptions {
  readonly source: Source
  /** The folder that is served as it is. */
  readonly publicFolder: string
  readonly clock: () => Date
  readonly report: Station['report']
  /**
   * Told of each new show, and of what did not get into its table, just before readers get it. When
   * this fails, the old show stays on air.
   */
  readonly aired?: (show: Show, problems: readonly Problem[]) => Promise<void> | void
  /** Null watches nothing: the show then changes by its hours, or when it is told to. */
  readonly watch: { readonly polling: boolean } | null
}

/** A show on air, which follows its folder. */
export interface Live extends Station {
  /** Loads anew; done when what changed before the call is on air, or will not be. Never rejects. */
  readonly refresh: (changed: Changes) => Promise<void>
  readonly close: () => Promise<void>
}

/** Milliseconds after which a load that failed is tried again by itself. */
const AGAIN = 60_000
/** Milliseconds after which is looked whether what could not be read can be read again. */
const SOON = 3000

/**
 * Puts a show on air and keeps it there.
 *
 * A new table replaces the old one whole, after its feed and its other lists have been made. When
 * loading or making it fails, the old one stays on air and the operator is told; the next load then
 * reads everything anew.
 *
 * @throws {Refusal} If there is no show to begin with.
 */
export async function startLive(options: LiveOptions): Promise<Live> {
  const { source, clock, report } = options
  const first = await source.load(null)
  if (first.show === null) {
    throw new Refusal(
      'there is no show to put on air; correct what is told above, then start again',
    )
  }
  let onAir = await compose(first.show, first, null, options)
  let missed = false
  let held = false
  const flight = createSingleFlight(async (changed) => {
    alarm.set(await follow(missed ? null : changed))
  })
  const alarm = createAlarm(clock, () => void flight.run(NOTHING))

  /** Loads, and swaps the table if all went well. @returns When to do so again without being told. */
  async function follow(changed: Changes): Promise<Date | null> {
    missed = true
    try {
      const loaded = await source.load(changed)
      watching?.add(source.watchPaths())
      if (loaded.show === null) {
        if (!held) report('the last good show stays on air')
        held = true
        return loaded.wakeAt ?? new Date(clock().getTime() + SOON)
      }
      // A folder that was away is another one to the system, which tells nothing of it any more; and
      // with other roots other links are followed.
      const reopened = held || !isDeepStrictEqual(loaded.show.roots, onAir.show.roots)
      held = false
      onAir = await compose(loaded.show, loaded, onAir.site, options)
      if (reopened) watching?.reopen()
      missed = false
      return loaded.wakeAt
    } catch (cause) {
      report('the show cannot be loaded, so the last good one stays on air', cause)
      return new Date(clock().getTime() + AGAIN)
    }
  }

  const watching = startWatch(options, () => onAir.show.roots, flight.run)
  alarm.set(first.wakeAt)
  return {
    get onAir() {
      return onAir
    },
    report,
    refresh: flight.run,
    async close() {
      await watching?.close()
      await flight.stop()
      alarm.set(null)
    },
  }
}

const NOTHING: Changes = new Set()

async function compose(
  show: Show,
  { modified }: LoadedShow,
  previous: Site | null,
  options: LiveOptions,
): Promise<OnAir> {
  const publicFiles = await readPublicFiles(options.publicFolder)
  const now = options.clock()
  const { site, problems } = createSite(show, { publicFiles, previous, now, modified })
  makeLists(site)
  await options.aired?.(show, problems)
  return { show, site, since: now }
}

/** Makes what every app asks for, so that no app waits for it; the rest is made when asked for. */
function makeLists(site: Site): void {
  for (const resource of site.values()) {
    if (resource.from === 'show' && resource.early) resource.make()
  }
}

function startWatch(
  { source, report, ...options }: LiveOptions,
  roots: () => Roots,
  refresh: Live['refresh'],
) {
  if (options.watch === null) return null
  return watch({
    ...options.watch,
    paths: source.watchPaths(),
    roots,
    changed: (paths) => void refresh(paths),
    // What changed while the watch was being set up is found by looking at everything.
    ready: () => void refresh(null),
    report,
  })
}
