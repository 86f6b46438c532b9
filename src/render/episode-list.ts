import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl, webUrl } from './ascii-url.ts'
import { directionOf } from './format.ts'
import type { Words } from './words/words-en.ts'
import { allWords } from './words/words.ts'

/** What the element for the blog's own pages says, which has no words itself. */
function elementWords(words: Words): Readonly<Record<string, string>> {
  const { play, pause, player, position, positionValue, speed, continueFrom } = words
  return {
    dir: directionOf(words.language),
    player,
    play,
    pause,
    position,
    positionValue,
    speed,
    continueFrom,
    listen: words.listenToArticle,
    error: words.playerError,
  }
}

/**
 * The list by which a page of the blog finds its own episode: its address is the `link`.
 *
 * Episodes that still wait outside the feed are in it, since they can be heard already. `seconds` is
 * null while it is not known. One line for each episode, since every visitor of the blog loads it.
 */
export function renderEpisodeList(show: Show): string {
  const { title, language } = show
  const episodes = show.episodes.map((episode) => ({
    link: webUrl(episode.link) ?? asciiUrl(urlOf(show, episode.page)),
    page: asciiUrl(urlOf(show, episode.page)),
    title: episode.title,
    audio: webUrl(episode.audio.url),
    seconds: episode.audio.seconds,
    guid: episode.guid,
  }))
  const words = Object.fromEntries(allWords().map((all) => [all.language, elementWords(all)]))
  const feed = asciiUrl(urlOf(show, show.feed.path))
  const head = JSON.stringify({ title, language, feed, words }).slice(0, -1)
  const lines = episodes.map((episode) => JSON.stringify(episode)).join(',\n')
  return `${head},"episodes":[\n${lines}\n]}\n`
}
