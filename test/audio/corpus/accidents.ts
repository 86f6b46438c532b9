import { encode } from './encode.ts'
import { SECONDS, type EncodedRecipe } from './encoded-recipes.ts'
import { TORN } from './recipe.ts'
import { artwork, id3v1, id3v2 } from './tags.ts'

/** What services, phones and upload scripts make of a recording that was good. */
export interface Accident {
  /** Unique. */
  readonly name: string
  readonly base: Base
  readonly change: (whole: Buffer) => Buffer
  /**
   * Seconds that are heard; `decoded` for as many as ffmpeg decodes, as where a cut falls anywhere;
   * null where it is refused.
   */
  readonly seconds: number | 'decoded' | null
  /** What the refusal or one of the warnings says; none where nothing is odd. */
  readonly says: RegExp | null
}

/** How the file may end when it was cut somewhere. */
interface Format {
  readonly file: string
  readonly options: string
  /** How much longer it may be, where the format cannot tell the sound from what was added to it. */
  readonly added?: number
  /** What a tag before it leads to: nothing, a warning, or a refusal. */
  readonly tagged: 'usual' | 'odd' | 'fatal'
  /** What is told when it is joined with itself, and how often its sound is then heard. */
  readonly joined: { readonly says: RegExp | null; readonly times: 1 | 2 }
  /** What is told when it is cut; null where it then cannot be played. */
  readonly cut: RegExp | null
}

const CHAIN = /is 2 recordings one after another/
const UNHEARD = /of its \d+ bytes are never played/
const HEADER = /header states .* cut off/
const JOINED_HEADER = /header states .* appended/
const NO_INDEX = /lacks its index \(the moov box\)/
/** A cut that takes less than half a second is nobody's business where a header tells the whole. */
const ANY_CUT = new RegExp(`${TORN.source}|${HEADER.source}|^$`)

const FRAGMENTS = '-c:a aac -frag_duration 1000000 -movflags'

/** One recording in each form in which they are uploaded. */
const FORMATS = {
  'MP3 with a header': {
    file: 'a.mp3',
    options: '-b:a 64k',
    tagged: 'usual',
    joined: { says: JOINED_HEADER, times: 2 },
    cut: ANY_CUT,
    added: 0.06,
  },
  'MP3 without a header': {
    file: 'a.mp3',
    options: '-write_xing 0 -b:a 96k',
    tagged: 'usual',
    joined: { says: null, times: 2 },
    cut: TORN,
    added: 0.06,
  },
  'layer II': {
    file: 'a.mp2',
    options: '-c:a mp2 -b:a 128k',
    tagged: 'usual',
    joined: { says: null, times: 2 },
    cut: TORN,
    added: 0.06,
  },
  AAC: {
    file: 'a.aac',
    options: '-c:a aac',
    tagged: 'usual',
    joined: { says: null, times: 2 },
    cut: TORN,
    added: 0.07,
  },
  M4A: {
    file: 'a.m4a',
    options: '-c:a aac',
    tagged: 'fatal',
    joined: { says: UNHEARD, times: 1 },
    cut: null,
  },
  'M4A with its index first': {
    file: 'a.m4a',
    options: '-c:a aac -movflags faststart',
    tagged: 'fatal',
    joined: { says: UNHEARD, times: 1 },
    cut: ANY_CUT,
    added: 0.05,
  },
  'M4A in fragments': {
    file: 'a.m4a',
    options: `${FRAGMENTS} empty_moov`,
    tagged: 'fatal',
    joined: { says: CHAIN, times: 2 },
    cut: TORN,
    added: 0.05,
  },
  'M4A in segments with an index': {
    file: 'a.m4a',
    options: `${FRAGMENTS} dash+global_sidx`,
    tagged: 'fatal',
    joined: { says: CHAIN, times: 2 },
    cut: TORN,
    added: 0.05,
  },
  Opus: {
    file: 'a.opus',
    options: '-c:a libopus -page_duration 200000',
    tagged: 'odd',
    joined: { says: CHAIN, times: 2 },
    cut: TORN,
  },
  Vorbis: {
    file: 'a.ogg',
    options: '-c:a libvorbis -page_duration 200000',
    tagged: 'odd',
    joined: { says: CHAIN, times: 2 },
    cut: TORN,
  },
  'FLAC in Ogg': {
    file: 'a.oga',
    options: '-c:a flac -page_duration 200000',
    tagged: 'odd',
    joined: { says: CHAIN, times: 2 },
    cut: TORN,
  },
  FLAC: {
    file: 'a.flac',
    options: '-c:a flac',
    tagged: 'usual',
    joined: { says: JOINED_HEADER, times: 2 },
    cut: ANY_CUT,
  },
  WAV: {
    file: 'a.wav',
    options: '',
    tagged: 'odd',
    joined: { says: UNHEARD, times: 1 },
    cut: ANY_CUT,
  },
  WebM: {
    file: 'a.webm',
    options: '-c:a libopus',
    tagged: 'odd',
    joined: { says: CHAIN, times: 2 },
    cut: ANY_CUT,
  },
  'live WebM': {
    file: 'a.webm',
    options: '-c:a libopus -f webm -live 1',
    tagged: 'odd',
    joined: { says: CHAIN, times: 2 },
    cut: TORN,
  },
} as const satisfies Record<string, Format>

export type Base = keyof typeof FORMATS
const ALL = Object.entries(FORMATS) as readonly (readonly [Base, Format])[]

/** Parts of the bytes at which an upload breaks off. */
const CUTS = [0.35, 0.52, 0.66, 0.81, 0.93] as const
const TAGS: Readonly<Record<string, Buffer>> = {
  'a short tag': id3v2(),
  'a tag with artwork': id3v2({ content: artwork(90_000), padding: 2048 }),
  'two tags': Buffer.concat([id3v2(), id3v2({ version: 4 })]),
}
const TAG_SAYS = { usual: null, odd: /it begins with an ID3 tag/, fatal: /M4A behind an ID3 tag/ }

/** Whatever falls within the last bytes, such as an index of fragments, is no sound. */
function cutAt(part: number): (whole: Buffer) => Buffer {
  return (whole) => whole.subarray(0, Math.floor(whole.length * part))
}

const CUT_OFF: readonly Accident[] = ALL.flatMap(([base, { cut }]) =>
  CUTS.map((part) => ({
    name: `${base}, of which ${part * 100} % arrived`,
    base,
    change: cutAt(part),
    seconds: cut === null ? null : ('decoded' as const),
    says: cut ?? NO_INDEX,
  })),
)

const BEHIND_TAGS: readonly Accident[] = ALL.flatMap(([base, { tagged }]) =>
  Object.entries(TAGS).map(([what, tag]) => ({
    name: `${base} behind ${what}`,
    base,
    change: (whole: Buffer) => Buffer.concat([tag, whole]),
    seconds: tagged === 'fatal' ? null : SECONDS,
    says: TAG_SAYS[tagged],
  })),
)

const JOINED: readonly Accident[] = ALL.flatMap(
  ([
    base,
    {
      joined: { says, times },
    },
  ]) => [
    {
      name: `${base} joined with itself`,
      base,
      change: (whole: Buffer) => Buffer.concat([whole, whole]),
      seconds: SECONDS * times,
      says,
    },
  ],
)

/** Recordings whose end is followed by what some program put there. */
const FOLLOWED: readonly Accident[] = ALL.filter(([base]) => base !== 'M4A').flatMap(([base]) => [
  {
    name: `${base} before ID3v1`,
    base,
    change: (whole: Buffer) => Buffer.concat([whole, id3v1()]),
    seconds: SECONDS,
    says: null,
  },
])

/** How each base is encoded. */
export function baseRecipe(base: Base): EncodedRecipe {
  const { file, options } = FORMATS[base]
  return { name: base, file, encoder: 'ffmpeg', options: options.split(' ').filter(Boolean) }
}

/** How much longer a recording may be than the sound that was encoded. */
export function addedTo(base: Base): number {
  const format: Format = FORMATS[base]
  return format.added ?? 0
}

/** All accidents that happen to one of the bases. */
export const ACCIDENTS: readonly Accident[] = [...CUT_OFF, ...BEHIND_TAGS, ...JOINED, ...FOLLOWED]

const made = new Map<Base, Promise<Buffer>>()

/** The bytes of a base, which is encoded once. */
export async function baseBytes(base: Base): Promise<Buffer> {
  const known = made.get(base) ?? encode(baseRecipe(base)).then(({ bytes }) => bytes)
  made.set(base, known)
  return known
}
