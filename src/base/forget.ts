import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | null = null

/**
 * Frees the memory of what nobody needs any more, now: instances of WebAssembly with tens of megabytes look
 * small to the collector, so that it would leave one for long after the next has been made.
 *
 * It takes some 20 ms. Whoever has an instance must have returned: functions hold what they have called for.
 *
 * @see https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
export async function forgetUnneeded(): Promise<void> {
  // What was awaited last is held until then.
  await setImmediate()
  collect ??= openCollector()
  collect()
}

/** The function is given to contexts that begin with the flag, and each thread needs its own. */
function openCollector(): () => void {
  setFlagsFromString('--expose-gc')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const gc = runInNewContext('gc') as (options: object) => void
  return () => gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
