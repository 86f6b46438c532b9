import { lstatSync, realpathSync, statSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { watch as watchFiles, type FSWatcher } from 'chokidar'
import { isWithin, type Roots } from '../base/content-door.ts'
import { LEDGER_FILE } from '../show/ledger/ledger.ts'
import { faultOf, type Fault } from '../base/fault.ts'

export interface WatchOptions {
  /** Absolute folders, with all that is in them, and files; one that is not there yet is waited for. */
  readonly paths: readonly string[]
  /** Told the absolute paths that were added, changed or removed. */
  readonly changed: (paths: ReadonlySet<string>) => void
  /**
   * Told when nothing that happens from now on is missed; again when paths were added, and when the
   * watch had to begin anew.
   */
  readonly ready: () => void
  /** What may go out: folders to which links lead out of it are not looked into. */
  readonly roots: () => Roots
  /** Takes a sentence for the operator. */
  readonly report: (message: string) => void
  /** Looks at every file again and again, for disks that tell nothing of changes (NFS, some containers). */
  readonly polling?: boolean
}

/** A watch over folders and files. */
export interface Watch {
  /** Begins anew, for folders that were away and are back. */
  readonly reopen: () => void
  /** Watches these too from now on. */
  readonly add: (paths: readonly string[]) => void
  readonly close: () => Promise<void>
}

/**
 * Milliseconds of silence after which changes are told: one act of an editor is several changes.
 * Chokidar passes over what follows a change of the same file within 50, so we look after that.
 */
const SILENCE = 60
/** Milliseconds after which they are told although more keep coming. */
const PATIENCE = 1000
/** Milliseconds after which paths that were added are surely watched; chokidar tells only of the first. */
const SETTLING = 1000
/** Milliseconds between two looks at a file where polling is needed. */
const POLL = 2000

const IGNORED = new Set(['node_modules', '.git', '.sidecast'])

/**
 * Watches what a show is made from.
 *
 * What lies in `node_modules`, `.git` and `.sidecast` does not count, nor does the ledger, which we
 * write ourselves, unless it is named. When the system refuses to watch any more files, all are
 * polled from then on, and the operator is told.
 */
export function watch(options: WatchOptions): Watch {
  const changes = gatherChanges(options.changed)
  const paths = new Set(options.paths)
  const told = new Set<string>()
  let watcher = open(options.polling ?? false)
  let settled: NodeJS.Timeout | undefined

  function open(polling: boolean): FSWatcher {
    return watchFiles([...paths], {
      ignoreInitial: true,
      usePolling: polling,
      interval: POLL,
      binaryInterval: POLL,
      ignored: (path) =>
        isIgnored(path, paths) || (!paths.has(path) && leadsOut(path, options.roots())),
    })
      .once('ready', options.ready)
      .on('all', (_event, path) => changes.add(path))
      .on('error', (cause) => fail(faultOf(cause), polling))
  }

  function fail(cause: Fault, polling: boolean): void {
    const message = explainWatchError(cause, polling)
    if (!told.has(message)) options.report(message)
    told.add(message)
    if (polling || !isExhausted(cause)) return
    void watcher.close()
    watcher = open(true)
  }

  return {
    reopen() {
      void watcher.close()
      watcher = open(watcher.options.usePolling)
    },
    add(more) {
      const added = more.filter((path) => !paths.has(path))
      if (added.length === 0) return
      added.forEach((path) => paths.add(path))
      watcher.add(added)
      clearTimeout(settled)
      settled = setTimeout(options.ready, SETTLING)
    },
    async close() {
      clearTimeout(settled)
      changes.stop()
      await watcher.close()
    },
  }
}

interface Changes {
  readonly add: (path: string) => void
  readonly stop: () => void
}

/** Tells many changes that come at a time as one. */
function gatherChanges(tell: (paths: ReadonlySet<string>) => void): Changes {
  let gathered = new Set<string>()
  let first = 0
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    const changed = gathered
    gathered = new Set()
    tell(changed)
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

/** Whether a path does not count, seen from every watched path that it is in. */
function isIgnored(path: string, roots: ReadonlySet<string>): boolean {
  const around = [...roots].filter((root) => isWithin(path, [root]))
  return (
    around.length > 0 && around.every((root) => relative(root, path).split(sep).some(isIgnoredName))
  )
}

/** Whether a path is a link to a folder of which nothing may go out: it may be the whole disk. */
function leadsOut(path: string, roots: Roots): boolean {
  try {
    if (!lstatSync(path).isSymbolicLink() || !statSync(path).isDirectory()) return false
    return !isWithin(realpathSync.native(path), roots)
  } catch {
    return false
  }
}

/** The ledger's own name, and those of its temporary files. */
function isIgnoredName(name: string): boolean {
  return IGNORED.has(name) || name === LEDGER_FILE || name.startsWith(`${LEDGER_FILE}.`)
}

function isExhausted({ code }: Fault): boolean {
  return code === 'ENOSPC' || code === 'EMFILE' || code === 'ENFILE'
}

/** The sentence for the operator when a change may be missed. */
export function explainWatchError(cause: Fault, polling: boolean): string {
  const { code, path, message } = cause
  if (isExhausted(cause) && !polling) {
    const limit =
      code === 'ENOSPC'
        ? 'fs.inotify.max_user_watches'
        : 'the limit of open files (ulimit -n) or fs.inotify.max_user_instances'
    return `the system lets us watch no more files (${code}), so they are looked at every ${POLL / 1000} seconds instead, which costs more; to be quicker, raise ${limit} and start again`
  }
  const place = path === null ? 'a file or folder' : `"${path}"`
  return `${place} cannot be watched (${code === '' ? message : code}), so its changes show up only after a restart; correct its permissions, or start again when it is back`
}
