import { parseFlag } from '../posts/fields/part-values.ts'
import { type Value, isMap } from '../posts/front-matter/values.ts'
import { flagOf } from '../posts/fields/convert.ts'
import { isSlip } from '../base/suggest.ts'
import { type Report, listOf, mapOf, one } from './setting-readers.ts'
import { quote } from '../base/problem.ts'

/** Whether a directory is asked not to list the show. */
export interface Block {
  /** The name of the directory in the list of services; null for all others. */
  readonly service: string | null
  readonly blocked: boolean
}

/** The large ones; the list of names is open. */
const SERVICES =
  'acast amazon apple castbox castopod deezer fountain google iheart overcast player.fm pocketcasts podbean podcastindex podchaser rss.com spotify spreaker stitcher tunein youtube'.split(
    ' ',
  )
const EVERY_SERVICE = 'all'
const readServices = listOf(parseService)
const readMap = mapOf(parseService, one(parseFlag))

/**
 * Reads `true` for all directories, a list of names, or a map, in which `all` may have exceptions:
 * `{ all: yes, apple: no }`.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/block.md
 */
export function readBlocks(value: Value, report: Report): readonly Block[] | undefined {
  const flag = flagOf(value)
  if (flag !== null) return flag ? [{ service: null, blocked: true }] : []
  if (!isMap(value)) {
    return readServices(value, report)?.map((service) => blockOf(service, true))
  }
  return [...(readMap(value, report) ?? [])].map(([service, blocked]) => blockOf(service, blocked))
}

function blockOf(service: string, blocked: boolean): Block {
  return { service: service === EVERY_SERVICE ? null : service, blocked }
}

function parseService(text: string): string {
  const isLower = text === text.toLowerCase()
  const meant = isLower && !SERVICES.includes(text) && SERVICES.find((name) => isSlip(text, name))
  if (meant) {
    throw new RangeError(
      `expected the name of a directory, got ${quote(text)}; did you mean "${meant}"?`,
    )
  }
  if (/^[a-z\d_-]{1,64}$/.test(text)) return text
  throw new RangeError(
    `expected true, or the name of a directory in lower case such as spotify, got ${quote(text)}; the names are listed at https://github.com/Podcastindex-org/podcast-namespace/blob/main/serviceslugs.txt`,
  )
}
