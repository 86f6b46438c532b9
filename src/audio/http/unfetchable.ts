import type { Refusal } from '../probe-error.ts'

/**
 * Why a recording cannot be fetched. The message goes on behind its address: what is wrong, and the
 * way out.
 */
export class Unfetchable extends Error {
  override readonly name: string = 'Unfetchable'
  readonly refusal: Refusal

  constructor(message: string, refusal: Refusal = 'unreadable', options?: ErrorOptions) {
    super(message, options)
    this.refusal = refusal
  }
}

/** Its host cannot be reached, or does not answer. */
export class Unreachable extends Unfetchable {
  override readonly name: string = 'Unreachable'
}

/** The connection ended before the answer did: worth a second try. */
export class Dropped extends Unreachable {
  override readonly name = 'Dropped'
}

/** The recording is not what it was one request before: worth a fresh start. */
export class Changed extends Unfetchable {
  override readonly name = 'Changed'

  constructor(what: string) {
    super(
      `changed while it was measured (${what}): it is still being uploaded, or its host puts advertising ` +
        'into it anew for each listener; try again later',
      'growing',
    )
  }
}

/** A server answers to requests for parts with something else: only a plain request helps. */
export class Untrustworthy extends Error {
  override readonly name = 'Untrustworthy'
}
