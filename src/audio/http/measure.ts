import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Unplayable, type Facts } from '../facts.ts'
import { MpegReader } from '../mpeg/reader.ts'
import { SNIFFED_BYTES, type Sniffed } from '../sniff.ts'
import { HEADROOM } from '../window.ts'
import type { Client } from './client.ts'
import { measureAtAGlance, readLeadingChapters } from './glance.ts'
import { emptyRecording } from './open-source.ts'
import { probeCopy } from './probe-copy.ts'
import { leadingTagBytes, recognise } from './recognise.ts'
import { complete, completeIfNear, type Source } from './source.ts'
import { Unfetchable } from './unfetchable.ts'
import { measureWhole } from './whole.ts'

/** A recording that was measured. */
export interface Measured {
  readonly facts: Facts
  readonly bytes: number
}

export interface MeasureOptions {
  /** Whether all of it is to be read, where that tells more than samples do. */
  readonly exact: boolean
  readonly signal: AbortSignal | undefined
}

type Playable = Exclude<Sniffed, { other: string }>

/**
 * Measures a recording at the least cost.
 *
 * @throws {Unfetchable} If there is nothing to be heard in it, or it cannot be read.
 */
export async function measure(
  source: Source,
  client: Client,
  options: MeasureOptions,
): Promise<Measured> {
  try {
    const chapters = await readLeadingChapters(source)
    const sniffed = await recogniseSource(source)
    const format = 'format' in sniffed ? sniffed.format : 'mpeg'
    const glance = await measureAtAGlance(source, format, options.exact)
    const { facts, bytes } = glance
      ? { facts: glance, bytes: source.version.bytes ?? 0 }
      : await measureAll(source, client, sniffed, options.signal)
    const isMpeg = format === 'mpeg' || format === 'adts'
    return { facts: isMpeg ? { ...facts, chapters } : facts, bytes }
  } catch (cause) {
    if (!(cause instanceof Unplayable)) throw cause
    throw new Unfetchable(cause.message, 'silent', { cause })
  }
}

async function recogniseSource(source: Source): Promise<Playable> {
  const first = await complete(source, () => source.read(0, 1))
  if (first.length === 0) throw emptyRecording()
  // Tags may go on for longer than anyone wants to read before the sound is recognised.
  const sniffed = (await completeIfNear(source, () => recognise(source.read))) ?? { format: 'mpeg' }
  if ('other' in sniffed) {
    throw new Unfetchable(`is ${sniffed.other}; ${sniffed.advice}`, 'foreign')
  }
  if ('unknown' in sniffed && sniffed.unknown !== null && !beginsWithSound(source)) {
    const type = source.mediaType === null ? '' : ` (${source.mediaType})`
    const advice = 'name the address of the recording itself'
    throw new Unfetchable(
      `leads to ${sniffed.unknown}${type}, not to a recording; ${advice}`,
      'silent',
    )
  }
  return sniffed
}

/** Whether there are frames of MPEG audio among the first bytes, as behind the complaint of a script. */
function beginsWithSound({ read }: Source): boolean {
  const first = Buffer.concat([Buffer.alloc(HEADROOM), read(0, SNIFFED_BYTES)])
  const reader = new MpegReader()
  reader.push(first, HEADROOM, first.length)
  return reader.end().tally.frames > 0
}

/** Reads all of a recording, or takes what somebody else found who did. */
async function measureAll(
  source: Source,
  client: Client,
  sniffed: Playable,
  signal: AbortSignal | undefined,
): Promise<Measured> {
  const { scans } = client.hosts
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
): Promise<Measured> {
  const format = 'format' in sniffed ? sniffed.format : 'mpeg'
  if (format !== 'mpeg' && format !== 'adts') return readSpooled(source, signal)
  // Neither has a mark at its start, so that one may be taken for the other.
  const facts = await measureWhole(source, format === 'mpeg' ? ['mpeg', 'adts'] : ['adts'])
  if (facts) return { facts, bytes: source.version.bytes ?? 0 }
  const tags = (await completeIfNear(source, () => leadingTagBytes(source.read))) ?? 0
  throw new Unfetchable(describeSilence(sniffed, tags), 'silent')
}

async function readSpooled(source: Source, signal: AbortSignal | undefined): Promise<Measured> {
  const write = (path: string): Promise<void> => pipeline(source.walk(), createWriteStream(path))
  const { bytes, hash: _, ...facts } = await probeCopy(write, signal)
  return { facts, bytes }
}

/** Why there is nothing to be heard in a recording whose bytes were all read. */
function describeSilence(sniffed: Playable, tags: number): string {
  if (tags > 0) return `holds a tag of ${tags} bytes, but no sound behind it; export it again`
  if ('format' in sniffed)
    return 'has the head of a recording, but no sound behind it; export it again'
  return 'holds no sound that is known; expected MP3, M4A, AAC, Ogg, Opus, FLAC, WAV or WebM'
}
