import { Dropped } from '../../net/unfetchable.ts'
import { Untrustworthy } from './refused.ts'

/**
 * Asks for a part, and once more if the connection breaks meanwhile.
 *
 * @throws {Untrustworthy} If it breaks again: that is the mark of a server that lies about lengths.
 */
export async function twice<Part>(ask: () => Promise<Part>): Promise<Part> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof Dropped)) throw error
  }
  try {
    return await ask()
  } catch (cause) {
    if (!(cause instanceof Dropped)) throw cause
    throw new Untrustworthy('breaks off its parts', { cause })
  }
}
