import { Unfetchable } from './failures.ts'
import { withoutUserIn, withUserOf } from '../base/web-address.ts'

const STATUSES = new Set([301, 302, 303, 307, 308])

/**
 * The target of a redirect; null where the response is not one.
 *
 * @param passed The addresses before, the current one last.
 * @param isGiven Whether the response set a new cookie: with it, the same address may answer differently.
 * @throws {Unfetchable} If the target is invalid, in a circle, too far, or not http(s).
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4
 */
export function redirectTarget(
  status: number,
  location: string | undefined,
  passed: readonly URL[],
  most: number,
  isGiven = false,
): URL | null {
  const from = passed.at(-1)
  if (!STATUSES.has(status)) return null
  if (location === undefined || !URL.canParse(location, from?.href)) {
    const found =
      location === undefined ? 'without saying where' : `to "${withoutUserIn(location)}"`
    throw new Unfetchable(`is redirected ${found}, which is not an address; use its final address`)
  }
  const named = new URL(location, from)
  const target = from === undefined ? named : withUserOf(from, named)
  target.hash = ''
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw new Unfetchable(
      `is redirected to "${target.protocol}", but only http and https are followed; use its final address`,
    )
  }
  if (!isGiven && passed.some(({ href }) => href === target.href)) {
    throw new Unfetchable(`is redirected in a circle; use its final address`)
  }
  if (passed.length > most) {
    throw new Unfetchable(`is redirected more than ${most} times; use its final address`)
  }
  return target
}

/** A warning where a redirect drops encryption; else none. */
export function redirectWarnings(from: URL, to: URL): readonly string[] {
  if (from.protocol !== 'https:' || to.protocol !== 'http:') return []
  return [
    `it is redirected from https to http (${to.host}), which some apps reject: make it redirect to https, or use its final address`,
  ]
}

/** Cookies that are kept for one host, and characters of each. */
const MOST = 50
const LONGEST = 4096

/**
 * The cookies of one fetch. Some hosts redirect a visitor to the same address with a cookie, and serve the
 * file to whoever sends it back. Each cookie is sent only to the scheme, host and port that set it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265
 */
export class Cookies {
  readonly #byOrigin = new Map<string, Map<string, string>>()

  /**
   * Stores the cookies that a response sets.
   *
   * @returns Whether the next request there differs because of them.
   */
  take({ origin }: URL, lines: readonly string[] = []): boolean {
    const known = this.#byOrigin.get(origin) ?? new Map<string, string>()
    let isNew = false
    for (const line of lines) {
      const [pair = ''] = line.split(';', 1)
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, Math.max(0, at)).trim(), pair.slice(at + 1).trim()]
      const hasRoom = known.has(name) || known.size < MOST
      if (name === '' || pair.length > LONGEST || !hasRoom) continue
      isNew ||= known.get(name) !== value
      known.set(name, value)
    }
    this.#byOrigin.set(origin, known)
    return isNew
  }

  /** The `Cookie` header for an address; empty if there are no cookies for it. */
  headersFor({ origin }: URL): Readonly<Record<string, string>> {
    const pairs = [...(this.#byOrigin.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`)
    return pairs.length === 0 ? {} : { Cookie: pairs.join('; ') }
  }
}
