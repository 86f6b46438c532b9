/** What was asked for cannot be done on this machine; the message is the whole sentence for the user. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
