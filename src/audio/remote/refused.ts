import { Unfetchable } from '../../net/failures.ts'
import type { Refusal } from '../facts.ts'

/** The fetched file is not a recording that can be measured. */
export class Refused extends Unfetchable {
  override readonly name: string = 'Refused'
  readonly refusal: Refusal

  constructor(message: string, refusal: Refusal, options?: ErrorOptions) {
    super(message, options)
    this.refusal = refusal
  }
}

/** The recording changed between two requests: worth another attempt. */
export class Changed extends Refused {
  override readonly name = 'Changed'

  readonly what: string

  /** @param what What differs, as the end of a sentence. */
  constructor(what: string) {
    super(`changed while it was measured (${what}); try again later`, 'growing')
    this.what = what
  }
}

/** A server takes so long for each response that one request is better than several. */
export class Slow extends Error {
  override readonly name = 'Slow'
}

/** A server sends something else than the requested ranges: only a plain request helps. */
export class Untrustworthy extends Error {
  override readonly name = 'Untrustworthy'
}
