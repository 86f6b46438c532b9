/**
 * Why a recording was refused: it could not be read (`unreadable`), holds nothing to be heard
 * (`silent`: empty, a tag alone, a web page, an image …), is a format that podcast apps do not play
 * (`foreign`), or changed while it was read (`growing`: to be tried again later).
 */
export type Refusal = 'unreadable' | 'silent' | 'foreign' | 'growing'

/**
 * A recording that cannot be measured. Its message is a whole sentence for the author: which file,
 * what was found in it, how to fix it.
 */
export class ProbeError extends Error {
  override readonly name = 'ProbeError'
  readonly refusal: Refusal

  constructor(refusal: Refusal, message: string, options?: ErrorOptions) {
    super(message, options)
    this.refusal = refusal
  }
}
