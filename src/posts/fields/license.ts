import spdx from 'spdx-license-ids/index.json' with { type: 'json' }

import type { Warn } from './convert.ts'
import { parseName, parseWebAddress } from './part-values.ts'
import { Parts } from './map-parts.ts'
import type { Value } from '../front-matter/values.ts'
import { quote } from '../../base/problem.ts'

/** The licence of a recording. */
export interface License {
  /** An identifier in lower case, e.g. `cc-by-4.0`; or the name of another licence. */
  readonly name: string
  /** Absolute; never null for a licence without an identifier. */
  readonly url: string | null
}

/** In lower case: the licences of SPDX, and two that only podcasts use. */
const KNOWN: ReadonlySet<string> = new Set([
  ...spdx.map((id) => id.toLowerCase()),
  'arr',
  'pod-v4v-1.0',
])

/** Addresses of Creative Commons, with which most blogs name their licence. */
const CREATIVE_COMMONS =
  /^https?:\/\/creativecommons\.org\/(?:licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)\b/i

/**
 * Reads a licence: its identifier, its address at Creative Commons, or a map with `name` and `url`.
 *
 * @returns Null for a boolean (`license: true`), as in themes.
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/license.md
 */
export function readLicense(value: Value, warn: Warn): License | null {
  if (typeof value === 'boolean') return null
  const parts = new Parts(value, 'name', warn)
  const written = parts.must('name id identifier title', parseName)
  const url = parts.may('url href link', parseWebAddress)
  parts.tellUnknown()
  if (written === null) return null
  const [link, kind = '', version = ''] = CREATIVE_COMMONS.exec(written) ?? []
  const id = link === undefined ? written : `${kind === 'zero' ? 'cc0' : `cc-${kind}`}-${version}`
  const name = id.toLowerCase().replaceAll(/\s+/g, '-')
  if (KNOWN.has(name)) return { name, url }
  if (url !== null) return { name: written, url }
  throw new RangeError(
    `expected the identifier of a licence such as cc-by-4.0, or { name: …, url: … } for another one, got ${quote(written)}`,
  )
}
