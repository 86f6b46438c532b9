import { createHash } from 'node:crypto'
import { lstatSync, statSync, watch as watchFolder, type FSWatcher } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Roots } from '../base/content-door.ts'
import { faultOf, type Fault } from '../base/fault.ts'
import type { Changes } from './single-flight.ts'
import { isGone, isIgnored, visitPlaces } from './watched-places.ts'

export interface WatchOptions {
  /** Absolute folders, watched recursively, and files; they need not exist yet. */
  readonly paths: readonly string[]
  /** Called with the absolute paths that were added, changed or removed; null for any. */
  readonly changed: (paths: Changes) => void
  /**
   * Called when no change is missed from now on; again after paths were added, and after the watch
   * had to be restarted.
   */
  readonly ready: () => void
  /** What may be published: links to folders outside are not followed. */
  readonly roots: () => Roots
  /** Called with a message for the operator. */
  readonly report: (message: string) => void
  /** Polls every file, for file systems without change events (NFS, some containers). */
  readonly polling?: boolean
}

/** A watch over folders and files. */
export interface Watch {
  /** Restarts the watch, for folders that were removed and are back. */
  readonly reopen: () => void
  /** Watches more paths. */
  readonly add: (paths: readonly string[]) => void
  readonly close: () => Promise<void>
}

/** Milliseconds without a change after which changes are reported, since editors make several at once. */
const SILENCE = 30
/** Milliseconds after which changes are reported even if more keep coming. */
const PATIENCE = 1000
/** So many changes at once may be more than the system has told: Linux drops those that come too fast. */
const MANY = 2000
/** Milliseconds between two polls of all files. */
const POLL = 2000
/** Milliseconds after which a poll that failed is repeated. */
const RETRY = 5000
/** Files that are looked at in one go, before the server answers other requests. */
const AT_ONCE = 100

/**
 * Watches what a show is made from.
 *
 * Only folders are watched: a watcher for each of thousands of files would take as much memory as what is
 * known of the posts. When the system refuses to watch more of them, all files are polled from then on,
 * and this is reported.
 */
export function watch(options: WatchOptions): Watch {
  return new FolderWatch(options)
}

/** What matters in a folder: all names, and beside them names → the paths that change with them. */
interface Matters {
  all: boolean
  readonly names: Map<string, Set<string>>
}

/** A folder that is watched. */
interface Watched {
  readonly watcher: FSWatcher
  /** Another one means that another folder has its path. */
  readonly inode: number
  matters: Matters
}

class FolderWatch implements Watch {
  readonly #options: WatchOptions
  readonly #paths: Set<string>
  readonly #watched = new Map<string, Watched>()
  readonly #gathering = gather((changed) => this.#pass(changed))
  readonly #reported = new Set<string>()
  #isPolling: boolean
  #timer: NodeJS.Timeout | undefined
  /** What all files were like at the last poll. */
  #polled: string | null = null
  #isClosed = false
  /** The looks through the folders, of which one is done at a time. */
  #looks: Promise<void> = Promise.resolve()

  constructor(options: WatchOptions) {
    this.#options = options
    this.#paths = new Set(options.paths)
    this.#isPolling = options.polling ?? false
    this.#look(options.ready)
  }

  readonly reopen = (): void => {
    this.#closeAll()
    this.#look(this.#options.ready)
  }

  readonly add = (more: readonly string[]): void => {
    const before = new Set(this.#paths)
    const added = more.filter((path) => !before.has(path))
    for (const path of added) this.#paths.add(path)
    const isSeen = (path: string): boolean =>
      this.#watched.get(dirname(path))?.matters.all === true && !isIgnored(path, before)
    if (!added.every(isSeen)) this.#look(this.#options.ready)
  }

  readonly close = async (): Promise<void> => {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#gathering.stop()
    this.#closeAll()
    await this.#looks
  }

  /** Looks which folders there are. @param then Gets the files in those that were not watched before. */
  #look(then: (fresh: readonly string[]) => void): void {
    this.#inTurn(async () => {
      const fresh = this.#isPolling ? [] : await this.#watchAll()
      if (this.#isPolling && this.#timer === undefined) await this.#poll()
      if (!this.#isClosed) then(fresh)
    })
  }

  #inTurn(task: () => Promise<void>): void {
    const next = async (): Promise<void> => {
      await this.#looks
      if (!this.#isClosed) await task().catch((cause: unknown) => this.#fail(cause))
    }
    this.#looks = next()
  }

  /** @returns The files in folders that were not watched before. */
  async #watchAll(): Promise<readonly string[]> {
    const { roots } = this.#options
    const wanted = new Map<string, Matters>()
    const fresh = new Set<string>()
    const files: string[] = []
    const want = (folder: string): Matters => {
      const known = wanted.get(folder)
      if (known !== undefined) return known
      const matters = { all: false, names: new Map<string, Set<string>>() }
      wanted.set(folder, matters)
      if (this.#open(folder, matters)) fresh.add(folder)
      return matters
    }
    await visitPlaces(
      { paths: this.#paths, roots: roots() },
      {
        folder: (path) => (want(path).all = true),
        name(folder, name, path) {
          const { names } = want(folder)
          names.set(name, (names.get(name) ?? new Set()).add(path))
        },
        file: (path) => fresh.has(dirname(path)) && files.push(path),
        fault: (cause) => this.#fail(cause),
      },
    )
    for (const [folder, each] of this.#watched) {
      const matters = wanted.get(folder)
      if (matters === undefined) this.#shut(folder)
      // Until now, what mattered before did.
      else each.matters = matters
    }
    return files
  }

  /** @returns Whether the folder was not watched before. */
  #open(folder: string, matters: Matters): boolean {
    if (this.#isPolling || this.#isClosed) return false
    try {
      const { ino: inode } = statSync(folder)
      if (this.#watched.get(folder)?.inode === inode) return false
      this.#shut(folder)
      const watcher = watchFolder(folder, { persistent: false })
      this.#watched.set(folder, { watcher, inode, matters })
      watcher.on('change', (_kind, name) => this.#hear(folder, name?.toString() ?? null))
      watcher.on('error', (cause) => this.#fail(cause))
      return true
    } catch (cause) {
      if (!isGone(cause)) this.#fail(cause)
      return false
    }
  }

  #shut(folder: string): void {
    this.#watched.get(folder)?.watcher.close()
    this.#watched.delete(folder)
  }

  #closeAll(): void {
    for (const folder of this.#watched.keys()) this.#shut(folder)
  }

  /** @param name In the folder, or its own where it is removed; null where the system does not say. */
  #hear(folder: string, name: string | null): void {
    const { matters } = this.#watched.get(folder) ?? {}
    if (matters === undefined) return
    if (name === null || name === basename(folder)) this.#gathering.add(folder)
    if (name === null) return
    const path = join(folder, name)
    if (matters.all && !isIgnored(path, this.#paths)) this.#gathering.add(path)
    for (const other of matters.names.get(name) ?? []) this.#gathering.add(other)
  }

  /** Reports changes; where folders or links came or went, together with the files in new folders. */
  #pass(changed: ReadonlySet<string>): void {
    const report = this.#options.changed
    const kinds = new Set(
      Array.from(changed, (path) => kindOf(path) ?? (this.#watched.has(path) ? 'folder' : null)),
    )
    // Where a link leads elsewhere, so do all that lead through it.
    if (changed.size > MANY || kinds.has('link')) this.#look(() => report(null))
    else if (kinds.has('folder')) this.#look((fresh) => report(changed.union(new Set(fresh))))
    else report(changed)
  }

  #fail(cause: unknown): void {
    const fault = faultOf(cause)
    const message = explainWatchError(fault, this.#isPolling)
    if (!this.#reported.has(message)) this.#options.report(message)
    this.#reported.add(message)
    if (!isExhausted(fault) || this.#isPolling) return
    this.#isPolling = true
    this.#closeAll()
  }

  async #poll(): Promise<void> {
    const before = this.#polled
    const now = await this.#takeStock()
    this.#polled = now ?? before
    if (before !== null && now !== null && now !== before) this.#options.changed(null)
    if (this.#isClosed) return
    const again = (): void => this.#inTurn(() => this.#poll())
    this.#timer = setTimeout(again, now === null ? RETRY : POLL).unref()
  }

  /** @returns A hash of what all files are like; null if some cannot be looked at. */
  async #takeStock(): Promise<string | null> {
    const { roots } = this.#options
    const files: string[] = []
    let isAll = true
    await visitPlaces(
      { paths: this.#paths, roots: roots() },
      {
        folder: () => undefined,
        name: (_folder, _name, path) => files.push(path),
        file: (path) => files.push(path),
        fault: (cause) => {
          if (isExhausted(faultOf(cause))) isAll = false
          this.#fail(cause)
        },
      },
    )
    const hash = createHash('sha256')
    for (const [index, file] of files.toSorted().entries()) {
      if (index % AT_ONCE === AT_ONCE - 1) await setImmediate()
      hash.update(`${file}\0${stateOf(file)}\0`)
    }
    return isAll ? hash.digest('hex') : null
  }
}

/** What a file is like, to be compared with what it is like later. */
function stateOf(file: string): string {
  try {
    const { size, mtimeMs, ctimeMs, ino } = statSync(file)
    return `${size} ${mtimeMs} ${ctimeMs} ${ino}`
  } catch (cause) {
    return faultOf(cause).code
  }
}

/** What a path is itself; null if there is nothing. */
function kindOf(path: string): 'folder' | 'link' | 'file' | null {
  try {
    const facts = lstatSync(path)
    return facts.isSymbolicLink() ? 'link' : facts.isDirectory() ? 'folder' : 'file'
  } catch {
    return null
  }
}

interface Gathering {
  readonly add: (path: string) => void
  readonly stop: () => void
}

/** Reports changes that come close together at once. */
function gather(report: (paths: ReadonlySet<string>) => void): Gathering {
  let gathered = new Set<string>()
  let first = 0
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    const changed = gathered
    gathered = new Set()
    report(changed)
  }
  return {
    add(path) {
      if (gathered.size === 0) first = performance.now()
      gathered.add(path)
      clearTimeout(timer)
      const patience = first + PATIENCE - performance.now()
      timer = setTimeout(flush, Math.max(0, Math.min(SILENCE, patience)))
    },
    stop: () => clearTimeout(timer),
  }
}

function isExhausted({ code }: Fault): boolean {
  return code === 'ENOSPC' || code === 'EMFILE' || code === 'ENFILE'
}

/** The message when changes may be missed. */
export function explainWatchError(cause: Fault, polling: boolean): string {
  const { code, path, message } = cause
  if (isExhausted(cause) && !polling) {
    const limit =
      code === 'ENOSPC'
        ? 'fs.inotify.max_user_watches'
        : 'the limit of open files (ulimit -n) or fs.inotify.max_user_instances'
    return `the system refuses to watch more folders (${code}), so all files are looked at every ${POLL / 1000} seconds, which is slower; to avoid this, raise ${limit} and restart`
  }
  const place = path === null ? 'a file or folder' : `"${path}"`
  return `${place} cannot be watched (${code === '' ? message : code}), so changes to it take effect only after a restart; correct its permissions, or restart when it exists again`
}
