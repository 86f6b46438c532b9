import { parseFlag } from '../posts/fields/part-values.ts'
import { HTTP_URL, TEXT, YES_OR_NO, setting } from './setting.ts'
import { mapOf, one } from './setting-readers.ts'
import {
  parseAudioPrefix,
  parseAudioTemplate,
  parseCount,
  parseMappedFolder,
  parseSiteUrl,
  parseTracking,
} from './setting-values.ts'

/** Settings on where recordings are, and how they are measured and delivered. */
export const AUDIO_SETTINGS = {
  'audio.prefix': setting({
    read: one(parseAudioPrefix),
    default: null,
    help: 'The prefix of the address of a recording that is named by its file name only.',
    example: 'https://media.example.org/show/',
    schema: HTTP_URL,
    saidBy: {
      hugo: ['params.media_prefix'],
    },
    otherNames: ['media_prefix'],
  }),
  'audio.url': setting({
    read: one(parseAudioTemplate),
    default: null,
    help: 'The address of a recording, with front-matter keys in braces; it takes precedence over every other reference.',
    example: 'https://cdn.example.org/{filename}.mp3',
    schema: { type: 'string', pattern: '\\{[^{}]+\\}' },
  }),
  'audio.beside': setting({
    read: one(parseFlag),
    default: false,
    help: 'Whether a post that names no recording uses the one of the same name beside it: tides.mp3 for tides.md.',
    example: true,
    schema: YES_OR_NO,
    otherNames: ['same_name', 'by_name'],
  }),
  'audio.tracking': setting({
    read: one(parseTracking),
    default: null,
    place: 'tracking',
    show: true,
    help: 'The prefix of a service that counts downloads, before the address of every recording in the feeds; pages and guids stay as they are.',
    example: 'https://op3.dev/e/',
    schema: { type: 'string', pattern: '^https?://.*/$' },
    otherNames: ['tracking', 'analytics', 'tracking_prefix', 'op3'],
  }),
  'audio.folders': setting({
    read: mapOf(parseSiteUrl, one(parseMappedFolder)),
    help: 'Folders with recordings that are published elsewhere: address to folder, from this folder.',
    example: { 'https://www.example.org/audio/': 'audio/' },
    schema: {
      type: 'object',
      propertyNames: { pattern: '^https?://' },
      additionalProperties: TEXT,
    },
  }),
  'audio.max_seconds': setting({
    read: one(parseCount),
    default: 900,
    help: 'The time limit for measuring a recording on another host, in seconds.',
    example: 900,
    schema: { type: 'integer', minimum: 1 },
    otherNames: ['timeout'],
  }),
  'audio.max_megabytes': setting({
    read: one(parseCount),
    default: 1500,
    place: 'audio.maxBytes',
    convert: (megabytes: number) => megabytes * 1_000_000,
    help: 'The largest recording on another host that is read completely, if that is necessary to measure it.',
    example: 1500,
    schema: { type: 'integer', minimum: 1 },
  }),
  'audio.private_networks': setting({
    read: one(parseFlag),
    default: false,
    help: 'Whether recordings and images may also be fetched from this computer and private networks; yes only if you trust every post.',
    example: true,
    schema: YES_OR_NO,
  }),
  'audio.align': setting({
    read: one(parseFlag),
    default: false,
    help: 'Whether the times of the sentences are found in each local recording that has no transcript with times; with no, only the command `align` finds them. It needs espeak-ng.',
    example: true,
    schema: YES_OR_NO,
  }),
}
