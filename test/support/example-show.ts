import { Body } from '../../src/posts/body.ts'
import type { Credits } from '../../src/posts/fields/credits.ts'
import { AUTHOR, NARRATOR, parseRole, named } from '../../src/posts/fields/persons.ts'
import type { Episode } from '../../src/show/episode.ts'
import { urlOf, type Part, type Show } from '../../src/show/show.ts'

const BASE_URL = 'https://podcast.example.org/'

export const NO_CREDITS: Credits = {
  persons: [],
  funding: [],
  locations: [],
  license: null,
  social: [],
  payments: null,
  texts: [],
  aiContent: null,
}

const CZECH_BODY = `Voda v zátoce stoupá *dvakrát* denně. Proč zrovna dvakrát, se ptal už [Galileo](https://cs.example.org/galileo?věk=70&dílo=dialog "Dialog")[^1].

![Zátoka při odlivu](/assets/zatoka.jpg)

## Co dělá Měsíc

- přitahuje bližší vodu víc než Zemi,
- a Zemi víc než vodu na druhé straně.

| den | příliv |
| --- | ---: |
| pondělí | 4,2 m |

> Moře nikam nespěchá, a přece je všude včas.

\`\`\`js
const vyska = a < b && b > c ? 'příliv' : 'odliv'
\`\`\`

[^1]: Mýlil se, ale [krásně](../galileo/).
`

const ENGLISH_BODY = `The moon has no light of its own & yet we read by it.

## A borrowed lamp

What reaches us left the sun **eight minutes** ago and [took a detour](/lamp/).
`

/** A Czech episode with everything that an episode can have, on which overrides are laid. */
export function exampleEpisode(overrides: EpisodeOverrides = {}): Episode {
  const slug = overrides.slug ?? 'priliv'
  const page = `/episodes/${slug}/`
  return {
    file: `_posts/2025-03-30-${slug}.md`,
    slug,
    guid: `https://www.example.org/item/${slug}/`,
    title: '🌊 Příliv & odliv: „proč dvakrát?“',
    link: `https://www.example.org/item/${slug}/`,
    page,
    published: new Date('2025-03-30T06:30:00+02:00'),
    language: 'cs',
    authors: ['Žofie Říčná'],
    summary:
      'Moře se dvakrát denně zvedne a zase klesne. Žluťoučký kůň při tom stojí na břehu a počítá.',
    image: 'https://www.example.org/assets/zatoka.jpg',
    artwork: {
      url: 'https://www.example.org/assets/zatoka.jpg',
      path: null,
      file: null,
      type: 'image/jpeg',
      width: null,
      height: null,
      small: [],
    },
    categories: ['Příroda', 'Věda & technika'],
    series: [],
    season: 2,
    seasonName: 'U moře',
    episode: 7,
    episodeDisplay: '2×07',
    episodeType: 'full',
    explicit: false,
    audio: {
      url: urlOf({ baseUrl: BASE_URL }, `/audio/${slug}.mp3`),
      file: `/srv/blog/audio/${slug}.mp3`,
      path: `/audio/${slug}.mp3`,
      bytes: 2_408_192,
      seconds: 301.24,
      type: 'audio/mpeg',
      how: 'scan',
      hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      etag: null,
      chapters: [],
    },
    alternates: [
      {
        url: `https://www.example.org/audio/${slug}.ogg`,
        file: `/srv/blog/audio/${slug}.ogg`,
        path: null,
        bytes: 1_204_096,
        seconds: 301.2,
        type: 'audio/ogg',
        how: 'scan',
        hash: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
        etag: null,
        chapters: [],
        integrity: 'sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb',
      },
    ],
    chapters: [
      { start: 0, title: 'Úvod' },
      {
        start: 95.5,
        title: 'Co dělá Měsíc',
        url: `https://www.example.org/item/${slug}/#co-dela-mesic`,
        image: 'https://www.example.org/assets/mesic.png',
      },
      { start: 240, title: 'Závěr' },
    ],
    chaptersUrl: null,
    transcripts: [
      {
        url: urlOf({ baseUrl: BASE_URL }, `${page}transcript.vtt`),
        path: `${page}transcript.vtt`,
        file: `/srv/blog/audio/${slug}.vtt`,
        type: 'text/vtt',
        language: 'cs',
        rel: 'captions',
        cues: [],
      },
      {
        url: `https://www.example.org/texts/${slug}.html`,
        path: null,
        file: null,
        type: 'text/html',
        language: null,
        rel: null,
        cues: [],
      },
    ],
    soundbites: [{ start: 95.5, seconds: 30, title: 'Co dělá Měsíc' }],
    blocked: false,
    persons: [
      named('Žofie Říčná', AUTHOR),
      {
        ...named('Hynek Tichý', NARRATOR),
        url: 'https://www.example.org/hynek/',
        image: 'https://www.example.org/assets/hynek.jpg',
      },
    ],
    funding: [
      { url: 'https://www.example.org/podpora?epizoda=7&měna=Kč', text: 'Pošlete přílivné' },
    ],
    locations: [
      {
        name: 'Mont-Saint-Michel',
        rel: 'subject',
        geo: 'geo:48.636,-1.5115',
        osm: 'R163110',
        country: 'FR',
      },
    ],
    license: { name: 'cc-by-sa-4.0', url: null },
    social: [
      {
        protocol: 'activitypub',
        uri: 'https://social.example/@zofie/114251',
        accountId: '@zofie@social.example',
        accountUrl: 'https://social.example/@zofie',
        priority: 1,
      },
    ],
    payments: {
      type: 'lightning',
      method: 'keysend',
      suggested: '0.00000005',
      recipients: [
        {
          name: 'Žofie',
          type: 'node',
          address: '03ae9f91a0cb8ff43840e3c322c4c61f019d8c1c3cea15a25cfc425ac605e61a4a',
          split: 95,
          fee: null,
          customKey: '696969',
          customValue: 'priliv',
        },
        {
          name: null,
          type: 'lnaddress',
          address: 'hosting@wallet.example',
          split: 5,
          fee: true,
          customKey: null,
          customValue: null,
        },
      ],
    },
    texts: [{ purpose: 'release', text: 'reviewed' }],
    aiContent: true,
    cues: [],
    plain: false,
    addresses: new Map(),
    assets: new Map([
      ['/assets/zatoka.jpg', { path: `${page}zatoka.jpg`, file: '/srv/blog/assets/zatoka.jpg' }],
    ]),
    listed: true,
    textChanged: false,
    ...overrides,
    body: bodyOf(overrides.body ?? CZECH_BODY),
  }
}

/** What differs in an episode; its body may be given as text. */
export type EpisodeOverrides = Partial<Omit<Episode, 'body'>> & { readonly body?: string | Body }

function bodyOf(body: string | Body): Body {
  return typeof body === 'string' ? Body.of(body) : body
}

/**
 * An English episode whose recording is on another host and has nothing beyond the required: no
 * picture, number, chapters or transcripts.
 */
export function exampleEnglishEpisode(overrides: EpisodeOverrides = {}): Episode {
  const slug = overrides.slug ?? 'moonlight'
  return exampleEpisode({
    slug,
    file: `_posts/2025-01-29-${slug}.md`,
    guid: '5a2f1f0e-8a0f-5f6c-9d54-0b5c54f9c9a1',
    title: 'Moonlight is sunlight',
    published: new Date('2025-01-29T18:00:00Z'),
    language: 'en',
    authors: ['Ada Reed', 'Žofie Říčná'],
    summary: 'The lamp is borrowed & the reading light is free: 1 < 2 nights out of 3.',
    image: null,
    artwork: null,
    categories: [],
    ...NO_CREDITS,
    persons: [named('Ada Reed', AUTHOR), named('Žofie Říčná', AUTHOR)],
    season: null,
    seasonName: null,
    episode: null,
    episodeDisplay: null,
    episodeType: 'bonus',
    audio: {
      url: `https://cdn.example.net/2025/${slug}.m4a`,
      file: null,
      path: null,
      bytes: 1_205_001,
      seconds: 0.4,
      type: 'audio/x-m4a',
      how: 'declared',
      hash: null,
      etag: null,
      chapters: [],
    },
    alternates: [],
    chapters: [],
    transcripts: [],
    soundbites: [],
    cues: [],
    assets: new Map(),
    addresses: new Map(),
    ...overrides,
    body: overrides.body ?? ENGLISH_BODY,
  })
}

/** An episode that has its page, but waits outside the feed for the size of its recording. */
export function exampleWaitingEpisode(overrides: EpisodeOverrides = {}): Episode {
  const slug = overrides.slug ?? 'fog'
  return exampleEnglishEpisode({
    slug,
    file: `_posts/2024-11-05-${slug}.md`,
    guid: `https://www.example.org/item/${slug}/`,
    title: 'Fog',
    published: new Date('2024-11-05T07:15:00Z'),
    episodeType: 'full',
    audio: {
      url: `https://cdn.example.net/2024/${slug}.mp3`,
      file: null,
      path: null,
      bytes: null,
      seconds: null,
      type: 'audio/mpeg',
      how: null,
      hash: null,
      etag: null,
      chapters: [],
    },
    listed: false,
    ...overrides,
  })
}

/** The feed of one category, with one episode. */
export function examplePart(overrides: Partial<Part> = {}): Part {
  return {
    kind: 'category',
    name: 'Příroda',
    path: '/feeds/priroda.xml',
    archive: '/feeds/priroda/',
    title: 'Zátoka: Příroda',
    description: 'O přírodě.',
    author: 'Žofie Říčná',
    language: 'cs',
    image: null,
    // Of `podcast.example.org/feeds/priroda.xml`
    guid: '97aa1523-b4dd-5db4-b966-6888fa1a7e5b',
    episodes: [exampleEpisode()],
    ...overrides,
  }
}

/** Changes to a show; of its feed, too, only what differs need be said. */
export type ShowOverrides = Partial<Omit<Show, 'feed'>> & { readonly feed?: Partial<Show['feed']> }

/** A Czech show with a blog of its own and three episodes: all fields, few fields, not listed. */
export function exampleShow({ feed, ...overrides }: ShowOverrides = {}): Show {
  const coverPath = '/artwork/cover-0a1b2c3d.jpg'
  return {
    title: 'Zátoka, předčítaná',
    roots: [],
    description: 'Články o moři & nebi, které čte jejich autorka.',
    author: 'Žofie Říčná',
    owner: { name: 'Žofie Říčná', email: 'zofie@example.org' },
    language: 'cs',
    categories: [
      { name: 'Science', subcategory: 'Nature' },
      { name: 'Society & Culture', subcategory: 'Documentary' },
      { name: 'Technology', subcategory: null },
    ],
    explicit: false,
    type: 'episodic',
    copyright: 'Žofie Říčná',
    persons: [
      named('Žofie Říčná', AUTHOR),
      named('Hynek Tichý', NARRATOR),
      named('Ela Veselá', parseRole('fact checker')),
    ],
    funding: [{ url: 'https://www.example.org/podpora/', text: 'Podpořte zátoku & moře' }],
    locations: [{ name: 'Brno', rel: 'creator', geo: null, osm: null, country: 'CZ' }],
    license: { name: 'Zátočí', url: 'https://www.example.org/licence/' },
    social: [
      {
        protocol: 'disabled',
        uri: null,
        accountId: null,
        accountUrl: null,
        priority: null,
      },
    ],
    payments: null,
    texts: [
      { purpose: 'applepodcastsverify', text: 'd8b9a0c3-6a45' },
      { purpose: null, text: 'z=1 & w<2' },
    ],
    aiContent: false,
    hubs: [],
    tracking: null,
    private: false,
    complete: false,
    locked: false,
    medium: 'podcast',
    follow: [],
    blocks: [
      { service: null, blocked: true },
      { service: 'amazon', blocked: false },
    ],
    updateFrequency: {
      text: 'Každé pondělí',
      rrule: 'FREQ=WEEKLY;COUNT=52;BYDAY=MO',
      start: '2025-01-06',
    },
    podping: false,
    announce: { podping: null, serve: false },
    podroll: [
      {
        feedGuid: '917393e3-1b1e-5cef-ace4-edaa54e1f810',
        feedUrl: 'https://other.example/feed.xml',
        title: 'Jiná zátoka',
      },
      { feedGuid: '9b024349-ccf0-5f69-a609-6b82873eab3c', feedUrl: null, title: null },
    ],
    publisher: {
      feedGuid: '003af0a0-6a45-55cf-b765-68e3d349551a',
      feedUrl: 'https://www.example.org/publisher.xml',
      title: null,
    },
    image: {
      url: urlOf({ baseUrl: BASE_URL }, coverPath),
      path: coverPath,
      file: '/srv/blog/cover.jpg',
      type: 'image/jpeg',
      width: 3000,
      height: 3000,
      small: [],
    },
    site: 'https://www.example.org/',
    baseUrl: BASE_URL,
    // Of `podcast.example.org/feed.xml`
    guid: '375e050f-7f52-5e9b-9cfc-9414515d1a5b',
    feed: {
      path: '/feed.xml',
      archive: '/feed/',
      episodes: 300,
      notes: 'full',
      notesBytes: 100_000,
      oldPaths: [],
      newUrl: null,
      ...feed,
    },
    parts: [],
    timezone: 'Europe/Prague',
    episodes: [exampleEpisode(), exampleEnglishEpisode(), exampleWaitingEpisode()],
    scheduled: [],
    skipped: [],
    problems: [],
    shows: [],
    network: null,
    ...overrides,
  }
}
