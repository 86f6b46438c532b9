import { lstatSync, realpathSync, statSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import { watch as watchFiles, type FSWatcher } from 'chokidar'
import { isWithin, type Roots } from '../base/content-door.ts'
import { LEDGER_FILE } from '../show/ledger/ledger.ts'
import { faultOf, type Fault } from '../base/fault.ts'

export interface WatchOptions {
  /** Absolute folders, watched recursively, and files; they need not exist yet. */
  readonly paths: readonly string[]
  /** Called with the absolute paths that were added, changed or removed. */
  readonly changed: (paths: ReadonlySet<string>) => void
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

/**
 * Milliseconds without a change after which changes are reported, since editors make several at
 * once. Chokidar ignores a change of the same file within 50 ms, so this must be longer.
 */
const SILENCE = 60
/** Milliseconds after which changes are reported even if more keep coming. */
const PATIENCE = 1000
/** Milliseconds after which added paths are watched; chokidar emits `ready` only once. */
const SETTLING = 1000
/** Milliseconds between two polls of a file. */
const POLL = 2000

/** Milliseconds after which a watch that could not begin is tried again. */
const RETRY = 5000

const IGNORED = new Set(['node_modules', '.git', '.sidecast'])

/**
 * Watches what a show is made from.
 *
 * `node_modules`, `.git`, `.sidecast` and the ledger, which we write ourselves, are ignored unless
 * they are named. When the system refuses to watch more files, all are polled from then on, and this
 * is reported.
 */
export function watch(options: WatchOptions): Watch {
  const changes = gatherChanges(options.changed)
  const paths = new Set(options.paths)
  const reported = new Set<string>()
  let watcher = open(options.polling ?? false)
  let settled: NodeJS.Timeout | undefined
  let retrying: NodeJS.Timeout | undefined

  function open(polling: boolean): FSWatcher {
    // What lies in a watched folder is seen there. Watched twice while it does not exist, chokidar
    // may read the folder too early for the one, skip it for the other, and miss that it comes.
    const outermost = [...paths].filter((path) => !liesIn(path, paths))
    return watchFiles(outermost, {
      ignoreInitial: true,
      usePolling: polling,
      interval: POLL,
      binaryInterval: POLL,
      ignored: (path, facts) =>
        isIgnored(path, paths) ||
        (facts?.isFile() !== true && !paths.has(path) && leadsOut(path, options.roots())),
    })
      .once('ready', options.ready)
      .on('all', (_event, path) => changes.add(path))
      .on('error', (cause) => fail(faultOf(cause), polling))
  }

  function fail(cause: Fault, polling: boolean): void {
    const message = explainWatchError(cause, polling)
    if (!reported.has(message)) options.report(message)
    reported.add(message)
    if (!isExhausted(cause)) return
    if (!polling) reopen(true)
    // Without descriptors not even polling begins.
    else retrying ??= setTimeout(() => reopen(true), RETRY).unref()
  }

  function reopen(polling: boolean): void {
    clearTimeout(retrying)
    retrying = undefined
    void watcher.close()
    watcher = open(polling)
  }

  return {
    reopen: () => reopen(watcher.options.usePolling),
    add(more) {
      const before = new Set(paths)
      const added = more.filter((path) => !before.has(path))
      if (added.length === 0) return
      added.forEach((path) => paths.add(path))
      const isSeen = (path: string) => liesIn(path, before) && !isIgnored(path, before)
      watcher.add(added.filter((path) => !isSeen(path)))
      clearTimeout(settled)
      settled = setTimeout(options.ready, SETTLING)
    },
    async close() {
      clearTimeout(settled)
      clearTimeout(retrying)
      changes.stop()
      await watcher.close()
    },
  }
}

interface Changes {
  readonly add: (path: string) => void
  readonly stop: () => void
}

/** Reports changes that come close together at once. */
function gatherChanges(report: (paths: ReadonlySet<string>) => void): Changes {
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

/** Whether the folder of a path is among others; the root of the disk lies in none. */
function liesIn(path: string, folders: ReadonlySet<string>): boolean {
  const folder = dirname(path)
  return folder !== path && folders.has(folder)
}

/** Whether a path is ignored, as seen from every watched path that contains it. */
function isIgnored(path: string, roots: ReadonlySet<string>): boolean {
  // Of thousands of paths hardly any has such a name in it.
  if (!path.split(sep).some(isIgnoredName)) return false
  const above = [...roots].filter((root) => isWithin(path, [root]))
  const isIgnoredIn = (root: string) => relative(root, path).split(sep).some(isIgnoredName)
  return above.length > 0 && above.every(isIgnoredIn)
}

/** Whether a path is a link to a folder that may not be published; it may be the whole disk. */
function leadsOut(path: string, roots: Roots): boolean {
  try {
    if (!lstatSync(path).isSymbolicLink() || !statSync(path).isDirectory()) return false
    return !isWithin(realpathSync.native(path), roots)
  } catch {
    return false
  }
}

/** Includes the temporary files of the ledger. */
function isIgnoredName(name: string): boolean {
  return IGNORED.has(name) || name === LEDGER_FILE || name.startsWith(`${LEDGER_FILE}.`)
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
    return `the system refuses to watch more files (${code}), so all are polled every ${POLL / 1000} seconds, which is slower; to avoid this, raise ${limit} and restart`
  }
  const place = path === null ? 'a file or folder' : `"${path}"`
  return `${place} cannot be watched (${code === '' ? message : code}), so changes to it take effect only after a restart; correct its permissions, or restart when it exists again`
}
