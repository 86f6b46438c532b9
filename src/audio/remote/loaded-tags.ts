import type { Tags } from '../audio.ts'
import type { Read } from '../content.ts'
import type { Format } from '../sniff.ts'
import { readTags } from '../tags/read-tags.ts'
import { Missing } from './pages.ts'
import type { Source } from './source.ts'

/** The tags in what is here of a recording: for their sake nothing is asked for. */
export function loadedTags(source: Source, format: Format): Promise<Tags> {
  const read: Read = (position, length) => {
    try {
      return source.read(position, length)
    } catch (error) {
      if (error instanceof Missing) return Buffer.alloc(0)
      throw error
    }
  }
  return readTags({ bytes: source.version.bytes ?? Infinity, read }, format)
}
