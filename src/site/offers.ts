import { chaptersPath, listedChapters, renderChapters } from '../render/public-chapters.ts'
import { embedPath, renderEmbedPage } from '../render/pages/embed-page.ts'
import { renderEpisodeList } from '../render/episode-list.ts'
import { renderEpisodePage } from '../render/pages/episode-page.ts'
import { formatFeedLinks, feedPages } from '../render/feed/feed-pages.ts'
import { FEED_STYLE_PATH, renderFeedStyle } from '../render/feed/feed-style.ts'
import { renderFeed } from '../render/feed/feed.ts'
import { listPages } from '../render/pages/index-page-pages.ts'
import { renderIndexPage } from '../render/pages/index-page.ts'
import { oembedPath, renderOembed } from '../render/oembed.ts'
import { renderOpml } from '../render/opml.ts'
import { movesOf, renderRedirects } from '../render/redirects.ts'
import { renderRobots, renderSitemap } from '../render/sitemap.ts'
import { renderTranscript } from '../render/transcripts/transcript.ts'
import type { Artwork } from '../show/artwork/artwork.ts'
import type { Enclosure, Episode, Transcript } from '../show/episode.ts'
import { showOfPart, type Show } from '../show/show.ts'
import { mediaTypeOf, withCharset } from './media-type.ts'
import type { FileResource, Role } from './site.ts'

/** What wants to be under a path of the site, before it is known whether the path is free. */
export interface Offer {
  /** As the show has it; it may be percent-encoded. */
  readonly path: string
  /** For the sentence when two want one path, e.g. `the feed`. */
  readonly what: string
  readonly type: string
  readonly role: Role
  /** The `Link` header that goes with it, where there is one. */
  readonly links?: string | null
  /** A file lies in the roots of the show where none are named. */
  readonly content: Text | File
}

type File = Pick<FileResource, 'file' | 'measured'> & Partial<Pick<FileResource, 'roots'>>

/** What is made from the show. */
interface Text {
  readonly render: () => string
  /** See `MadeResource`. */
  readonly early: boolean
  /** See `MadeResource`. */
  readonly movedTo?: string
}

const HTML = 'text/html; charset=utf-8'
const RSS = 'application/rss+xml; charset=utf-8'

/** What every show has. The order decides who gets a path that two want. */
const OF_SHOW: readonly {
  readonly path: string
  readonly what: string
  readonly type: string
  readonly role: Role
  readonly render: (show: Show) => string
}[] = [
  {
    path: '/',
    what: 'the page of the show',
    type: HTML,
    role: 'page',
    render: (show) => renderIndexPage(show),
  },
  {
    path: FEED_STYLE_PATH,
    what: 'the style sheet of the feeds',
    type: 'text/css; charset=utf-8',
    role: 'data',
    render: renderFeedStyle,
  },
  {
    path: '/opml.xml',
    what: 'the subscription file',
    type: 'text/x-opml; charset=utf-8',
    role: 'data',
    render: renderOpml,
  },
  {
    path: '/sitemap.xml',
    what: 'the sitemap',
    type: 'application/xml; charset=utf-8',
    role: 'data',
    render: renderSitemap,
  },
  {
    path: '/robots.txt',
    what: 'robots.txt',
    type: 'text/plain; charset=utf-8',
    role: 'data',
    render: renderRobots,
  },
  {
    path: '/episodes.json',
    what: 'the list of episodes',
    type: 'application/json',
    role: 'data',
    render: renderEpisodeList,
  },
]

/** What an episode has that is made from it; `has` tells those without. */
const OF_EPISODE: readonly {
  readonly path: (episode: Episode) => string
  readonly what: string
  readonly type: string
  readonly role: Role
  readonly has: (show: Show, episode: Episode) => boolean
  readonly render: (show: Show, episode: Episode) => string
}[] = [
  {
    path: ({ page }) => page,
    what: 'the page',
    type: HTML,
    role: 'page',
    has: () => true,
    render: renderEpisodePage,
  },
  {
    path: embedPath,
    what: 'the player for frames',
    type: HTML,
    role: 'embed',
    has: () => true,
    render: renderEmbedPage,
  },
  {
    path: oembedPath,
    what: 'the answer for oEmbed',
    type: 'application/json',
    role: 'data',
    has: () => true,
    render: renderOembed,
  },
  {
    path: chaptersPath,
    what: 'the chapters',
    type: 'application/json+chapters',
    role: 'data',
    has: (show, episode) => listedChapters(show, episode).length > 0,
    render: renderChapters,
  },
]

/** Everything that a show offers, the most important first; the files of `public/` last. */
export function offersOf(show: Show, publicFiles: ReadonlyMap<string, string>): readonly Offer[] {
  return [
    ...feedOffers(show, 'the feed', true),
    ...OF_SHOW.map(({ path, render, ...row }) => ({
      ...row,
      path,
      content: { render: () => render(show), early: row.role === 'data' },
    })),
    ...listPages(show)
      .slice(1)
      .map((page) => ({
        path: page.path,
        what: `page ${page.number} of the show`,
        type: HTML,
        role: 'page' as const,
        content: { render: () => renderIndexPage(show, page), early: false },
      })),
    ...show.episodes.flatMap((episode) => offersOfEpisode(show, episode)),
    ...artworkOffers(show.image, 'the cover'),
    ...show.parts.flatMap((part) => {
      const what = `the feed of the ${part.kind} ${part.name}`
      const cover = part.image === show.image ? null : part.image
      return [
        ...feedOffers(showOfPart(show, part), what, false),
        ...artworkOffers(cover, `the cover of ${what}`),
      ]
    }),
    ...moveOffers(show),
    ...[...publicFiles].flatMap(([path, file]) => {
      const place = { path: encodeURI(path), file, roots: [file] }
      return fileOffer(place, `the public file ${path}`, mediaTypeOf(file), 'asset')
    }),
  ]
}

/** Copies of the feed where it was before, for hosts that cannot lead anybody to where it is now. */
function moveOffers(show: Show): readonly Offer[] {
  const moves = movesOf(show)
  const [page] = feedPages(show)
  const copies = moves
    .filter(({ from }) => from !== page.path)
    .map(({ from, to }) => ({
      path: from,
      what: `the old feed at ${from}`,
      type: RSS,
      role: 'data' as const,
      content: { render: () => renderFeed(show, page, from), early: false, movedTo: to },
    }))
  const rules: Offer = {
    path: '/_redirects',
    what: 'the redirects',
    type: 'text/plain; charset=utf-8',
    role: 'data',
    content: { render: () => renderRedirects(show), early: false },
  }
  return moves.length === 0 ? [] : [...copies, rules]
}

/**
 * A feed, then the archives of its older episodes, which few apps read.
 *
 * @param early Whether the feed itself is made before it is asked for.
 */
function feedOffers(show: Show, what: string, early: boolean): readonly Offer[] {
  const away = movesOf(show).find(({ from }) => from === show.feed.path)
  return feedPages(show).map((page) => ({
    path: page.path,
    what: page.kind === 'current' ? what : `an archive of ${what}`,
    type: RSS,
    role: 'data',
    links: formatFeedLinks(show, page),
    content: {
      render: () => renderFeed(show, page),
      early: early && page.kind === 'current',
      ...(away !== undefined && page.kind === 'current' && { movedTo: away.to }),
    },
  }))
}

function offersOfEpisode(show: Show, episode: Episode): readonly Offer[] {
  const { file: post, audio, alternates, transcripts, assets } = episode
  return [
    ...OF_EPISODE.filter(({ has }) => has(show, episode)).map(
      ({ path, what, type, role, render }) => ({
        path: path(episode),
        what: `${what} of ${post}`,
        type,
        role,
        content: { render: () => render(show, episode), early: false },
      }),
    ),
    ...[audio, ...alternates].flatMap((recording) => recordingOffer(recording, post)),
    ...transcripts.flatMap((transcript) => transcriptOffer(show, episode, transcript)),
    ...artworkOffers(episode.artwork, `the artwork of ${post}`),
    ...[...assets.values()].flatMap((asset) =>
      fileOffer(asset, `a picture of ${post}`, mediaTypeOf(asset.file), 'asset'),
    ),
  ]
}

function artworkOffers(artwork: Artwork | null, what: string): readonly Offer[] {
  const pictures = artwork === null ? [] : [artwork, ...artwork.small]
  return pictures.flatMap((picture) => fileOffer(picture, what, picture.type, 'hashed'))
}

function recordingOffer(recording: Enclosure, post: string): readonly Offer[] {
  const { bytes, hash, type } = recording
  const measured = hash === null ? null : { bytes, fingerprint: hash }
  return fileOffer({ ...recording, measured }, `the recording of ${post}`, type, 'recording')
}

/** The author's own file, or what is made in its place; nothing for one that another host has. */
function transcriptOffer(show: Show, episode: Episode, transcript: Transcript): readonly Offer[] {
  const { path, file } = transcript
  const what = `a transcript of ${episode.file}`
  const type = withCharset(transcript.type)
  if (path === null || file !== null) return fileOffer(transcript, what, type, 'data')
  const render = () => renderTranscript(show, episode, transcript)
  return [{ path, what, type, role: 'data', content: { render, early: false } }]
}

/** What a file and its path on this site are known by; either is null where there is none. */
interface Place {
  readonly path: string | null
  readonly file: string | null
  readonly measured?: FileResource['measured']
  readonly roots?: FileResource['roots']
}

/** A file that this site serves; nothing for one that has no path here. */
function fileOffer(
  { path, file, measured = null, roots }: Place,
  what: string,
  type: string,
  role: Role,
): readonly Offer[] {
  return path === null || file === null
    ? []
    : [{ path, what, type, role, content: { file, measured, ...(roots && { roots }) } }]
}
