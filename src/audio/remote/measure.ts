import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { AudioChapter, Tags, Audio } from '../audio.ts'
import { Unplayable, type Facts, ProbeError } from '../facts.ts'
import { MpegReader } from '../mpeg/frame-reader.ts'
import {
  describeSilence,
  formatsOf,
  leadingTagBytes,
  recognise,
  type Playable,
} from '../recognise.ts'
import { SNIFFED_BYTES, type Format } from '../sniff.ts'
import { HEADROOM } from '../window.ts'
import type { Client } from '../../net/client.ts'
import type { Hosts } from '../../net/hosts.ts'
import { measureAtAGlance } from './glance.ts'
import { emptyRecording } from './open-source.ts'
import { Scans } from './scans.ts'
import { complete, completeIfNear, type Source } from './source.ts'
import { Refused } from './refused.ts'
import { isStreamable, measureWhole } from './whole.ts'
import type { Read } from '../content.ts'
import { readTags } from '../tags/read-tags.ts'
import { Missing } from './pages.ts'
import { chapterReader } from '../meters.ts'
import { ID3_HEAD_BYTES, id3Bytes } from '../id3/id3-tags.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { probeFile } from '../probe-file.ts'

/** The measurements of a recording. */
export interface Measured {
  readonly facts: Facts
  readonly chapters: readonly AudioChapter[]
  readonly tags: Tags | null
  readonly bytes: number
}

export interface MeasureOptions {
  /** Whether to read all of it, if that is more certain than samples. */
  readonly exact: boolean
  readonly signal: AbortSignal | undefined
}

/**
 * Measures a recording at the least cost.
 *
 * @throws {Refused} If it contains no sound, or cannot be read.
 */
export async function measure(
  source: Source,
  client: Client,
  options: MeasureOptions,
): Promise<Measured> {
  try {
    // Before everything else: the parts that are loaded for chapters also contain the start of the sound.
    const tagged = await fetchTagChapters(source)
    const sniffed = await recogniseSource(source)
    const [format] = formatsOf(sniffed)
    const parts = await measureByParts(source, format, tagged, options)
    if (parts) return parts
    const tags = await loadedTags(source, format)
    const whole = await measureAll(source, client, sniffed, options.signal)
    return { chapters: tagged, tags, ...whole }
  } catch (cause) {
    if (!(cause instanceof Unplayable)) throw cause
    throw new Refused(cause.message, cause.refusal, { cause })
  }
}

async function measureByParts(
  source: Source,
  format: Format,
  tagged: readonly AudioChapter[],
  { exact }: MeasureOptions,
): Promise<Measured | null> {
  const facts = await measureAtAGlance(source, format, exact)
  const chapters = format === 'mpeg' ? tagged : facts && (await fetchChapters(source, format))
  if (!facts || !chapters) return null
  const tags = await loadedTags(source, format)
  return { facts, chapters, tags, bytes: source.version.bytes ?? 0 }
}

async function recogniseSource(source: Source): Promise<Playable> {
  const first = await complete(source, () => source.read(0, 1))
  if (first.length === 0) throw emptyRecording()
  // Tags may be too long to be read for the sake of recognising the sound.
  const sniffed = (await completeIfNear(source, () => recognise(source.read))) ?? { format: 'mpeg' }
  if ('other' in sniffed) {
    throw new Refused(`is ${sniffed.other}; ${sniffed.advice}`, 'foreign')
  }
  if ('unknown' in sniffed && sniffed.unknown !== null && !beginsWithSound(source)) {
    const type = source.mediaType === null ? '' : ` (${source.mediaType})`
    const advice = 'name the address of the recording itself'
    throw new Refused(`leads to ${sniffed.unknown}${type}, not to a recording; ${advice}`, 'silent')
  }
  return sniffed
}

/** Whether there are frames of MPEG audio among the first bytes, e.g. after an error message of a script. */
function beginsWithSound({ read }: Source): boolean {
  const first = Buffer.concat([Buffer.alloc(HEADROOM), read(0, SNIFFED_BYTES)])
  const reader = new MpegReader()
  reader.push(first, HEADROOM, first.length)
  return reader.end().tally.frames > 0
}

/** The result of reading everything; without chapters and tags if only the sound was read. */
type Whole = Pick<Measured, 'facts' | 'bytes'> & Partial<Measured>

/** Recordings that were read completely, shared with the hosts. */
const SCANS = new WeakMap<Hosts, Scans<Whole>>()

function scansOf(hosts: Hosts): Scans<Whole> {
  const scans = SCANS.get(hosts) ?? new Scans()
  SCANS.set(hosts, scans)
  return scans
}

/** Reads all of a recording, or uses the result of another caller that does. */
async function measureAll(
  source: Source,
  client: Client,
  sniffed: Playable,
  signal: AbortSignal | undefined,
): Promise<Whole> {
  const scans = scansOf(client.hosts)
  const mark = source.version.etag ?? source.version.modified
  const key = mark === null ? null : `${client.address.href} ${mark}`
  if (scans.has(key)) {
    source.close()
    client.leave()
  }
  return scans.once(key, () => readAll(source, sniffed, signal))
}

async function readAll(
  source: Source,
  sniffed: Playable,
  signal: AbortSignal | undefined,
): Promise<Whole> {
  const formats = formatsOf(sniffed).filter(isStreamable)
  if (formats.length === 0) return readSpooled(source, signal)
  const facts = await measureWhole(source, formats)
  if (facts) return { facts, bytes: source.version.bytes ?? 0 }
  const tags = (await completeIfNear(source, () => leadingTagBytes(source.read))) ?? 0
  throw new Refused(describeSilence(sniffed, tags), 'silent')
}

async function readSpooled(source: Source, signal: AbortSignal | undefined): Promise<Measured> {
  const write = (path: string): Promise<void> => pipeline(source.walk(), createWriteStream(path))
  const { bytes, hash: _, chapters, tags, ...facts } = await probeCopy(write, signal)
  return { facts, chapters, tags, bytes }
}

/** The tags in the parts that are already loaded: nothing is requested for them. */
function loadedTags(source: Source, format: Format): Promise<Tags> {
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

/** Parts that are loaded to find the chapters in a tag. With artwork before them, one or two are enough. */
const TAG_LOADS = 3
/** Parts that are loaded for titles between the sound, as in MP4. */
const TITLE_LOADS = 64
/** The largest tag that is read for its chapters, in bytes: each chapter may have an image. */
const LARGEST_TAG = 8 * 1024 * 1024

/** The chapters in the tag at the beginning; none if reading them would cost too much. */
async function fetchTagChapters(source: Source): Promise<readonly AudioChapter[]> {
  const chapters = await fetchChapters(source, 'mpeg', TAG_LOADS)
  if (chapters) return chapters
  const tag = await completeIfNear(source, () => id3Bytes(source.read(0, ID3_HEAD_BYTES)))
  if (tag === null || tag > LARGEST_TAG) return []
  await completeIfNear(source, () => source.read(0, tag))
  return (await fetchChapters(source, 'mpeg', TAG_LOADS)) ?? []
}

/** The chapters of a recording of a format; null if reading all of it costs less. */
async function fetchChapters(
  source: Source,
  format: Format,
  most = TITLE_LOADS,
): Promise<readonly AudioChapter[] | null> {
  const readChapters = await chapterReader(format)
  const content = { bytes: source.version.bytes ?? Infinity, read: source.read }
  return completeIfNear(source, () => readChapters(content), most)
}

/** Without an extension, because that of the address is checked elsewhere. */
const NAME = 'recording'

/**
 * Measures a recording by way of a temporary copy.
 *
 * @param write Writes the copy to a path.
 * @throws {Refused} If it contains no sound.
 */
async function probeCopy(
  write: (path: string) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Audio> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-remote-'))
  try {
    const path = join(folder, NAME)
    await write(path)
    return await probeFile(path, { ...(signal && { signal }), tags: true })
  } catch (cause) {
    throw describe(cause)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function describe(cause: unknown): unknown {
  if (cause instanceof ProbeError) {
    return new Refused(cause.message.replace(`"${NAME}" `, ''), cause.refusal, { cause })
  }
  if (!(cause instanceof Error && 'syscall' in cause)) return cause
  const message = `does not fit into the folder for temporary files, where it is measured (${cause.message}); make room there`
  return new Refused(message, 'unreadable', { cause })
}
