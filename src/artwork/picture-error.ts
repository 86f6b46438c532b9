/** Why a picture cannot be used; the message goes on behind its name: what is wrong, and the way out. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  /** What kind of trouble it is. */
  readonly trouble: 'unreadable' | 'too-small'

  constructor(message: string, trouble: PictureError['trouble'], options?: ErrorOptions) {
    super(message, options)
    this.trouble = trouble
  }
}
