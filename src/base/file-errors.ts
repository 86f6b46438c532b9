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
