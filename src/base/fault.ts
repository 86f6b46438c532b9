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
