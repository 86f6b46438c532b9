import type { Warn } from './convert.ts'
import { parseName, parseWord } from './part-values.ts'
import { Parts, readList } from './map-parts.ts'
import type { Value } from '../front-matter/values.ts'
import { lazily } from '../../base/lazily.ts'
import { quote } from '../../base/problem.ts'

/** A place that an episode or the show is about, or where it was made. */
export interface Location {
  readonly name: string
  /** Whether it is the subject, or where it was made; null if not set. */
  readonly rel: 'subject' | 'creator' | null
  /** RFC 5870, e.g. `geo:50.0875,14.4213`. */
  readonly geo: string | null
  /** A node, way or relation of OpenStreetMap, e.g. `R435514`. */
  readonly osm: string | null
  /** ISO 3166-1, two capitals. */
  readonly country: string | null
}

/**
 * Reads places: a name, a map with `name`, `geo`, `osm`, `country` and `rel`, or a list of either.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/location.md
 */
export const readLocations = readList((value: Value, warn: Warn): Location | null => {
  const parts = new Parts(value, 'name', warn)
  const name = parts.must('name title place', parseName)
  const rel = parts.may('rel', parseWord('subject', 'creator'))
  const geo = parts.may('geo coordinates', parseGeo)
  const osm = parts.may('osm', parseOsm)
  const country = parts.may('country', parseCountry)
  parts.tellUnknown()
  return name === null ? null : { name, rel, geo, osm, country }
})

const GEO = /^(?:geo:)?\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)$/i

/** @see https://www.rfc-editor.org/rfc/rfc5870 */
function parseGeo(text: string): string {
  const [, latitude = '', longitude = ''] = GEO.exec(text) ?? []
  const onEarth = Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180
  if (latitude !== '' && onEarth) return `geo:${latitude},${longitude}`
  throw new RangeError(
    `expected latitude and longitude such as 50.0875,14.4213, got ${quote(text)}`,
  )
}

function parseOsm(text: string): string {
  if (/^[nwr]\d{1,12}(?:#\d{1,6})?$/i.test(text)) return text.toUpperCase()
  throw new RangeError(
    `expected a node, way or relation of OpenStreetMap such as R435514, got ${quote(text)}`,
  )
}

const countries = lazily(() => new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }))

function parseCountry(text: string): string {
  const code = text.toUpperCase()
  if (/^[A-Z]{2}$/.test(code) && countries().of(code) !== undefined) return code
  throw new RangeError(`expected the code of a country such as CZ, got ${quote(text)}`)
}
