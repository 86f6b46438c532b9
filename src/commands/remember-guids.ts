import { faultOf } from '../base/fault.ts'
import { LEDGER_FILE } from '../show/ledger/ledger.ts'
import type { Loader } from '../show/load.ts'
import type { Surroundings } from './command.ts'

/**
 * Puts the guids of the show down. Where the folder cannot be written they are remembered for as
 * long as the program runs, and the user is told.
 *
 * @returns The sentence that was told; null when the ledger is as it should be.
 */
export async function rememberGuids(
  loader: Loader,
  around: Surroundings,
  toldBefore: string | null = null,
): Promise<string | null> {
  try {
    await loader.remember(around.now())
    return null
  } catch (cause) {
    const reason = faultOf(cause).code || faultOf(cause).message
    const sentence = `! ${LEDGER_FILE} cannot be written (${reason}), so guids are remembered only while this program runs; make the folder writable`
    if (sentence !== toldBefore) around.tell(sentence)
    return sentence
  }
}
