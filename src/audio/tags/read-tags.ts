import type { IAudioMetadata, IPicture } from 'music-metadata'
import type { Tags } from '../audio.ts'
import { withoutTags } from '../behind-tags.ts'
import type { Content } from '../content.ts'
import type { Format } from '../sniff.ts'
import type { Carrier, CarryTags } from './carrier.ts'
import { carryId3 } from './id3.ts'
import { formatsOf, recognise } from '../recognise.ts'
import { Recording } from '../recording.ts'

/** How tags are copied from each format. All but that of MP3 are loaded when first needed. */
const CARRIERS: Readonly<Record<Format, () => Promise<CarryTags>>> = {
  mpeg: async () => carryId3,
  adts: async () => carryId3,
  mp4: async () => (await import('./mp4.ts')).carryMp4,
  ogg: async () => (await import('./ogg.ts')).carryOgg,
  flac: async () => (await import('./flac.ts')).carryFlac,
  wav: async () => (await import('./wav.ts')).carryWav,
  webm: async () => (await import('./webm.ts')).carryWebm,
}

/** Characters of a text that are kept; apps show fewer. */
const LONGEST = 500
/** Control characters, which could affect the output after them. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** The tags of a recording without tags. */
const NO_TAGS: Tags = { title: null, artist: null, album: null, cover: null }

/** Reads the tags of a recording of a format; damaged ones are left out. */
export async function readTags(content: Content, format: Format): Promise<Tags> {
  const metadata = await readMetadata(content, format)
  if (!metadata) return NO_TAGS
  const { title, artist, album, picture } = metadata.common
  const cover = frontCover(picture)
  return {
    title: tidy(title),
    artist: tidy(artist),
    album: tidy(album),
    cover: cover && { type: cover.format, bytes: cover.data.length },
  }
}

/** The front cover in a recording; null for none. */
async function readCoverOf(content: Content, format: Format): Promise<Uint8Array | null> {
  const metadata = await readMetadata(content, format)
  return frontCover(metadata?.common.picture)?.data ?? null
}

async function readMetadata(content: Content, format: Format): Promise<IAudioMetadata | null> {
  const carry = await CARRIERS[format]()
  const carrier = carry(withoutTags(content, format))
  return carrier && parse(carrier)
}

async function parse({ bytes, type }: Carrier): Promise<IAudioMetadata | null> {
  // Loading it takes a while, and many recordings have no tags.
  const { parseBuffer } = await import('music-metadata')
  try {
    const file = { mimeType: type, size: bytes.length }
    return await parseBuffer(bytes, file, { duration: false, skipPostHeaders: true })
  } catch {
    // Damaged tags count as none.
    return null
  }
}

function frontCover(pictures: readonly IPicture[] = []): IPicture | null {
  const front = pictures.find(({ type }) => type === 'Cover (front)') ?? pictures[0]
  return front !== undefined && front.data.length > 0 ? front : null
}

function tidy(text: string | undefined): string | null {
  const plain = (text ?? '').toWellFormed().replace(CONTROLS, ' ').trim().slice(0, LONGEST)
  return plain === '' ? null : plain.toWellFormed()
}

/**
 * Reads the front cover in a local recording; null for none.
 *
 * @param descriptor Of the recording, which the caller closes; its path then only names it.
 * @throws {ProbeError} If the recording cannot be read.
 */
export async function readCover(path: string, descriptor?: number): Promise<Uint8Array | null> {
  const recording = new Recording(path, descriptor)
  try {
    const sniffed = recognise(recording.read)
    if ('other' in sniffed) return null
    const [format] = formatsOf(sniffed)
    return await readCoverOf(recording, format)
  } finally {
    recording.close()
  }
}
