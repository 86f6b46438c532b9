import type { IAudioMetadata, IPicture } from 'music-metadata'
import type { Tags } from '../audio.ts'
import { withoutTags } from '../behind-tags.ts'
import type { Content } from '../content.ts'
import type { Format } from '../sniff.ts'
import type { Carrier, CarryTags } from './carrier.ts'
import { carryId3 } from './id3.ts'
import { formatsOf, recognise } from '../recognise.ts'
import { Recording } from '../recording.ts'

/** How recordings of each format have their tags. What is not for MP3 is loaded when first needed. */
const CARRIERS: Readonly<Record<Format, () => Promise<CarryTags>>> = {
  mpeg: async () => carryId3,
  adts: async () => carryId3,
  mp4: async () => (await import('./mp4.ts')).carryMp4,
  ogg: async () => (await import('./ogg.ts')).carryOgg,
  flac: async () => (await import('./flac.ts')).carryFlac,
  wav: async () => (await import('./wav.ts')).carryWav,
  webm: async () => (await import('./webm.ts')).carryWebm,
}

/** Letters of a text that are kept; apps show fewer. */
const LONGEST = 500
/** What would change how all that is printed behind it looks. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** What recordings without tags say of themselves. */
const NO_TAGS: Tags = { title: null, artist: null, album: null, cover: null }

/** Reads what a recording of that format says of itself; what is damaged is left out. */
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

/** The picture of a recording's front cover; null where it has none. */
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
  // It takes a while to load, and many recordings have no tags.
  const { parseBuffer } = await import('music-metadata')
  try {
    const file = { mimeType: type, size: bytes.length }
    return await parseBuffer(bytes, file, { duration: false, skipPostHeaders: true })
  } catch {
    // Damaged tags are none.
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
 * Reads the picture of the front cover that is in a recording on this machine; null where there is
 * none.
 *
 * @param descriptor Of the recording, which whoever opened it closes; its path then only names it.
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
