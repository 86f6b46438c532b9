import { PODCAST_MEDIA } from '../base/podcast-media.ts'
import { readFunding, readPayments } from '../posts/fields/support.ts'
import { readLicense } from '../posts/fields/license.ts'
import { readLocations } from '../posts/fields/location.ts'
import { parseFlag, parseName, parseWord, parseWebAddress } from '../posts/fields/part-values.ts'
import { ROLE_NAMES, readPersons } from '../posts/fields/persons.ts'
import { readSocial } from '../posts/fields/social.ts'
import { readTexts } from '../posts/fields/texts.ts'
import { readBlocks } from './blocks.ts'
import {
  closedMap,
  HTTP_URL,
  oneOrMore,
  setting,
  TEXT,
  YES_OR_NO,
  TEXTS,
  type JsonSchema,
} from './setting.ts'
import { like, listOf, mapOf, one, type Report } from './setting-readers.ts'
import { parseCount, parseUuid } from './setting-values.ts'
import { readUpdateFrequency } from './update-frequency.ts'
import type { Warn } from '../posts/fields/convert.ts'
import { Parts, readList } from '../posts/fields/map-parts.ts'
import type { Value } from '../posts/front-matter/values.ts'

/** Another feed, identified by its guid even if it moves. */
export interface RemoteItem {
  readonly feedGuid: string
  /** Absolute. */
  readonly feedUrl: string | null
  readonly title: string | null
}

/** @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/remote-item.md */
function readRemoteItem(value: Value, warn: Warn): RemoteItem | null {
  const parts = new Parts(value, 'guid', warn)
  const feedGuid = parts.must('guid feed_guid', parseUuid)
  const feedUrl = parts.may('url feed_url feed', parseWebAddress)
  const title = parts.may('title name', parseName)
  parts.tellUnknown()
  return feedGuid === null ? null : { feedGuid, feedUrl, title }
}

/** Reads a list of them. */
const readRemoteItems = readList(readRemoteItem)

const UUID = { type: 'string', format: 'uuid' }
export const REMOTE_ITEM = closedMap({ guid: UUID, url: HTTP_URL, title: TEXT }, ['guid'])

const readAddresses = mapOf(parseName, one(parseWebAddress))

/** Reads the pages of the show in apps and directories. */
function readPlaces(
  value: Value,
  report: Report,
): readonly { readonly name: string; readonly url: string }[] | undefined {
  const found = readAddresses(value, report)
  return found && [...found].map(([name, url]) => ({ name, url }))
}

/** A person, or only a name. */
export const PERSON_SCHEMA: JsonSchema = {
  anyOf: [
    TEXT,
    closedMap({ name: TEXT, role: { enum: ROLE_NAMES }, url: HTTP_URL, image: HTTP_URL }, ['name']),
  ],
}

/** A place on the map, or only its name. */
export const LOCATION_SCHEMA: JsonSchema = {
  anyOf: [
    TEXT,
    closedMap(
      {
        name: TEXT,
        rel: { enum: ['subject', 'creator'] },
        geo: TEXT,
        osm: TEXT,
        country: TEXT,
      },
      ['name'],
    ),
  ],
}

/** Where listeners discuss something, or only its address. */
export const DISCUSSION_SCHEMA: JsonSchema = {
  anyOf: [
    TEXT,
    closedMap({
      protocol: TEXT,
      uri: TEXT,
      account_id: TEXT,
      account_url: HTTP_URL,
      priority: { type: 'integer', minimum: 0 },
    }),
  ],
}

/** Where listeners can support the show, or only its address. */
export const FUNDING_SCHEMA: JsonSchema = {
  anyOf: [HTTP_URL, closedMap({ url: HTTP_URL, text: TEXT }, ['url'])],
}

/** Settings for directories and apps, apart from the description of the show. */
export const DIRECTORY_SETTINGS = {
  narrator: setting({
    read: listOf(parseName),
    help: 'Who reads the articles aloud; posts may name their own.',
    example: 'Anna Říhová',
    schema: TEXTS,
    otherNames: ['voice', 'reader'],
  }),
  persons: setting({
    read: like(readPersons),
    default: [],
    show: true,
    help: 'Other people who make the show, each with a role of the podcast taxonomy (by default host).',
    example: [{ name: 'Ada Reed', role: 'editor', url: 'https://example.org/ada' }],
    schema: oneOrMore(PERSON_SCHEMA),
    otherNames: ['people', 'person', 'hosts', 'team'],
  }),
  ai_content: setting({
    read: one(parseFlag),
    default: null,
    show: true,
    help: 'Whether a substantial part of the sound is machine-made, e.g. the voice; posts may set it for themselves.',
    example: true,
    schema: YES_OR_NO,
    otherNames: ['ai', 'synthetic_voice'],
  }),
  follow: setting({
    read: readPlaces,
    default: [],
    show: true,
    help: 'The pages of the show in apps and directories: name to address. *Follow* leads to them, before the apps that need no page.',
    example: {
      Spotify: 'https://open.spotify.com/show/4rOoJ6Egrf8K2IrywzwOMk',
      YouTube: 'https://www.youtube.com/@example/podcasts',
    },
    schema: { type: 'object', additionalProperties: HTTP_URL },
    otherNames: ['apps', 'platforms', 'listen_on', 'subscribe', 'links'],
  }),
  funding: setting({
    read: like(readFunding),
    default: [],
    show: true,
    help: 'Where listeners can give money, and the text of the link.',
    example: { url: 'https://example.org/support', text: 'Support the show' },
    schema: oneOrMore(FUNDING_SCHEMA),
    otherNames: ['support', 'donate'],
  }),
  license: setting({
    read: like(readLicense),
    default: null,
    show: true,
    help: 'The licence of the recordings: an SPDX identifier, or a name and an address.',
    example: 'cc-by-4.0',
    schema: { anyOf: [TEXT, closedMap({ name: TEXT, url: HTTP_URL }, ['name'])] },
    otherNames: ['licence'],
  }),
  location: setting({
    read: like(readLocations),
    default: [],
    place: 'locations',
    show: true,
    help: 'Where the show is made (rel: creator), or the place that it is about (rel: subject).',
    example: { name: 'Prague', rel: 'creator', geo: '50.0875,14.4213', country: 'CZ' },
    schema: oneOrMore(LOCATION_SCHEMA),
    otherNames: ['place'],
  }),
  social: setting({
    read: like(readSocial),
    default: [],
    show: true,
    help: 'Where listeners discuss the show: the address of a post with the comments.',
    example: { protocol: 'activitypub', uri: 'https://social.example/@anna/1' },
    schema: oneOrMore(DISCUSSION_SCHEMA),
    otherNames: ['social_interact', 'comments'],
  }),
  value: setting({
    read: like(readPayments),
    default: null,
    place: 'payments',
    show: true,
    help: 'How listeners can pay for the show, and who gets which share.',
    example: {
      type: 'lightning',
      method: 'keysend',
      recipients: [{ name: 'Anna', type: 'lnaddress', address: 'anna@wallet.example', split: 100 }],
    },
    schema: { type: 'object' },
    otherNames: ['payments', 'value4value'],
  }),
  txt: setting({
    read: like(readTexts),
    default: [],
    place: 'texts',
    show: true,
    help: 'Texts for machines by their purpose, such as the code by which a directory verifies the owner.',
    example: { applepodcastsverify: 'd8b9a0c3' },
    schema: oneOrMore({ type: 'object', additionalProperties: TEXTS }),
    otherNames: ['verify', 'applepodcastsverify'],
  }),
  seasons: setting({
    read: mapOf((text) => String(parseCount(text)), one(parseName)),
    default: new Map(),
    help: 'The names of the seasons: number to name.',
    example: { '1': 'By the sea' },
    schema: { type: 'object', additionalProperties: TEXT },
    otherNames: ['season'],
  }),
  update_frequency: setting({
    read: like(readUpdateFrequency),
    default: null,
    show: true,
    help: 'How often a new episode is published, in words, and as a rule of RFC 5545 for apps.',
    example: { text: 'Every Monday', rrule: 'FREQ=WEEKLY;BYDAY=MO' },
    schema: { anyOf: [TEXT, closedMap({ text: TEXT, rrule: TEXT, start: TEXT }, ['text'])] },
    otherNames: ['frequency', 'schedule'],
  }),
  private: setting({
    read: one(parseFlag),
    default: false,
    show: true,
    help: 'Whether only listeners with a token can have the show, each at an address of their own; `sidecast listener` makes the tokens, and only `serve` can keep them.',
    example: true,
    schema: YES_OR_NO,
    otherNames: ['members_only', 'secret', 'password'],
  }),
  complete: setting({
    read: one(parseFlag),
    default: false,
    show: true,
    help: 'Whether there will be no more episodes; apps then stop fetching the feed.',
    example: false,
    schema: YES_OR_NO,
    otherNames: ['finished'],
  }),
  block: setting({
    read: readBlocks,
    default: [],
    place: 'blocks',
    show: true,
    help: 'Which directories are asked not to list the show: true for all, their names, or a map of yes and no.',
    example: ['spotify'],
    schema: {
      anyOf: [YES_OR_NO, TEXTS, { type: 'object', additionalProperties: YES_OR_NO }],
    },
    otherNames: ['itunes_block'],
  }),
  locked: setting({
    read: one(parseFlag),
    default: false,
    show: true,
    help: 'Whether other hosts are asked not to import the show; unlock it before you move to one.',
    example: false,
    schema: YES_OR_NO,
  }),
  medium: setting({
    read: one(parseWord(...PODCAST_MEDIA)),
    default: 'podcast',
    show: true,
    help: 'The medium of the show, for apps that distinguish podcasts from newsletters and audiobooks; many show only podcasts.',
    example: 'podcast',
    schema: { enum: PODCAST_MEDIA },
  }),
  podping: setting({
    read: one(parseFlag),
    default: null,
    show: true,
    help: 'Whether the feed says that a podping is sent when it has changed; by default where `announce.podping` is set.',
    example: false,
    schema: YES_OR_NO,
  }),
  podroll: setting({
    read: like(readRemoteItems),
    default: [],
    show: true,
    help: 'Shows that this one recommends, by their podcast:guid.',
    example: [{ guid: '917393e3-1b1e-5cef-ace4-edaa54e1f810', title: 'Another show' }],
    schema: oneOrMore(REMOTE_ITEM),
    otherNames: ['recommends'],
  }),
  publisher: setting({
    read: like(readRemoteItem),
    default: null,
    show: true,
    help: 'The feed of the publisher that the show belongs to, by its podcast:guid.',
    example: {
      guid: '003af0a0-6a45-55cf-b765-68e3d349551a',
      url: 'https://example.org/publisher.xml',
    },
    schema: REMOTE_ITEM,
  }),
}
