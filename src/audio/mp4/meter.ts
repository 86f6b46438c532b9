import { meanBitrate, Unplayable, type Facts, type Meter } from '../facts.ts'
import type { Content } from '../content.ts'
import { headerWarnings } from '../warnings.ts'
import { readIndex, type Index } from './index-reader.ts'
import { isVideo, type Edit } from './movie.ts'
import { measureSamples, type SampleTimes } from './samples.ts'

/** Names of the formats that are in use, by their codes. */
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

/** Media types by the brand, where it is not plain MP4. */
const TYPES: Readonly<Record<string, string>> = {
  'qt  ': 'video/quicktime',
  'M4V ': 'video/x-m4v',
}

/**
 * Measures MP4 and QuickTime files by their index, as far as the samples that it lists are there.
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
    codec: CODECS[sound.format] ?? sound.format.trim(),
    bitrate: video ? null : meanBitrate(bytes, seconds),
    sampleRate: sound.sampleRate || timeScale,
    channels: sound.channels,
    vbr: null,
    how: 'container',
    warnings: headerWarnings(times.whole / timeScale, times.present / timeScale),
  }
}

/** What is played: the parts that the edit list names, less what the file lacks of them. */
function playedSeconds({ movie, track, fragments }: Index, times: SampleTimes): number {
  const { timeScale, edits } = track
  const all = (times.present + fragments) / timeScale
  if (edits.length === 0) return gaplessSeconds(movie.gapless, times, timeScale) ?? all
  const partSeconds = ({ duration, start }: Edit): number => {
    const stated = duration / movie.timeScale
    // Silence before the sound; more than there is sound is no intention.
    if (start < 0) return Math.min(stated, all)
    const left = Math.max(0, all - start / timeScale)
    return duration === 0 || fragments > 0 ? left : Math.min(stated, left)
  }
  return edits.reduce((seconds, edit) => seconds + partSeconds(edit), 0) || all
}

/** Believed only where it accounts for every sample of the track, up to the last frame. */
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
