import { Unfetchable } from './unfetchable.ts'
import { withoutUserIn, withUserOf } from '../base/user-info.ts'

const STATUSES = new Set([301, 302, 303, 307, 308])

/**
 * Where an answer leads to; null where it is no redirect.
 *
 * @param passed The addresses that led to it, `from` the last of them.
 * @throws {Unfetchable} If it leads nowhere, in a circle, too far, or out of the web.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4
 */
export function redirectTarget(
  status: number,
  location: string | undefined,
  passed: readonly URL[],
  most: number,
): URL | null {
  const from = passed.at(-1)
  if (!STATUSES.has(status)) return null
  if (location === undefined || !URL.canParse(location, from?.href)) {
    const found =
      location === undefined ? 'without saying where' : `to "${withoutUserIn(location)}"`
    throw new Unfetchable(`is redirected ${found}, which is no address; name its final address`)
  }
  const named = new URL(location, from)
  const target = from === undefined ? named : withUserOf(from, named)
  target.hash = ''
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw new Unfetchable(
      `is redirected to "${target.protocol}", but only http and https are followed; name its final address`,
    )
  }
  if (passed.some(({ href }) => href === target.href)) {
    throw new Unfetchable(`is redirected in a circle; name its final address`)
  }
  if (passed.length > most) {
    throw new Unfetchable(`is redirected more than ${most} times; name its final address`)
  }
  return target
}

/** A warning where a redirect gives up encryption; else none. */
export function redirectWarnings(from: URL, to: URL): readonly string[] {
  if (from.protocol !== 'https:' || to.protocol !== 'http:') return []
  return [
    `it is redirected from https to http (${to.host}), which some apps refuse: let it be redirected to https, or name its final address`,
  ]
}
