import { Unfetchable } from './unfetchable.ts'
import { withoutUserIn, withUserOf } from '../base/user-info.ts'

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
