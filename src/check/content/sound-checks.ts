import { basename } from 'node:path'
import type { Heard } from '../../audio/listen/listening.ts'
import { formatClock } from '../../base/written-times.ts'
import * as from from '../../base/sources.ts'
import type { Enclosure, Episode } from '../../show/episode.ts'
import { recordingsOf } from '../../show/recordings/listen-to-shows.ts'
import { lookAt, type Checks, type Found } from '../rule.ts'
import { episodesOf, placeOf, type Content } from './checked-content.ts'

/** In LUFS; nothing quieter is audible. */
const INAUDIBLE = -60
/** In LU; nothing this much quieter than the recording is audible, either. */
const FAR_BELOW = 40
/** Seconds of silence that are more than a pause, and those that are more than the end of a recording. */
const LONG_PAUSE = 8
const LONG_END = 5

/** The loudness that Apple asks for, in LUFS, of two channels. */
const TARGET = -16
/** One channel is played by two loudspeakers, which adds this, in LU. */
const DOUBLED = 3.01
/** Listeners turn the volume up or down at a larger difference, in LU. */
const TOLERANCE = 4
/** In dBTP; players may distort a higher peak. */
const HIGHEST_PEAK = -1
/** Share of clipped samples; fewer are not audible. */
const CLIPPED = 1e-4

/** A channel that is this much quieter than the other is dead, in LU. */
const DEAD = 30
/** Two channels whose sum is this much quieter than both are each other's opposite, in LU. */
const OPPOSITE = 15

interface Listened {
  readonly episode: Episode
  readonly recording: Enclosure
  readonly heard: Heard
}

/** The recordings that were decoded, each once for an episode. */
function listenedOf(content: Content): readonly Listened[] {
  return episodesOf(content).flatMap((episode) =>
    recordingsOf(episode).flatMap((recording) => {
      const heard = content.heard.get(recording.file ?? '')
      return heard === undefined ? [] : [{ episode, recording, heard }]
    }),
  )
}

/** Those that are not silent. */
function audibleOf(content: Content): readonly Listened[] {
  return listenedOf(content).filter(({ heard }) => !isSilent(heard))
}

/** Names the file of a recording that is not the enclosure. */
function place({ episode, recording }: Listened, content: Content, message: string): Found {
  const name = recording === episode.audio ? '' : `${basename(recording.file ?? '')}: `
  return { ...placeOf(content, episode, 'audio'), message: `${name}${message}` }
}

const inRecording = lookAt(audibleOf, place)

function isSilent({ envelope }: Heard): boolean {
  return envelope.every((level) => level < INAUDIBLE)
}

/** Silent stretches: their first second, and the one after their last. */
function pausesOf({ envelope, loudness }: Heard): readonly (readonly [number, number])[] {
  const threshold = Math.max(INAUDIBLE, (loudness ?? INAUDIBLE) - FAR_BELOW)
  const sounding = envelope.flatMap((level, second) => (level < threshold ? [] : [second]))
  const edges = [-1, ...sounding, envelope.length]
  return edges.slice(1).map((end, index) => [(edges[index] ?? -1) + 1, end] as const)
}

/** How loud a recording is played, in LUFS. */
function playedLoudness({ loudness, channels }: Heard): number | null {
  return loudness === null ? null : loudness + (channels === 1 ? DOUBLED : 0)
}

function wrongLoudness(heard: Heard): string | null {
  const loudness = playedLoudness(heard)
  if (loudness === null || Math.abs(loudness - TARGET) <= TOLERANCE) return null
  const [expected, kind] = heard.channels === 1 ? [-19, ' of a mono recording'] : [TARGET, '']
  const direction = loudness < TARGET ? 'quiet' : 'loud'
  return `too ${direction}: expected about ${decibels(expected)} LUFS${kind}, got ${decibels(heard.loudness ?? 0)}`
}

/** With a minus sign that does not look like a hyphen. */
function decibels(value: number): string {
  return String(Math.round(value * 10) / 10).replace('-', '−')
}

const isClipped = ({ clipped }: Heard): boolean => clipped > CLIPPED

const SIDES = ['left', 'right'] as const

function deadChannel({ levels, channels }: Heard): string | null {
  if (channels !== 2) return null
  const loudest = Math.max(...levels.map((level) => level ?? -Infinity))
  const dead = levels.findIndex((level) => (level ?? -Infinity) < loudest - DEAD)
  return dead === -1 ? null : `nothing is heard in the ${SIDES[dead]} channel`
}

/** Recordings of different episodes and different bytes that have the same samples. */
function sameSound(content: Content): readonly Found[] {
  const oldestFirst = audibleOf(content).toSorted(
    (a, b) => a.episode.published.getTime() - b.episode.published.getTime(),
  )
  const groups = [...Map.groupBy(oldestFirst, ({ heard }) => heard.hash).values()]
  return groups.flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const message = `the recording has the same sound as that of ${first.episode.file}, with other tags`
    return (
      others
        .filter(({ episode }) => episode !== first.episode)
        // The same bytes have a rule of their own.
        .filter(({ recording }) => recording.hash !== first.recording.hash)
        .map((other) => place(other, content, message))
    )
  })
}

/** Rules on the sound of recordings, which apply only if `--listen` has decoded them. */
export const SOUND_CHECKS = {
  'sound/silent': {
    severity: 'error',
    says: 'nothing is heard in a recording',
    source: from.LOUDNESS('loudness is measured only where there is sound'),
    fix: 'record it again, or export it from the editor with the right track',
    find: lookAt(
      (content: Content) => listenedOf(content).filter(({ heard }) => isSilent(heard)),
      place,
    )(() => `nothing is louder than ${decibels(INAUDIBLE)} LUFS`),
  },
  'sound/silence': {
    severity: 'warning',
    says: 'a recording has a long silence',
    source: from.LOUDNESS('loudness is measured only where there is sound'),
    fix: 'cut the silence out, or put what is missing there',
    find: inRecording(({ heard }) =>
      pausesOf(heard)
        .filter(([start, end]) => end < heard.envelope.length && end - start >= LONG_PAUSE)
        .map(
          ([start, end]) => `nothing is heard from ${formatClock(start)} to ${formatClock(end)}`,
        ),
    ),
  },
  'sound/silent-end': {
    severity: 'warning',
    says: 'a recording ends with silence',
    source: from.LOUDNESS('loudness is measured only where there is sound'),
    fix: 'cut the silence off after the last sound',
    find: inRecording(({ heard }) => {
      const [start, end] = pausesOf(heard).at(-1) ?? [0, 0]
      if (end - start < LONG_END) return null
      return `nothing is heard in the last ${end - start} s, from ${formatClock(start)}`
    }),
  },
  'sound/loudness': {
    severity: 'warning',
    says: 'a recording is much louder or quieter than others',
    source: from.APPLE_LOUDNESS('about −16 LUFS; one channel at −19 is as loud'),
    fix: 'normalize it to −16 LUFS (mono: −19), with the loudness filter of the editor or loudnorm of ffmpeg',
    find: inRecording(({ heard }) => wrongLoudness(heard)),
  },
  'sound/peak': {
    severity: 'advice',
    says: 'the peaks of a recording are so high that encoders and players distort them',
    source: from.APPLE_LOUDNESS('the true peak is at most −1 dBTP'),
    fix: 'limit it to −1 dBTP before it is encoded, or make it quieter',
    find: inRecording(({ heard }) => {
      const { peak } = heard
      if (peak === null || peak <= HIGHEST_PEAK || isClipped(heard)) return null
      return `expected a true peak of at most ${decibels(HIGHEST_PEAK)} dBTP, got ${decibels(peak)}`
    }),
  },
  'sound/clipped': {
    severity: 'warning',
    says: 'a recording is clipped: it was too loud for the file',
    source: from.SPOTIFY_LOUDNESS('peaks stay below full scale, else they are distorted'),
    fix: 'export it again with less gain; if the recorder clipped it, record it again',
    find: inRecording(({ heard }) =>
      isClipped(heard)
        ? `${(heard.clipped * 100).toFixed(2)} % of the samples are cut off at full scale`
        : null,
    ),
  },
  'sound/one-channel': {
    severity: 'warning',
    says: 'one of two channels is silent',
    source: from.LOUDNESS('all channels are part of the programme'),
    fix: 'mix the recording down to mono',
    find: inRecording(({ heard }) => deadChannel(heard)),
  },
  'sound/inverted-channel': {
    severity: 'warning',
    says: 'two channels cancel each other, so that one loudspeaker plays nothing',
    source: from.LOUDNESS('all channels are part of the programme'),
    fix: 'invert one of the channels, or keep only one',
    find: inRecording(
      ({ heard }) =>
        (heard.cancelled ?? 0) > OPPOSITE &&
        'each channel is the opposite of the other, so that a phone with one loudspeaker plays nothing',
    ),
  },
  'sound/same': {
    severity: 'warning',
    says: 'two episodes have the same sound in different files',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'check whether the right file was uploaded, or remove one of the posts',
    find: sameSound,
  },
} satisfies Checks<Content>
