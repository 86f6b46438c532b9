import { AUDIO_FIELD } from './audio-references.ts'
import { parseBytes, readMediaType, readText } from './convert.ts'
import { field, words } from './field.ts'
import { parseDuration } from './timestamp.ts'
import type { Value } from '../front-matter/values.ts'

const CLOCK = /^\s*\d+:/

/** What a post says of its recording; all but its name is used only where nothing could be measured. */
export const RECORDING_FIELDS = {
  audio: AUDIO_FIELD,
  duration: field({
    keys: words(
      `duration podcast_duration audio_duration itunes_duration episode_duration episode.duration
      audio.duration enclosure.duration podcast.duration length?`,
    ),
    read: (value) => parseNumber(value, parseDuration),
    telling: (value) => typeof value === 'string' && CLOCK.test(value),
    rule: 'post/duration',
    help: 'How long the recording is: seconds, `MM:SS` or `HH:MM:SS`. Used only where nothing could be measured.',
  }),
  bytes: field({
    keys: words(
      `length? audio_bytes audio_length podcast_length podcast_bytes filesize file_size audio_file_size
      audio_size length_bytes bytes audio.bytes audio.size audio.length episode.audio.size
      episode.audio.length enclosure.length enclosure.size podcast.bytes podcast.length`,
    ),
    read: (value) => parseNumber(value, parseBytes),
    telling: (value) => typeof value === 'string' && !CLOCK.test(value),
    rule: 'post/bytes',
    help: 'The size of the recording in bytes. Used only where nothing could be measured.',
  }),
  type: field({
    keys: words(
      `audio_type podcast_type mime_type audio.type audio.mime_type episode.audio.mime_type
      episode.audio.type enclosure.type type?`,
    ),
    read: readMediaType,
    telling: (value) => typeof value === 'string' && /^\s*audio\//i.test(value),
    rule: 'post/type',
    help: 'The media type of the recording, e.g. `audio/mpeg`. Used only where nothing could be measured.',
  }),
}

function parseNumber(value: Value, parse: (text: string) => number | null): number | null {
  const text = typeof value === 'boolean' ? null : readText(value)
  return text === null ? null : parse(text)
}
