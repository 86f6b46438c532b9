/** Something cannot be done on this machine; the message is a complete sentence for the user. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** What is known of a thrown value. */
export interface Fault {
  /** Of the system, e.g. `ENOENT`; '' where there is none. */
  readonly code: string
  readonly message: string
  /** The file concerned; null where there is none. */
  readonly path: string | null
  /** An HTTP status; null where there is none. */
  readonly status: number | null
}

/** Reads an error of the system or of a library. */
export function faultOf(cause: unknown): Fault {
  if (!(cause instanceof Error)) {
    return { code: '', message: String(cause), path: null, status: null }
  }
  return {
    code: 'code' in cause && typeof cause.code === 'string' ? cause.code : '',
    message: cause.message,
    path: 'path' in cause && typeof cause.path === 'string' ? cause.path : null,
    status: 'status' in cause && typeof cause.status === 'number' ? cause.status : null,
  }
}

const CIRCLE = 'symbolic links form a circle; remove one of them'
const TOO_LONG = 'its path is too long; shorten the names of its folders'
/** Of a disk that fails, or a network drive that is away. */
const BROKEN_DISK = 'its disk or network drive fails; see whether it is connected and sound'

/** Error codes of reading a file or folder → reason and fix. */
const WHY: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; change its permissions',
  EIO: BROKEN_DISK,
  EISDIR: 'it is a folder; replace it with a file',
  ELOOP: CIRCLE,
  ENAMETOOLONG: TOO_LONG,
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is not a folder',
  EPERM: 'permission denied; change its permissions',
  ESTALE: BROKEN_DISK,
}

/** The code of a system error, e.g. `ENOENT`; '' where there is none. */
export function codeOf(cause: unknown): string {
  return faultOf(cause).code
}

/** Why something cannot be read, and what to do, as the end of a sentence. */
export function whyUnreadable(cause: unknown): string {
  return WHY[codeOf(cause)] ?? whyRefused(cause)
}

/** Error codes for resources that the system has run out of, whatever was requested → fix. */
const SHORT: Readonly<Record<string, string>> = {
  EMFILE:
    'too many files and connections are open (EMFILE); raise the limit (ulimit -n, or LimitNOFILE of systemd)',
  ENFILE: 'the system has too many files open (ENFILE); raise its limit (fs.file-max)',
  ENOMEM: 'the system has no memory left (ENOMEM); give this program more, or end others',
}

/** Why the system refused something, and how to fix it if that is known, as the end of a sentence. */
export function whyRefused(cause: unknown): string {
  const { code, message } = faultOf(cause)
  return SHORT[code] ?? WHY_NOT_WRITTEN[code] ?? message
}

const NOT_WRITABLE = 'permission denied; change its permissions'
const NO_FOLDER = 'a file is where a folder is needed; remove it'

/** Error codes of writing a file or folder → reason and fix. */
const WHY_NOT_WRITTEN: Readonly<Record<string, string>> = {
  EACCES: NOT_WRITABLE,
  EPERM: NOT_WRITABLE,
  EROFS: 'its disk is read-only; make it writable',
  ENOSPC: 'no space left on its disk; free some and run again',
  EDQUOT: 'no space left for this user on its disk (quota); free some and run again',
  EFBIG: 'it exceeds the file size limit; raise the limit (ulimit -f) and run again',
  EEXIST: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EIO: BROKEN_DISK,
  EISDIR: 'a folder is where a file is needed; remove it',
  ELOOP: CIRCLE,
  ENAMETOOLONG: TOO_LONG,
  ESTALE: BROKEN_DISK,
}

/** Why something cannot be written, and what to do, as the end of a sentence; null if unknown. */
export function whyUnwritable(cause: unknown): string | null {
  return WHY_NOT_WRITTEN[codeOf(cause)] ?? SHORT[codeOf(cause)] ?? null
}

/** The sentence that `file` could not be written, why, what follows from that, and what to do. */
export function describeUnwritten(file: string, cause: unknown, consequence = ''): string {
  const { code, message } = faultOf(cause)
  const fix = whyUnwritable(cause) ?? 'make the folder writable'
  return `${file} cannot be written (${code || message})${consequence}; ${fix}`
}

/** Whether a disk is full, which affects everything that is written, not only one file. */
export function isFull(cause: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(cause))
}
