import { SOUND } from '../../base/media-types.ts'
import { addressesOf, describe, parseBytes, readMediaType, readText } from './convert.ts'
import { field, words } from './field.ts'
import { parseDuration } from './timestamp.ts'
import type { Value } from '../front-matter/values.ts'

/** The ending of a recording's name, in a path or in a query. */
export const AUDIO_NAME = new RegExp(`\\.(?:${SOUND}|mp4|aiff?|wma)(?=[.?#&\\n]|$)`, 'i')
const MAX_ADDRESS = 2000
const MAX_ADDRESSES = 20
const CLOCK = /^\s*\d+:/

/** What a post says of its recording; all but the address is used only where nothing could be measured. */
export const RECORDING_FIELDS = {
  audio: field({
    keys: words(
      `audio_url podcast_url podcast_link media_override podcast_file podcast_alt_file podcast_ogg_file
      enclosure enclosure_url mp3 mp3_url audio_file_path audio_file audio_src audio_link audio_path
      audio_repo_url audio_release_url efile audio.file audio.url audio.src episode.audio episode.audio_url podcast.audio podcast.file
      audio? file? url? link? podcast? podcast.url? episode_url? media? media_url? recording?`,
    ),
    read: readAudio,
    telling: looksLikeAudio,
    rule: 'post/audio-doubtful',
    help: 'The recording: a URL, a path, a file name, or a list of several formats of it.',
  }),
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

/** Whether an address has the extension of a recording, in the path or in the query. */
export function looksLikeAudio(value: Value): boolean {
  return addressesOf(value).some((address) => AUDIO_NAME.test(address))
}

function readAudio(value: Value): readonly string[] | null {
  // WordPress keeps URL, bytes and type in lines of one text.
  const addresses = addressesOf(value).map((address) => address.split('\n', 1)[0]?.trim() ?? '')
  if (addresses.some((address) => address.length > MAX_ADDRESS)) {
    throw new RangeError(`expected a URL, a path or a file name, got ${describe(value)}`)
  }
  return addresses.length === 0 ? null : addresses.slice(0, MAX_ADDRESSES)
}

function parseNumber(value: Value, parse: (text: string) => number | null): number | null {
  const text = typeof value === 'boolean' ? null : readText(value)
  return text === null ? null : parse(text)
}
