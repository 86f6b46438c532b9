import { withoutMark } from '../../base/read-utf8.ts'
import { readChapters } from './chapters-field.ts'
import { parseJson } from '../front-matter/json.ts'
import type { Chapter } from '../post.ts'
import { BlockError } from '../front-matter/values.ts'

/** The chapters in a file, and what cannot be read in it. */
export interface ChaptersFile {
  /** By `start`, ascending; never empty. */
  readonly chapters: readonly Chapter[]
  readonly faults: readonly { readonly line: number | null; readonly message: string }[]
}

/**
 * Reads Podcasting 2.0 JSON chapters; a chapter that cannot be read is reported and left out.
 *
 * @throws {BlockError} If it is not JSON, or has no list of chapters.
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md
 */
export function parseChaptersFile(text: string): ChaptersFile {
  const json = withoutMark(text).replaceAll(/\r\n?/g, '\n')
  const { block } = parseJson(json.trimStart().startsWith('[') ? `{"chapters":${json}}` : json)
  const faults: ChaptersFile['faults'][number][] = []
  const found = readChapters(block.values, (place, message) => {
    const line = block.lines.get(place.replace(/^\./, '')) ?? null
    faults.push({ line, message })
  })
  if (found?.list == null) throw new BlockError('expected a list of "chapters", got none', 1)
  return { chapters: found.list, faults }
}
