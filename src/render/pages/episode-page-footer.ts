import { html, type SafeHtml } from '@remix-run/html-template'
import type { Episode, Transcript } from '../../show/episode.ts'
import { urlOf, type Show } from '../../show/show.ts'
import { webUrl } from '../../base/web-address.ts'
import { renderSnippets } from './embed-snippets.ts'
import { formatBytes } from '../format.ts'
import { icon } from './layout-icons.ts'
import { hasSearch } from './index-page-filters.ts'
import type { Href } from './layout-links.ts'
import { interfaceLanguage, languageOf } from './layout.ts'
import { neighboursOf } from './episode-page-next.ts'
import { wordsFor } from '../words/words.ts'

/** Everything that the footer of an article is made from. */
export interface FooterParts {
  readonly show: Show
  readonly episode: Episode
  readonly href: Href
  /** The address of the recording; null if it is not a web address. */
  readonly source: string | null
}

/** Media type → its common name; other types are shown as they are. */
const NAMES: Readonly<Record<string, string>> = {
  'audio/mpeg': 'MP3',
  'audio/x-m4a': 'M4A',
  'audio/mp4': 'M4A',
  'audio/ogg': 'Ogg',
  'audio/opus': 'Opus',
  'audio/flac': 'FLAC',
  'audio/wav': 'WAV',
  'audio/x-wav': 'WAV',
  'text/vtt': 'VTT',
  'application/x-subrip': 'SRT',
  'application/json': 'JSON',
  'text/html': 'HTML',
  'text/plain': 'TXT',
}

function nameOf(type: string): string {
  return NAMES[type] ?? type
}

function renderDownload({ show, episode, source }: FooterParts): SafeHtml | null {
  if (source === null) return null
  const { bytes, type } = episode.audio
  const size = bytes === null ? [] : [formatBytes(bytes, show.language)]
  return html`<li>
    ${icon('download')} <a href="${source}" download>${wordsFor(show.language).download}</a>
    <span class="soft">
      <bdi>${nameOf(type)}</bdi>${size.map((text) => html` · <bdi>${text}</bdi>`)}
    </span>
  </li>`
}

function renderTranscript(transcript: Transcript, { show, href }: FooterParts): SafeHtml | null {
  const { path, url, type, language } = transcript
  const address = path === null ? webUrl(url) : href(path)
  if (address === null) return null
  const note = language === null || language === show.language ? '' : ` (${language})`
  return html`<a href="${address}" type="${type}">${nameOf(type)}${note}</a> `
}

function renderTranscripts(parts: FooterParts): SafeHtml | null {
  const links = parts.episode.transcripts
    .map((transcript) => renderTranscript(transcript, parts))
    .filter((link) => link !== null)
  if (links.length === 0) return null
  return html`<li>
    ${icon('transcript')} <span>${wordsFor(parts.show.language).transcript}</span> ${links}
  </li>`
}

/** The link to the article on the blog, if it is not this page. */
function renderOriginal({ show, episode }: FooterParts): SafeHtml | null {
  const original = webUrl(episode.link)
  if (original === null || original === urlOf(show, episode.page)) return null
  return html`<li>
    ${icon('article')} <a href="${original}">${wordsFor(show.language).original}</a>
  </li>`
}

/** The topics, each as a link to the episodes on it where the page of the show has a search. */
function renderTopics({ show, episode, href }: FooterParts): SafeHtml | null {
  if (episode.categories.length === 0) return null
  const linkTo = (topic: string): SafeHtml =>
    hasSearch(show)
      ? html`<a href="${href('/')}?${String(new URLSearchParams({ topic }))}">${topic}</a>`
      : html`${topic}`
  return html`<ul class="topics" aria-label="${wordsFor(show.language).feedKinds.category}">
    ${episode.categories.map(
      (category) => html`<li ${languageOf(show, episode.language)}>${linkTo(category)}</li>`,
    )}
  </ul>`
}

function renderNeighbour(
  neighbour: Episode,
  rel: 'prev' | 'next',
  { show, href }: FooterParts,
): SafeHtml {
  const words = wordsFor(show.language)
  return html`<a class="neighbour ${rel}" rel="${rel}" href="${href(neighbour.page)}">
    <span class="soft">${rel === 'next' ? words.newer : words.older}</span>
    <span ${languageOf(show, neighbour.language)}>${neighbour.title}</span>
  </a>`
}

function renderNeighbours(parts: FooterParts): SafeHtml | null {
  const { show, episode } = parts
  const { newer, older } = neighboursOf(show, episode)
  if (newer === undefined && older === undefined) return null
  return html`<nav class="neighbours" aria-label="${wordsFor(show.language).neighbours}">
    ${older === undefined ? null : renderNeighbour(older, 'prev', parts)}
    ${newer === undefined ? null : renderNeighbour(newer, 'next', parts)}
  </nav>`
}

/** The footer of an article: files to download, topics, other episodes and embedding. */
export function renderFooter(parts: FooterParts): SafeHtml {
  const { show } = parts
  return html`<footer class="after" ${interfaceLanguage(show, wordsFor(show.language))}>
    <ul class="takeaways">
      ${renderDownload(parts)} ${renderTranscripts(parts)} ${renderOriginal(parts)}
    </ul>
    ${renderTopics(parts)} ${renderNeighbours(parts)}
    ${renderSnippets(show, parts.episode)}
  </footer>`
}
