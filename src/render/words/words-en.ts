/** One sentence for each plural category that the language has; `{count}` is the number. */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string
}

const episodesFound: Plural = { one: '{count} episode found', other: '{count} episodes found' }
const episodeCount: Plural = { one: '{count} episode', other: '{count} episodes' }

/**
 * The words of the interface in English. They are also the pattern for every other language: a
 * file of words is complete when it has this type. `{…}` is filled in.
 */
export const words = {
  /** The language these words are in, BCP 47. */
  language: 'en',
  skip: 'Skip to the content',
  site: 'This podcast',
  blog: 'Blog',
  feed: 'RSS feed',

  episodes: 'Episodes',
  episodeCount,
  years: 'Years',
  search: 'Search',
  topic: 'Topic',
  allTopics: 'All topics',
  year: 'Year',
  allYears: 'All years',
  unheardOnly: 'Only what I have not heard',
  episodesFound,
  nothingFound: 'No episode found. Try fewer words, or another topic or year.',
  pages: 'Older and newer episodes',
  pageOf: 'Page {number} of {total}',
  newerEpisodes: 'Newer episodes',
  olderEpisodes: 'Older episodes',
  newestEpisode: 'Newest episode',
  firstEpisode: 'First episode',
  noEpisodes: 'No episode yet. Subscribe, and the first one comes to you by itself.',
  subscribe: 'Listen in your podcast app',
  scan: 'On the phone: scan the code with its camera',
  feedAddress: 'Any other app: give it this address',
  moreFeeds: 'Feeds for parts of the show',
  feedKinds: {
    category: 'By topic',
    author: 'By author',
    language: 'By language',
    series: 'By series',
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
  stale: 'The text has been edited since it was read aloud, so the recording differs in places.',

  listenToArticle: 'Listen to this article',
  embed: 'Put this on your page',
  embedElement: 'The player, anywhere in a page',
  embedTemplate:
    'The player in the template of a blog: it finds the episode of each article itself',
  embedFrame: 'The player in a frame, for page builders',

  feedTitle: 'This is the feed of a podcast',
  feedAbout:
    'Copy its address from the address bar and paste it into your podcast app, where it says “Add by URL”. New episodes then come to you by themselves.',
  feedApps: 'Buttons for the common apps, and all episodes to listen to at once: {url}',

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
  along: 'Mark what is read',
  follow: 'Follow along',
  sentenceBack: 'Previous sentence',
  sentenceForward: 'Next sentence',
  next: 'Next article',
  nextIn: 'Goes on in {seconds} s',
  stay: 'Stay here',
  playOn: 'Go on with the next article',

  chapters: 'Chapters',
  readOn: 'Read on: the whole article',
  download: 'Download',
  transcript: 'Transcript',
  original: 'This article on the blog',
  categories: 'Topics',
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
      title: 'This address cannot be read',
      text: 'Something in it is misspelt. Perhaps it was cut off when it was copied.',
    },
    404: {
      title: 'There is nothing at this address',
      text: 'Perhaps the page has moved, or the address was cut off when it was copied.',
    },
    405: {
      title: 'This cannot be done here',
      text: 'Pages and recordings can only be read.',
    },
    416: {
      title: 'The recording is shorter than that',
      text: 'A part was asked for that lies behind its end. Loading it again from the start helps.',
    },
    other: {
      title: 'Something went wrong',
      text: 'It is not your fault. Please try again in a while.',
    },
  },
}

/** Everything that the pages say in words of their own, in one language. */
export type Words = typeof words
