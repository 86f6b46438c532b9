/** One sentence for each plural category of the language; `{count}` is the number. */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string
}

const episodesFound: Plural = { one: '{count} episode found', other: '{count} episodes found' }
const episodeCount: Plural = { one: '{count} episode', other: '{count} episodes' }

/**
 * The words of the interface in English, and the template for other languages: a file of words is
 * complete when it has this type. `{…}` is filled in.
 */
export const words = {
  /** The language of these words, BCP 47. */
  language: 'en',
  skip: 'Skip to the content',
  site: 'This podcast',
  blog: 'Blog',
  feed: 'RSS feed',

  episodes: 'Episodes',
  episodeCount,
  years: 'Years',
  search: 'Search',
  filters: 'Filter',
  topic: 'Topic',
  allTopics: 'All topics',
  year: 'Year',
  allYears: 'All years',
  unheardOnly: 'Only unheard episodes',
  episodesFound,
  nothingFound: 'No episode found. Try fewer words, or another topic or year.',
  pages: 'Older and newer episodes',
  pageOf: 'Page {number} of {total}',
  newerEpisodes: 'Newer episodes',
  olderEpisodes: 'Older episodes',
  newestEpisode: 'Newest episode',
  firstEpisode: 'First episode',
  noEpisodes: 'No episode yet. Subscribe to get the first one automatically.',
  subscribe: 'Listen in your podcast app',
  scan: 'On your phone: scan the code with the camera',
  feedAddress: 'Any other app: paste this address',
  follow: 'Follow',
  feedKinds: {
    category: 'Topics',
    author: 'Authors',
    language: 'Languages',
    series: 'Series',
  },
  copy: 'Copy',
  copied: 'Copied',
  listen: 'Listen',
  heard: 'Heard',
  season: 'Season {number}',
  episode: 'Episode {number}',
  trailer: 'Trailer',
  bonus: 'Bonus',
  explicit: 'Explicit',
  waiting: 'Not in the feed yet',
  waitingWhy: 'Podcast apps do not have this episode yet. You can already listen to it here.',
  stale: 'The text was edited after it was recorded, so the recording differs in places.',

  textSettings: 'Text size and width',
  textSize: 'Text size',
  textWidth: 'Line width',
  textReset: 'Reset',
  readBy: 'Read by {names}',
  listenToArticle: 'Listen to this article',
  embed: 'Embed this episode',
  embedElement: 'The player as an element of a page',
  embedTemplate: 'The player for the template of a blog: it finds the episode of each article',
  embedFrame: 'The player in a frame, for page builders',

  feedTitle: 'This is the feed of a podcast',
  feedAbout:
    'Copy its address from the address bar and paste it into your podcast app, where it says “Add by URL”. You will then get new episodes automatically.',
  feedApps: 'Buttons for common apps, and all episodes to play right away',

  player: 'Player',
  play: 'Play',
  pause: 'Pause',
  back: '15 seconds back',
  forward: '30 seconds forward',
  position: 'Position',
  positionValue: '{time} of {total}',
  speed: 'Speed',
  continueFrom: 'Continue from {time}',
  listenFrom: 'Listen from {time}',
  restart: 'From the beginning',
  playerError: 'The recording could not be loaded. Check the connection and try again.',
  loading: 'Loading',
  slow: 'The connection is slow.',
  retry: 'Try again',
  more: 'More',
  volume: 'Volume',
  mute: 'Mute',
  sleep: 'Sleep timer',
  sleepOff: 'Off',
  sleepChapter: 'At the end of the chapter',
  sleepEnd: 'At the end of the article',
  sleepLeft: 'Stops in {time}',
  share: 'Share from {time}',
  shared: 'Link copied',
  shareShown: 'The link is in the address bar',
  along: 'Highlight spoken sentences',
  readAlong: 'Read along',
  sentenceBack: 'Previous sentence',
  sentenceForward: 'Next sentence',
  next: 'Next article',
  nextIn: 'Continues in {seconds} s',
  stay: 'Stay here',
  playOn: 'Continue with the next article',

  chapters: 'Chapters',
  readOn: 'Read on: the whole article',
  backToText: 'Back to the text, note {number}',
  download: 'Download',
  keepOffline: 'Keep for offline',
  keepingOffline: 'Keeping: {share}',
  keptOffline: 'Kept: you can listen to it without a network.',
  forgetOffline: 'Remove from this device',
  offlineFull:
    'There is no room left on this device: remove an episode that is kept, or free some space.',
  offlineFailed:
    'The recording could not be kept: it did not arrive, or its host does not allow it.',
  offlineTitle: 'No network',
  offlineText:
    'This page was not kept on this device. It opens as soon as there is a network again.',
  offlineKept: 'Kept on this device',
  offlineHeard: 'with its recording',
  transcript: 'Transcript',
  original: 'This article on the blog',
  neighbours: 'More episodes',
  newer: 'Newer episode',
  older: 'Older episode',
  allEpisodes: 'All episodes',

  keys: 'Keyboard shortcuts',
  keysToggle: 'Play or pause',
  keysArrows: '5 seconds back or forward',
  keysSentences: 'Previous or next sentence',
  keysChapters: 'Previous or next chapter',
  keysDigits: 'To the start, to 10\u00A0% … 90\u00A0%',
  keysHelp: 'This help',
  keysSpace: 'Space',
  keysShift: 'Shift',
  keysOn: 'Use these shortcuts',
  close: 'Close',

  errors: {
    400: {
      title: 'This address is not valid',
      text: 'It contains a mistake. Perhaps it was cut off when it was copied.',
    },
    404: {
      title: 'Nothing was found at this address',
      text: 'Perhaps the page has moved, or the address was cut off when it was copied.',
    },
    405: {
      title: 'This is not allowed here',
      text: 'Pages and recordings can only be read.',
    },
    416: {
      title: 'The recording is shorter than that',
      text: 'The requested part is after its end. Load the recording again from the start.',
    },
    other: {
      title: 'Something went wrong',
      text: 'This is not your fault. Please try again later.',
    },
  },
}

/** All texts of the interface in one language. */
export type Words = typeof words
