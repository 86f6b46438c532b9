import { faultOf } from './fault.ts'

/** What the system complains of when a file or folder is read → what an author can do about it. */
const WHY: Readonly<Record<string, string>> = {
  EACCES: 'it may not be read; change its permissions',
  EISDIR: 'it is a folder; put a file in its place',
  ELOOP: 'symbolic links go round in a circle; remove one of them',
  ENAMETOOLONG: 'its path is too long; shorten the names of its folders',
  ENOENT: 'there is nothing under this name',
  ENOTDIR: 'it is no folder',
  EPERM: 'it may not be read; change its permissions',
}

/** The system's code of a failure, e.g. `ENOENT`; '' where it has none. */
export function codeOf(cause: unknown): string {
  return faultOf(cause).code
}

/** The rest of a sentence that says why something could not be read, and what to do. */
export function whyUnreadable(cause: unknown): string {
  return WHY[codeOf(cause)] ?? faultOf(cause).message
}

const NOT_WRITABLE = 'it may not be written to; change its permissions'
const NO_FOLDER = 'a file is where a folder is needed; remove it'

/** What the system complains of when a file or folder is written → what can be done about it. */
const WHY_NOT_WRITTEN: Readonly<Record<string, string>> = {
  EACCES: NOT_WRITABLE,
  EPERM: NOT_WRITABLE,
  EROFS: 'its disk may only be read; make it writable',
  ENOSPC: 'no space left on its disk; free some and run again',
  EDQUOT: 'no space left for this user on its disk (quota); free some and run again',
  EFBIG:
    'files may not become as large as this one here; raise the limit (ulimit -f) and run again',
  EEXIST: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EISDIR: 'a folder is where a file is needed; remove it',
}

/** The rest of a sentence that says why something could not be written; null where we do not know. */
export function whyUnwritable(cause: unknown): string | null {
  return WHY_NOT_WRITTEN[codeOf(cause)] ?? null
}

/** The sentence that `file` could not be written, why, what follows from that, and what to do. */
export function describeUnwritten(file: string, cause: unknown, consequence = ''): string {
  const { code, message } = faultOf(cause)
  const fix = whyUnwritable(cause) ?? 'make the folder writable'
  return `${file} cannot be written (${code || message})${consequence}; ${fix}`
}

/** Whether a disk is full, which affects everything that is written and not just one file. */
export function isFull(cause: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(cause))
}
