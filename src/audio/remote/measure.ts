import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { AudioChapter, Tags } from '../audio.ts'
import { Unplayable, type Facts } from '../facts.ts'
import { MpegReader } from '../mpeg/reader.ts'
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
import { fetchChapters, fetchTagChapters } from './fetch-chapters.ts'
import { measureAtAGlance } from './glance.ts'
import { loadedTags } from './loaded-tags.ts'
import { emptyRecording } from './open-source.ts'
import { probeCopy } from './probe-copy.ts'
import { Scans } from './scans.ts'
import { complete, completeIfNear, type Source } from './source.ts'
import { Refused } from './refused.ts'
import { isStreamable, measureWhole } from './whole.ts'

/** A recording that was measured. */
export interface Measured {
  readonly facts: Facts
  readonly chapters: readonly AudioChapter[]
  readonly tags: Tags | null
  readonly bytes: number
}

export interface MeasureOptions {
  /** Whether all of it is to be read, where that tells more than samples do. */
  readonly exact: boolean
  readonly signal: AbortSignal | undefined
}

/**
 * Measures a recording at the least cost.
 *
 * @throws {Refused} If there is nothing to be heard in it, or it cannot be read.
 */
export async function measure(
  source: Source,
  client: Client,
  options: MeasureOptions,
): Promise<Measured> {
  try {
    // Before all else: what is loaded for them, behind artwork, holds the start of the sound, too.
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
    throw new Refused(cause.message, 'silent', { cause })
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
  // Tags may go on for longer than anyone wants to read before the sound is recognised.
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

/** Whether there are frames of MPEG audio among the first bytes, as behind the complaint of a script. */
function beginsWithSound({ read }: Source): boolean {
  const first = Buffer.concat([Buffer.alloc(HEADROOM), read(0, SNIFFED_BYTES)])
  const reader = new MpegReader()
  reader.push(first, HEADROOM, first.length)
  return reader.end().tally.frames > 0
}

/** What reading all of it tells; chapters and tags are left out where only its sound was looked at. */
type Whole = Pick<Measured, 'facts' | 'bytes'> & Partial<Measured>

/** What was read whole by those who share their hosts. */
const SCANS = new WeakMap<Hosts, Scans<Whole>>()

function scansOf(hosts: Hosts): Scans<Whole> {
  const scans = SCANS.get(hosts) ?? new Scans()
  SCANS.set(hosts, scans)
  return scans
}

/** Reads all of a recording, or takes what somebody else found who did. */
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
