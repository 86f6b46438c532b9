/** The source of a rule: the document, and a summary of what it says. */
export interface Source {
  readonly url: string
  readonly words: string
}

/** Makes sources from a document; each rule adds its summary. */
function document(url: string): (words: string) => Source {
  return (words) => ({ url, words })
}

/** The documents that rules come from. */
export const PSP = document(
  'https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification',
)
export const APPLE = document('https://podcasters.apple.com/support/823-podcast-requirements')
export const APPLE_CATEGORIES = document(
  'https://podcasters.apple.com/support/1691-apple-podcasts-categories',
)
export const APPLE_ARTWORK = document('https://podcasters.apple.com/support/5516-podcast-artwork')
export const SPOTIFY = document(
  'https://content-ops.atspotify.com/hc/en-us/articles/360050808931--PODCAST-Show-Metadata-Requirements',
)
export const SPOTIFY_EMAIL = document(
  'https://support.spotify.com/us/creators/article/adding-your-email-address-to-your-rss-feed/',
)
export const AMAZON = document('https://podcasters.amazon.com/')
export const YOUTUBE = document('https://support.google.com/youtube/answer/13525207')
export const PODCAST_INDEX = document('https://github.com/Podcastindex-org/aggregator')
export const RSS = document('https://www.rssboard.org/rss-specification')
export const RSS_PROFILE = document('https://www.rssboard.org/rss-profile')
export const XML = document('https://www.w3.org/TR/xml/')
export const NAMESPACES = document('https://www.w3.org/TR/xml-names/')
export const VALIDATOR = document('https://validator.w3.org/feed/docs/')
export const PODCASTING = document(
  'https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md',
)
export const PODCAST_GUID = document(
  'https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md',
)
export const CHAPTERS = document(
  'https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md',
)
export const TRANSCRIPTS = document(
  'https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md',
)
export const EXAMPLES = document('https://www.rfc-editor.org/rfc/rfc2606#section-3')
export const GIT = document('https://git-scm.com/docs/git-merge#_how_conflicts_are_presented')
export const LOUDNESS = document('https://tech.ebu.ch/docs/r/r128.pdf')
export const APPLE_LOUDNESS = document(
  'https://podcasters.apple.com/support/893-audio-requirements',
)
export const SPOTIFY_LOUDNESS = document(
  'https://support.spotify.com/us/artists/article/loudness-normalization/',
)
export const HTTP = document('https://www.rfc-editor.org/rfc/rfc9110')
export const ROBOTS = document('https://www.rfc-editor.org/rfc/rfc9309')
export const HTTP_CACHE = document('https://www.rfc-editor.org/rfc/rfc9111')
export const CORS = document('https://fetch.spec.whatwg.org/#http-cors-protocol')
export const HTML = document('https://html.spec.whatwg.org/multipage/')
export const WCAG = document('https://www.w3.org/TR/WCAG22/#non-text-content')
export const LANGUAGES = document('https://www.rfc-editor.org/rfc/rfc5646')
export const UNICODE = document('https://www.unicode.org/faq/utf_bom.html')
export const YAML = document('https://yaml.org/spec/1.2.2/')
export const MIXED_CONTENT = document('https://www.w3.org/TR/mixed-content/')

/** For rules of this program; its reference says why. */
export const SETTINGS_GUIDE = document('docs/reference/settings.md')
export const POSTS_GUIDE = document('docs/reference/posts.md')
export const GUIDS_GUIDE = document('docs/reference/guids.md')
