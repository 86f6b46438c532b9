import { chaptersPath, listedChapters, renderChapters } from '../render/public-chapters.ts'
import { embedPath, renderEmbedPage } from '../render/pages/embed-page.ts'
import { renderEpisodeList } from '../render/episode-list.ts'
import { renderEpisodePage } from '../render/pages/episode-page.ts'
import { articlePiece, type PieceName, type PreparePieces } from '../render/article-pieces.ts'
import { spokenPath } from '../render/spoken-text.ts'
import { formatFeedLinks, feedPages, jsonPathOf, type FeedPage } from '../render/feed/feed-pages.ts'
import { JSON_FEED, jsonNotesOf, renderJsonFeed } from '../render/feed/json-feed.ts'
import { FEED_STYLE_PATH, feedStyleFrom, renderFeedStyle } from '../render/feed/feed-style.ts'
import { notesOf, renderFeed } from '../render/feed/feed.ts'
import { listPages } from '../render/pages/index-page-pages.ts'
import { renderIndexPage } from '../render/pages/index-page.ts'
import { OFFLINE_PATH, renderOfflinePage } from '../render/pages/offline-page.ts'
import { oembedPath, renderOembed } from '../render/oembed.ts'
import { renderOpml } from '../render/opml.ts'
import { movesOf, renderRedirects } from '../render/moved-feeds.ts'
import { renderRobots, renderSitemap } from '../render/sitemap.ts'
import { renderTranscript, transcriptPieces } from '../render/transcript.ts'
import type { Artwork } from '../show/artwork/artwork.ts'
import type { Enclosure, Episode, Transcript } from '../show/episode.ts'
import { showOfPart, type Show } from '../show/show.ts'
import { mediaTypeOf, withCharset } from './media-type.ts'
import { readScript } from './public-files.ts'
import type { FileResource, Role } from './site.ts'

/** A candidate for a path of the site; the path may already be taken. */
export interface Offer {
  /** As in the show; may be percent-encoded. */
  readonly path: string
  /** For messages, e.g. `the feed`. */
  readonly what: string
  readonly type: string
  readonly role: Role
  /** The `Link` header, where there is one. */
  readonly links?: string | null
  /** A file without `roots` is in those of the show. */
  readonly content: Text | File
}

type File = Pick<FileResource, 'file' | 'measured'> & Partial<Pick<FileResource, 'roots'>>

/** Pieces of the articles of a show. */
export type ShowPieces = Parameters<PreparePieces>

/** Content that is rendered from the show. */
interface Text {
  readonly render: () => string
  /** The pieces of articles that it contains. */
  readonly pieces?: () => ShowPieces
  /** See `MadeResource`. */
  readonly early: boolean
  /** See `MadeResource`. */
  readonly movedTo?: string
}

export const HTML = 'text/html; charset=utf-8'
export const RSS = 'application/rss+xml; charset=utf-8'

/** What every show has besides its pages and feeds. */
const OF_SHOW: readonly (readonly [
  path: string,
  what: string,
  type: string,
  render: (show: Show) => string,
])[] = [
  [FEED_STYLE_PATH, 'the style sheet of the feeds', 'text/css; charset=utf-8', renderFeedStyle],
  ['/opml.xml', 'the subscription file', 'text/x-opml; charset=utf-8', renderOpml],
  ['/sitemap.xml', 'the sitemap', 'application/xml; charset=utf-8', renderSitemap],
  ['/robots.txt', 'robots.txt', 'text/plain; charset=utf-8', renderRobots],
  ['/episodes.json', 'the list of episodes', 'application/json', renderEpisodeList],
]

type OfEpisode = readonly [
  /** Null if the episode has nothing of this kind. */
  path: (episode: Episode, show: Show) => string | null,
  what: string,
  type: string,
  role: Role,
  render: (show: Show, episode: Episode) => string,
  piece?: PieceName,
]

/** What episodes have. */
const OF_EPISODE: readonly OfEpisode[] = [
  [({ page }) => page, 'the page', HTML, 'page', renderEpisodePage, 'page'],
  [embedPath, 'the embedded player', HTML, 'embed', renderEmbedPage],
  [oembedPath, 'the oEmbed response', 'application/json', 'data', renderOembed],
  [
    (episode, show) => (listedChapters(show, episode).length > 0 ? chaptersPath(episode) : null),
    'the chapters',
    'application/json+chapters',
    'data',
    renderChapters,
  ],
  [
    spokenPath,
    'what is heard when',
    'application/json',
    'data',
    (show, episode) => articlePiece('spoken', show, episode),
    'spoken',
  ],
]

/** Everything that a show offers; if two offers have one path, the first gets it. */
export function offersOf(show: Show, publicFiles: ReadonlyMap<string, string>): readonly Offer[] {
  const [firstPage, ...morePages] = listPages(show).map((page): Offer => {
    const what = page.number === 1 ? 'the page of the show' : `page ${page.number} of the show`
    const content = { render: () => renderIndexPage(show, page), early: false }
    return { path: page.path, what, type: HTML, role: 'page', content }
  })
  return [
    ...feedOffers(show, 'the feed', true),
    ...(firstPage === undefined ? [] : [firstPage]),
    ...madeOffers(show),
    ...morePages,
    {
      path: OFFLINE_PATH,
      what: 'the page for readers without a network',
      type: HTML,
      role: 'page',
      content: { render: () => renderOfflinePage(show), early: false },
    },
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
    ...publicOffers(publicFiles),
  ]
}

/** What every show has besides its pages and feeds; a network has some of it. */
export function madeOffers(show: Show): readonly Offer[] {
  return OF_SHOW.map(([path, what, type, render]) => {
    const content = { render: () => render(show), early: true }
    return { path, what, type, role: 'data', content }
  })
}

/** The files of `public/`. */
export function publicOffers(publicFiles: ReadonlyMap<string, string>): readonly Offer[] {
  return [...publicFiles].flatMap(([path, file]): readonly Offer[] => {
    const place = { path: encodeURI(path), file, roots: [file] }
    if (path.endsWith('.js')) {
      const content = { render: () => readScript(file), early: false }
      const type = mediaTypeOf(file)
      const role = path === '/worker.js' ? 'worker' : 'asset'
      return [{ path: place.path, what: `the script ${path}`, type, role, content }]
    }
    // The name of a typeface contains a hash of its content.
    const role = path.endsWith('.woff2') ? 'hashed' : 'asset'
    return fileOffer(place, `the public file ${path}`, mediaTypeOf(file), role)
  })
}

/** Copies of the feed at its old paths, for hosts that cannot redirect. */
function moveOffers(show: Show): readonly Offer[] {
  const moves = movesOf(show)
  const [page] = feedPages(show)
  const copies = moves
    .filter(({ from }) => from !== page.path)
    .map(({ from, to }): Offer => {
      const content = { ...feedOf(show, page, feedStyleFrom(from)), early: false, movedTo: to }
      return { path: from, what: `the old feed at ${from}`, type: RSS, role: 'data', content }
    })
  return [...copies, ...redirectOffers(show)]
}

/** The redirects of all feeds of the site, for static hosts. */
export function redirectOffers(show: Show): readonly Offer[] {
  const rules: Offer = {
    path: '/_redirects',
    what: 'the redirects',
    type: 'text/plain; charset=utf-8',
    role: 'data',
    content: { render: () => renderRedirects(show), early: false },
  }
  return movesOf(show).length === 0 ? [] : [rules]
}

/**
 * A feed and its archives.
 *
 * @param early Whether the feed itself is rendered before it is requested.
 */
function feedOffers(show: Show, what: string, early: boolean): readonly Offer[] {
  const away = movesOf(show).find(({ from }) => from === show.feed.path)
  return feedPages(show).flatMap((page) => {
    const isCurrent = page.kind === 'current'
    const name = isCurrent ? what : `an archive of ${what}`
    return [
      {
        path: page.path,
        what: name,
        type: RSS,
        role: 'data',
        links: formatFeedLinks(show, page),
        content: {
          ...feedOf(show, page),
          early: early && isCurrent,
          ...(away !== undefined && isCurrent && { movedTo: away.to }),
        },
      },
      {
        path: jsonPathOf(page.path),
        what: `${name} as JSON`,
        type: JSON_FEED,
        role: 'data',
        content: {
          render: () => renderJsonFeed(show, page),
          pieces: () => [show, jsonNotesOf(show, page)],
          early: false,
        },
      },
    ]
  })
}

/**
 * A page of a feed.
 *
 * @param style The relative address of its style sheet, if it is not the usual one.
 */
export function feedOf(
  show: Show,
  page: FeedPage,
  style?: string,
): Pick<Text, 'render' | 'pieces'> {
  return {
    render: () => renderFeed(show, page, style),
    pieces: () => [show, notesOf(show, page)],
  }
}

function offersOfEpisode(show: Show, episode: Episode): readonly Offer[] {
  const { file: post, audio, alternates, transcripts, assets } = episode
  return [
    ...OF_EPISODE.flatMap(([pathOf, what, type, role, render, piece]): readonly Offer[] => {
      const path = pathOf(episode, show)
      const content: Text = {
        render: () => render(show, episode),
        ...(piece && { pieces: () => [show, [{ episode, names: [piece] }]] }),
        early: false,
      }
      return path === null ? [] : [{ path, what: `${what} of ${post}`, type, role, content }]
    }),
    ...[audio, ...alternates].flatMap((recording) => recordingOffer(recording, post)),
    ...transcripts.flatMap((transcript) => transcriptOffer(show, episode, transcript)),
    ...artworkOffers(episode.artwork, `the artwork of ${post}`),
    ...[...assets.values()].flatMap((asset) =>
      fileOffer(asset, `an image of ${post}`, mediaTypeOf(asset.file), 'asset'),
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

/** The author's file, or a rendered transcript; nothing for one on another host. */
function transcriptOffer(show: Show, episode: Episode, transcript: Transcript): readonly Offer[] {
  const { path, file } = transcript
  const what = `a transcript of ${episode.file}`
  const type = withCharset(transcript.type)
  if (path === null || file !== null) return fileOffer(transcript, what, type, 'data')
  const render = () => renderTranscript(show, episode, transcript)
  const pieces = (): ShowPieces => [show, [{ episode, names: transcriptPieces(transcript) }]]
  return [{ path, what, type, role: 'data', content: { render, pieces, early: false } }]
}

/** A file, and its path on this site; null if there is none. */
interface Place {
  readonly path: string | null
  readonly file: string | null
  readonly measured?: FileResource['measured']
  readonly roots?: FileResource['roots']
}

/** A file that this site serves; nothing if it has no path here. */
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
