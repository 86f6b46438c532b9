import type { AudioChapter } from '../audio.ts'
import type { Content } from '../content.ts'
import { partsOf } from '../tags/webm.ts'
import { readElement, readUint } from './ebml.ts'

const ID = {
  chapters: 0x1043a770,
  edition: 0x45b9,
  chapter: 0xb6,
  start: 0x91,
  hidden: 0x98,
  enabled: 0x4598,
  display: 0x80,
  text: 0x85,
} as const
/** Bytes of chapters that are read; those of a whole day have a tenth of this. */
const LARGEST = 1024 * 1024
/** The most chapters that are read. */
const MOST = 2000
const NANOSECONDS = 1e9

/**
 * Reads the chapters of the first edition in a WebM or Matroska recording, without nested ones; hidden or
 * disabled ones and those without a title are left out.
 *
 * @see RFC 9559 section 5.1.7
 */
export function readWebmChapters(content: Content): readonly AudioChapter[] {
  const part = partsOf(content).find(({ id }) => id === ID.chapters)
  if (!part || part.size > LARGEST) return []
  const edition = childOf(content.read(part.content, part.size), ID.edition)
  if (!edition) return []
  return childrenOf(edition)
    .filter(({ id }) => id === ID.chapter)
    .take(MOST)
    .flatMap(({ bytes }) => readChapter(bytes))
    .toArray()
    .toSorted((a, b) => a.start - b.start)
}

function readChapter(chapter: Buffer): readonly AudioChapter[] {
  const [start, hidden, enabled, display] = [ID.start, ID.hidden, ID.enabled, ID.display].map(
    (id) => childOf(chapter, id),
  )
  const isShown = readUint(hidden ?? Buffer.of(0)) === 0 && readUint(enabled ?? Buffer.of(1)) === 1
  const text = display ? childOf(display, ID.text) : null
  const title = text?.toString().replace(/\0.*$/s, '').trim() ?? ''
  if (!start || !isShown || title === '') return []
  return [{ start: readUint(start) / NANOSECONDS, title }]
}

function childOf(parent: Buffer, wanted: number): Buffer | null {
  return childrenOf(parent).find(({ id }) => id === wanted)?.bytes ?? null
}

/** @yields The child elements, up to the first that is broken. */
function* childrenOf(parent: Buffer): Generator<{ readonly id: number; readonly bytes: Buffer }> {
  for (let at = 0; at < parent.length;) {
    const element = readElement(parent, at)
    if (element?.size === null || element === null) return
    const end = element.content + element.size
    if (end > parent.length) return
    yield { id: element.id, bytes: parent.subarray(element.content, end) }
    at = end
  }
}
