/**
 * Why something cannot be fetched. The message continues a sentence that begins
 * with the address: what is wrong, and how to fix it.
 */
export class Unfetchable extends Error {
  override readonly name: string = 'Unfetchable'
}

/** The host cannot be reached, or does not respond. */
export class Unreachable extends Unfetchable {
  override readonly name: string = 'Unreachable'
}

/** The connection was closed before the response ended: worth a retry. */
export class Dropped extends Unreachable {
  override readonly name = 'Dropped'
}

/** The same as a complete sentence for the author, with the address; `cause` is the {@link Unfetchable}. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
}
