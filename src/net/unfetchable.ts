/**
 * Why something cannot be fetched. The message continues a sentence that begins
 * with the address: what is wrong, and how to fix it.
 */
export class Unfetchable extends Error {
  override readonly name: string = 'Unfetchable'
}

/** Its host cannot be reached, or does not answer. */
export class Unreachable extends Unfetchable {
  override readonly name: string = 'Unreachable'
}

/** The connection ended before the answer did: worth a second try. */
export class Dropped extends Unreachable {
  override readonly name = 'Dropped'
}

/** The same as a whole sentence for the author, with the address in front; `cause` is what it says. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
}
