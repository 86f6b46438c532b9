import { faultOf } from '../base/fault.ts'
import type { LiveShow } from './app.ts'

/** Milliseconds in which failures of one cause are counted rather than told one by one. */
const COUNTED = 10_000
/** Causes that are counted at a time: hostile requests must not make it many. */
const MOST = 100

/**
 * Tells of requests that fail: the first of each cause at once, and those that follow as one number.
 * What one request needs and does not get, e.g. a descriptor, every other one will not get either.
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
