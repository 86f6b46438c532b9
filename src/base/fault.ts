/** What a thrown value says of itself, as far as it says anything. */
export interface Fault {
  /** As the system names it, e.g. `ENOENT`; '' where there is none. */
  readonly code: string
  readonly message: string
  /** The file that it is about; null where there is none. */
  readonly path: string | null
  /** The HTTP status it stands for; null where there is none. */
  readonly status: number | null
}

/** Reads an error of the system, or of a library, whose type nobody knows. */
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
