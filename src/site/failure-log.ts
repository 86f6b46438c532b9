import { faultOf } from '../base/fault.ts'
import type { LiveShow } from './app.ts'

/** Milliseconds in which failures with one cause are counted instead of reported one by one. */
const COUNTED = 10_000
/** The most causes that are counted at a time; hostile requests must not fill the memory. */
const MOST = 100

/**
 * Reports requests that fail: the first one of each cause at once, and those that follow as a number. A
 * resource that one request cannot get, e.g. a descriptor, the others cannot get either.
 *
 * @returns Called with a message for the operator, and the cause.
 */
export function createFailureLog(
  report: LiveShow['report'],
  counted = COUNTED,
): (message: string, cause: unknown) => void {
  const causes = new Map<string, { more: number }>()
  return (message, cause) => {
    const { code, message: why } = faultOf(cause)
    const key = code === '' ? why : code
    const known = causes.get(key)
    if (known !== undefined) {
      known.more += 1
      return
    }
    report(message, cause)
    if (causes.size >= MOST) return
    const count = { more: 0 }
    causes.set(key, count)
    setTimeout(() => {
      causes.delete(key)
      if (count.more === 0) return
      const requests = count.more === 1 ? 'one more request' : `${count.more} more requests`
      report(`${requests} failed within ${counted / 1000} seconds of that one`, cause)
    }, counted).unref()
  }
}
