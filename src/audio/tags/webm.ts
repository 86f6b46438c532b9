import type { Content } from '../content.ts'
import { ELEMENT_HEAD_BYTES, readElement, type Element } from '../webm/ebml.ts'
import { uint32BE, type Carrier } from './carrier.ts'

const ID = { head: 0x1a45dfa3, segment: 0x18538067, info: 0x1549a966, tags: 0x1254c367 } as const
/** Elements of a segment with titles and tags. */
const WANTED: ReadonlySet<number> = new Set([ID.info, ID.tags])
/** The most bytes of such an element; without pictures it has a tenth of this. */
const LARGEST = 64 * 1024
/** The most elements that are read; three hours have some two thousand. */
const MOST = 20_000

/** Copies the title and the tags of a WebM or Matroska recording, the first of each. */
export function carryWebm(content: Content): Carrier | null {
  const taken = new Map<number, Buffer>()
  for (const { id, content: start, size } of partsOf(content)) {
    if (!WANTED.has(id) || taken.has(id) || size > LARGEST) continue
    const part = content.read(start, size)
    if (part.length === size) taken.set(id, writeElement(id, part))
    if (taken.size === WANTED.size) break
  }
  if (taken.size === 0) return null
  const segment = writeElement(ID.segment, Buffer.concat([...taken.values()]))
  const bytes = Buffer.concat([writeElement(ID.head, Buffer.alloc(0)), segment])
  return { bytes, type: 'audio/webm' }
}

/** @yields The elements of the first segment, as far as their sizes are known. */
export function* partsOf({ read }: Content): Generator<Element & { readonly size: number }> {
  let at = 0
  for (let count = 0; count < MOST; count++) {
    const head = read(at, ELEMENT_HEAD_BYTES)
    const element = readElement(head, 0)
    if (!element) return
    const content = at + element.content
    if (element.id === ID.segment) {
      at = content
      continue
    }
    if (element.size === null) return
    yield { ...element, content, size: element.size }
    at = content + element.size
  }
}

/** Writes an element with a size of eight bytes, which is always enough. */
function writeElement(id: number, content: Buffer): Buffer {
  const size = Buffer.concat([Buffer.from([1, 0, 0, 0]), uint32BE(content.length)])
  return Buffer.concat([uint32BE(id), size, content])
}
