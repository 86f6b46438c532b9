import { faultOf } from '../base/fault.ts'
import { whyUnwritable } from '../base/file-errors.ts'
import { LEDGER_FILE } from '../show/ledger/ledger.ts'
import type { Composition } from '../show/compose-show.ts'
import type { OpenShow } from '../show/open-show.ts'
import type { Surroundings } from './command.ts'

/**
 * Puts the guids of the show down. Where the folder cannot be written they are remembered for as
 * long as the program runs, and the user is told.
 *
 * @returns The sentence that was told; null when the ledger is as it should be.
 */
export async function rememberGuids(
  show: OpenShow,
  composition: Composition,
  around: Surroundings,
  toldBefore: string | null = null,
): Promise<string | null> {
  try {
    await show.remember(composition, around.now())
    return null
  } catch (cause) {
    const reason = faultOf(cause).code || faultOf(cause).message
    const way = whyUnwritable(cause) ?? 'make the folder writable'
    const sentence = `! ${LEDGER_FILE} cannot be written (${reason}), so guids are remembered only while this program runs; ${way}`
    if (sentence !== toldBefore) around.tell(sentence)
    return sentence
  }
}
