import { urlOf, type Show } from '../show/show.ts'
import { asciiUrl, webUrl } from '../base/web-address.ts'
import { directionOf } from './format.ts'
import { writeJson } from './text.ts'
import { listedChapters } from './public-chapters.ts'
import { spokenPath } from './spoken-text.ts'
import type { Words } from './words/words-en.ts'
import { allWords, wordsFor } from './words/words.ts'

/** The texts of the player element for the pages of the blog. */
function elementWords(words: Words): Readonly<Record<string, string>> {
  const { play, pause, player, position, positionValue, speed, continueFrom } = words
  const { loading, slow, retry, back, forward, share, shared } = words
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
    loading,
    slow,
    retry,
    back,
    forward,
    share,
    shared,
  }
}

/** The languages of players on pages of the blog: those of the show and its episodes, and English. */
function wordsIn({ language, episodes }: Show): readonly Words[] {
  const languages = ['en', language, ...episodes.map((episode) => episode.language)]
  const spoken = new Set(languages.map(wordsFor))
  return allWords().filter((words) => spoken.has(words))
}

/**
 * The list in which a page of the blog finds its episode: the address of the page is the `link`.
 *
 * It includes episodes that are not listed yet, because they can already be played. `seconds` is null
 * while unknown. What is `true` is a file of that name
 * beside the page. Each episode takes one line, because every visitor of the blog loads the list.
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
    ...(listedChapters(show, episode).length > 0 && { chapters: true }),
    ...(spokenPath(episode) !== null && { spoken: true }),
  }))
  const words = Object.fromEntries(wordsIn(show).map((all) => [all.language, elementWords(all)]))
  const feed = asciiUrl(urlOf(show, show.feed.path))
  const head = writeJson({ title, language, feed, words }).slice(0, -1)
  const lines = episodes.map((episode) => writeJson(episode)).join(',\n')
  return `${head},"episodes":[\n${lines}\n]}\n`
}
