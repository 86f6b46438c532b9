import { meanBitrate, Unplayable, type Facts, type Meter } from '../facts.ts'
import type { Content } from '../content.ts'
import {
  allSigns,
  chainSigns,
  cutSigns,
  headerSigns,
  NO_SIGNS,
  type Signs,
  unheardSigns,
} from '../warnings.ts'
import { readIndex, type Index } from './index-reader.ts'
import { isVideo, type Edit } from './movie.ts'
import type { SoundEntry } from './sound-entry.ts'
import { measureSamples, type SampleTimes } from './samples.ts'

/** Names of the codecs in use, by their four-character codes. */
const CODECS: Readonly<Record<string, string>> = {
  mp4a: 'AAC',
  alac: 'ALAC',
  Opus: 'Opus',
  fLaC: 'FLAC',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
  '.mp3': 'MP3',
  sowt: 'PCM',
  twos: 'PCM',
  lpcm: 'PCM',
}

/**
 * Names of the codecs behind `mp4a`, by their object type. https://mp4ra.org/registered-types/object-types
 */
const OBJECTS: Readonly<Record<number, string>> = {
  0x69: 'MP3',
  0x6b: 'MP3',
  0xa5: 'AC-3',
  0xa6: 'E-AC-3',
  0xa9: 'DTS',
  0xdd: 'Vorbis',
}

const ENCRYPTED = 'is encrypted, so it cannot be played without a key; export it without protection'
const AMR = 'is an AMR recording; podcast apps do not play it; convert it to MP3 or M4A'
/** Why sound in some formats is refused. */
const REFUSED: Readonly<Record<string, string>> = {
  enca: ENCRYPTED,
  drms: ENCRYPTED,
  samr: AMR,
  sawb: AMR,
  sawp: AMR,
}

/** Media types by the major brand; all others are plain MP4. */
const TYPES: Readonly<Record<string, string>> = {
  'qt  ': 'video/quicktime',
  'M4V ': 'video/x-m4v',
}

/**
 * Measures MP4 and QuickTime files by their index, up to the last sample that is in the file.
 *
 * @see ISO 14496-12
 */
export function createMp4Meter(recording: Content): Meter {
  return {
    push: () => undefined,
    end: () => describe(readIndex(recording), recording.bytes),
  }
}

function describe(index: Index, bytes: number): Facts | null {
  const { brand, movie, track } = index
  const refused = REFUSED[track.sound.format]
  if (refused !== undefined) throw new Unplayable(refused, 'foreign')
  const times = measureSamples(track.tables, bytes)
  if (times.whole > 0 && times.present === 0) {
    throw new Unplayable('was cut off before its sound begins; upload or export it again')
  }
  const seconds = playedSeconds(index, times)
  if (seconds <= 0) return null
  const { timeScale, sound } = track
  const video = movie.tracks.some(isVideo)
  return {
    type: TYPES[brand] ?? (video ? 'video/mp4' : 'audio/x-m4a'),
    seconds,
    codec: codecOf(sound),
    bitrate: video ? null : meanBitrate(bytes, seconds),
    sampleRate: sound.sampleRate || timeScale,
    channels: sound.channels,
    vbr: null,
    how: 'container',
    ...allSigns(
      headerSigns(times.whole / timeScale, times.present / timeScale),
      fragmentSigns(index),
      joinSigns(index, bytes),
    ),
  }
}

function codecOf({ format, objectType }: SoundEntry): string {
  const object = format === 'mp4a' ? OBJECTS[objectType ?? 0] : undefined
  return object ?? CODECS[format] ?? format.trim()
}

/** Signs of a cut in fragments; one in samples of the index itself is found there. */
function fragmentSigns({ fragments, stated, cut, track }: Index): Signs {
  if (fragments === 0) return NO_SIGNS
  if (stated === null || stated < fragments) return cutSigns(cut)
  return headerSigns(stated / track.timeScale, fragments / track.timeScale)
}

/** Signs of appended recordings: players read the first index only, and some the fragments of all. */
function joinSigns({ joined, fragments }: Index, bytes: number): Signs {
  if (joined === null) return NO_SIGNS
  return fragments > 0 ? chainSigns(2) : unheardSigns(bytes - joined, bytes)
}

/** The seconds that players play: the parts that the edit list names, without samples that the file lacks. */
function playedSeconds({ movie, track, fragments }: Index, times: SampleTimes): number {
  const { timeScale, edits } = track
  const all = (times.present + fragments) / timeScale
  if (edits.length === 0) return gaplessSeconds(movie.gapless, times, timeScale) ?? all
  const partSeconds = ({ duration, start }: Edit): number => {
    const stated = duration / movie.timeScale
    // An empty edit before the sound; one longer than the sound is a mistake.
    if (start < 0) return Math.min(stated, all)
    const left = Math.max(0, all - start / timeScale)
    return duration === 0 || fragments > 0 ? left : Math.min(stated, left)
  }
  return edits.reduce((seconds, edit) => seconds + partSeconds(edit), 0) || all
}

/**
 * The duration by iTunes' gapless information, which is used only if it accounts for every sample of the
 * track, up to the last frame.
 */
function gaplessSeconds(
  gapless: Index['movie']['gapless'],
  { whole, present }: SampleTimes,
  timeScale: number,
): number | null {
  if (!gapless || present !== whole) return null
  const { added, samples } = gapless
  return Math.abs(added + samples - whole) < FRAME_SAMPLES ? samples / timeScale : null
}

/** Samples of the longest frame of AAC. */
const FRAME_SAMPLES = 2048
