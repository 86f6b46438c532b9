import { type Resolve, addressOf } from './article-address.ts'
import { elementOf, type HtmlElement, textNode } from './article-tree.ts'

/** Players of other services, and the pages that show their recordings. */
const PLAYERS: readonly (readonly [player: RegExp, page: string])[] = [
  [
    /^(?:https?:)?\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/videoseries\?(?:[^#]*&)?list=([\w-]+).*$/i,
    'https://www.youtube.com/playlist?list=$1',
  ],
  [
    /^(?:https?:)?\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/(?:embed|v)\/([\w-]{6,20}).*$/i,
    'https://www.youtube.com/watch?v=$1',
  ],
  [/^(?:https?:)?\/\/player\.vimeo\.com\/video\/(\d+).*$/i, 'https://vimeo.com/$1'],
  [
    /^(?:https?:)?\/\/(?:www\.)?dailymotion\.com\/embed\/video\/(\w+).*$/i,
    'https://www.dailymotion.com/video/$1',
  ],
  [
    /^(?:https?:)?\/\/open\.spotify\.com\/embed(?:-podcast)?\/(\w+\/\w+).*$/i,
    'https://open.spotify.com/$1',
  ],
  [/^(?:https?:)?\/\/embed\.podcasts\.apple\.com\/([^?#]+).*$/i, 'https://podcasts.apple.com/$1'],
  [/^(?:https?:)?\/\/(?:www\.)?loom\.com\/embed\/(\w+).*$/i, 'https://www.loom.com/share/$1'],
  [
    /^(?:https?:)?\/\/codepen\.io\/([\w-]+)\/embed\/(?:preview\/)?(\w+).*$/i,
    'https://codepen.io/$1/pen/$2',
  ],
  [/^(?:https?:)?\/\/codesandbox\.io\/embed\/([\w-]+).*$/i, 'https://codesandbox.io/s/$1'],
]
const VIDEO_HOST = /(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv)$/
const AUDIO_HOST = /(?:^|\.)(?:soundcloud\.com|open\.spotify\.com|podcasts\.apple\.com|anchor\.fm)$/
const EMPTY_TITLES =
  /^(?:youtube|vimeo|spotify|codepen)? ?(?:video|audio)? ?(?:embed(?:ded)?)? ?(?:player|frame)?$/i
const LONGEST_TEXT = 60

/**
 * The link that replaces a frame or a player, because neither feed readers nor our pages load documents of
 * other sites. Null if it has no address to publish, or if it plays the episode's own recording, which has a
 * player anyway.
 *
 * @param recording The absolute address of the episode's recording.
 */
export function mediaLink(
  element: HtmlElement,
  resolve: Resolve,
  recording: string | undefined,
): HtmlElement | null {
  const source = sourceOf(element)
  const [player, page] = PLAYERS.find(([pattern]) => pattern.test(source)) ?? []
  const written = player === undefined ? source : source.replace(player, page ?? '')
  const href = addressOf(written, 'link', resolve)
  if (href === null || (recording !== undefined && isSame(href, recording))) return null
  return elementOf('a', [textNode(textOf(element, href))], { href })
}

function sourceOf(element: HtmlElement): string {
  const own = element.attributes['src'] ?? element.attributes['data']
  const inner = element.children.find(
    (child) => child.type === 'element' && child.tagName === 'source',
  )
  const source = own ?? (inner?.type === 'element' ? inner.attributes['src'] : undefined)
  return source?.trim() ?? ''
}

function textOf(element: HtmlElement, href: string): string {
  const { title } = element.attributes
  const name =
    title !== undefined && !EMPTY_TITLES.test(title.trim()) ? title.trim() : shortened(href)
  const label = labelOf(element, href)
  return label === null ? name : `${label}: ${name}`
}

/** The two words are the same in most languages; null for a frame that shows neither. */
function labelOf(element: HtmlElement, href: string): 'Audio' | 'Video' | null {
  if (element.tagName === 'audio') return 'Audio'
  if (element.tagName === 'video') return 'Video'
  const host = URL.parse(href)?.hostname ?? ''
  if (VIDEO_HOST.test(host)) return 'Video'
  return AUDIO_HOST.test(host) ? 'Audio' : null
}

function shortened(href: string): string {
  const whole = href.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '')
  // The parameters of a player mean nothing to a reader.
  const text = whole.length > LONGEST_TEXT ? whole.replace(/[?#].*$/, '') : whole
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
}

function isSame(a: string, b: string): boolean {
  return a.replace(/^https?:/, '') === b.replace(/^https?:/, '')
}
