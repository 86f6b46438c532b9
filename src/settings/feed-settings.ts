import { parseWebAddress, parseWord } from '../posts/fields/part-values.ts'
import { HTTP_URL, oneOrMore, setting } from './setting.ts'
import { listOf, one } from './setting-readers.ts'
import { parseCount, parseFeedPath, parseUuid } from './setting-values.ts'

/** Settings on the feed. */
export const FEED_SETTINGS = {
  'feed.guid': setting({
    read: one(parseUuid),
    default: null,
    place: 'guid',
    help: 'The podcast:guid that the show already has; by default it is derived from the address of the feed.',
    example: '917393e3-1b1e-5cef-ace4-edaa54e1f810',
    schema: { type: 'string', format: 'uuid' },
    otherNames: ['guid', 'podcast_guid'],
  }),
  'feed.path': setting({
    read: one(parseFeedPath),
    default: '/feed.xml',
    help: 'The path of the feed; write that of an older feed to keep its subscribers.',
    example: '/feed.xml',
    schema: { type: 'string', pattern: '^/' },
  }),
  'feed.episodes': setting({
    read: one(parseCount),
    default: 300,
    help: 'How many of the newest episodes are at least on the first page of the feed; older ones are in archives.',
    example: 300,
    schema: { type: 'integer', minimum: 1 },
    otherNames: ['limit'],
  }),
  'feed.hub': setting({
    read: listOf(parseWebAddress),
    default: [],
    place: 'hubs',
    show: true,
    help: 'The WebSub hubs where apps can subscribe to changes; `sidecast announce` notifies them of each.',
    example: 'https://hub.example.org/',
    schema: oneOrMore(HTTP_URL),
    otherNames: ['websub', 'hubs'],
  }),
  'feed.old_paths': setting({
    read: listOf(parseFeedPath),
    default: [],
    help: 'Former paths of the feed on this site; they redirect to it permanently.',
    example: ['/podcast-feed.xml', '/feed/podcast/'],
    schema: oneOrMore({ type: 'string', pattern: '^/' }),
    otherNames: ['aliases', 'redirect_from', 'redirects'],
  }),
  'feed.new_url': setting({
    read: one(parseWebAddress),
    default: null,
    help: 'The new address of a feed that has moved away from this site: apps are redirected there permanently.',
    example: 'https://podcast.example.com/feed.xml',
    schema: HTTP_URL,
    otherNames: ['new_feed_url', 'moved_to'],
  }),
  'feed.notes': setting({
    read: one(parseWord('full', 'summary')),
    default: 'full',
    help: 'Whether the notes of an episode are the whole article or its summary.',
    example: 'full',
    schema: { enum: ['full', 'summary'] },
  }),
  'feed.notes_kilobytes': setting({
    read: one(parseCount),
    default: 100,
    place: 'feed.notesBytes',
    convert: (kilobytes: number) => kilobytes * 1000,
    help: 'The largest size of the notes of an episode; a longer article ends with a link to the rest.',
    example: 100,
    schema: { type: 'integer', minimum: 1 },
  }),
}
