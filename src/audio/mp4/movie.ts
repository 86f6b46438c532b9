import { boxesIn, findBox, uint32At, uint64At } from './box.ts'
import { readSoundEntry, type SoundEntry } from './sound-entry.ts'

/** A track of a movie, as far as sound is concerned. */
export interface Track {
  readonly id: number
  /** The handler type: `soun`, `vide`, `text` … */
  readonly handler: string
  /** Its time units per second. */
  readonly timeScale: number
  readonly sound: SoundEntry
  /** Content of its `stbl` box. */
  readonly tables: Buffer
  /** The edit list: the parts of the track that are played, in order. */
  readonly edits: readonly Edit[]
}

/** An edit: a part of a track that is played. */
export interface Edit {
  /** In units of the movie; 0 for everything that is left. */
  readonly duration: number
  /** Where it starts, in units of the track; negative for silence. */
  readonly start: number
}

/** The index of an MP4 file. */
export interface Movie {
  /** Its time units per second. */
  readonly timeScale: number
  /** The duration of its fragments in these units; 0 if it is not stated. */
  readonly duration: number
  readonly tracks: readonly Track[]
  /** The default duration and size of samples in fragments, by track. */
  readonly defaults: ReadonlyMap<number, FragmentDefaults>
  /** Gapless information of iTunes: samples that the encoder added, and samples of sound. */
  readonly gapless: { readonly added: number; readonly samples: number } | null
}

export interface FragmentDefaults {
  readonly duration: number
  readonly size: number
}

/** The most tracks that are read. */
const MOST_CHILDREN = 64
/** Formats of still pictures, e.g. of chapters, which do not make a file a video. */
const STILL_PICTURES = new Set(['jpeg', 'png ', 'mjpa', 'mjpb', 'tiff', 'gif '])

/**
 * Reads the index of an MP4 file.
 *
 * @param content Content of the `moov` box.
 * @see ISO 14496-12 section 8
 */
export function readMovie(content: Buffer): Movie {
  const tracks = childrenOf(content, 'trak').map(readTrack)
  const extent = findBox(content, 'mvex', 'mehd')
  return {
    timeScale: headerTimeScale(findBox(content, 'mvhd')),
    duration: extent ? (extent[0] === 1 ? uint64At(extent, 4) : uint32At(extent, 4)) : 0,
    tracks,
    defaults: new Map(childrenOf(findBox(content, 'mvex'), 'trex').map(readDefaults)),
    gapless: readGapless(findBox(content, 'udta')),
  }
}

/** Whether a track shows moving pictures. */
export function isVideo({ handler, sound }: Track): boolean {
  return handler === 'vide' && !STILL_PICTURES.has(sound.format)
}

function childrenOf(content: Buffer | null, type: string): readonly Buffer[] {
  if (!content) return []
  const children = boxesIn(content).filter((box) => box.type === type)
  return [...children.map((box) => box.content).take(MOST_CHILDREN)]
}

/** Version 1 of a header has 64-bit times. */
function headerTimeScale(header: Buffer | null): number {
  return header ? uint32At(header, header[0] === 1 ? 20 : 12) : 0
}

function readTrack(track: Buffer): Track {
  const header = findBox(track, 'tkhd')
  const media = findBox(track, 'mdia') ?? Buffer.alloc(0)
  const tables = findBox(media, 'minf', 'stbl') ?? Buffer.alloc(0)
  const description = findBox(tables, 'stsd') ?? Buffer.alloc(0)
  return {
    id: header ? uint32At(header, header[0] === 1 ? 20 : 12) : 0,
    handler: (findBox(media, 'hdlr') ?? Buffer.alloc(0)).toString('latin1', 8, 12),
    timeScale: headerTimeScale(findBox(media, 'mdhd')),
    sound: readSoundEntry(description),
    tables,
    edits: readEdits(findBox(track, 'edts', 'elst')),
  }
}

/** ISO 14496-12 section 8.6.6. */
function readEdits(list: Buffer | null): readonly Edit[] {
  if (!list) return []
  const long = list[0] === 1
  const edits: Edit[] = []
  for (let at = 8; at + (long ? 20 : 12) <= list.length; at += long ? 20 : 12) {
    edits.push(
      long
        ? { duration: uint64At(list, at), start: Number(list.readBigInt64BE(at + 8)) }
        : { duration: uint32At(list, at), start: list.readInt32BE(at + 4) },
    )
  }
  return edits
}

function readDefaults(box: Buffer): [number, FragmentDefaults] {
  return [uint32At(box, 4), { duration: uint32At(box, 12), size: uint32At(box, 16) }]
}

/** The `iTunSMPB` tag: flags, delay, padding and samples in hexadecimal. */
const GAPLESS = /iTunSMPB[^]{1,32}? [\dA-F]{8} ([\dA-F]{8}) ([\dA-F]{8}) ([\dA-F]{16})/i

function readGapless(userData: Buffer | null): Movie['gapless'] {
  const at = userData?.indexOf('iTunSMPB') ?? -1
  const match = GAPLESS.exec(userData?.toString('latin1', Math.max(0, at), at + 100) ?? '')
  if (at < 0 || !match) return null
  const [delay = 0, padding = 0, samples = 0] = match.slice(1).map((digits) => parseInt(digits, 16))
  return { added: delay + padding, samples }
}
