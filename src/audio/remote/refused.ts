import { Unfetchable } from '../../net/unfetchable.ts'
import type { Refusal } from '../probe-error.ts'

/** What was fetched is not a recording that can be measured. */
export class Refused extends Unfetchable {
  override readonly name: string = 'Refused'
  readonly refusal: Refusal

  constructor(message: string, refusal: Refusal, options?: ErrorOptions) {
    super(message, options)
    this.refusal = refusal
  }
}

/** The recording is not what it was one request before: worth a fresh start. */
export class Changed extends Refused {
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
