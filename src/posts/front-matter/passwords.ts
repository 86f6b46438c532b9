import { hasUser, withoutUserIn } from '../../base/web-address.ts'
import { type Value, type Values, emptyMap, isList, isMap, pathOf } from './values.ts'

/** The message for the author; the address itself is not repeated, because messages end up in public logs. */
export const PASSWORD_FOUND =
  'this address holds a user name or password, which is left out of everything that is published'

/**
 * Removes user names and passwords from all addresses in front matter or settings, so that they never reach a
 * feed, a page or a log, whichever field is read. Guids are not changed, because apps know episodes by them.
 *
 * @returns The values without them, and the places where they were.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4
 */
export function withoutPasswords(values: Values): {
  readonly values: Values
  readonly places: readonly string[]
} {
  const places: string[] = []
  if (!hasAddress(values)) return { values, places }
  const clean = (value: Value, path: string): Value => {
    if (isList(value)) return value.map((each, index) => clean(each, `${path}[${index}]`))
    if (isMap(value)) return cleanMap(value, path)
    if (typeof value !== 'string' || !hasUser(value)) return value
    places.push(path)
    return /(?:^|\.)guid$/i.test(path) ? value : withoutUserIn(value)
  }
  const cleanMap = (map: Values, path: string): Values => {
    const cleaned = emptyMap()
    for (const [key, value] of Object.entries(map)) cleaned[key] = clean(value, pathOf(path, key))
    return cleaned
  }
  return { values: cleanMap(values, ''), places }
}

/** Whether anything may be an address with a user name; most front matter has none. */
function hasAddress(value: Value): boolean {
  if (typeof value === 'string') return value.includes('@') && hasUser(value)
  if (isList(value)) return value.some(hasAddress)
  return isMap(value) && Object.values(value).some(hasAddress)
}
