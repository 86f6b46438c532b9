import { parse, type DefaultTreeAdapterTypes } from 'parse5'
import { describe, expect, test } from 'vitest'
import { renderEpisodeList } from '../../src/render/episode-list.ts'
import { renderFeedStyle } from '../../src/render/feed/feed-style.ts'
import { renderEmbedPage } from '../../src/render/pages/embed-page.ts'
import { renderEpisodePage } from '../../src/render/pages/episode-page.ts'
import { renderErrorPage } from '../../src/render/pages/error-page.ts'
import { renderIndexPage } from '../../src/render/pages/index-page.ts'
import { renderOfflinePage } from '../../src/render/pages/offline-page.ts'
import { allWords } from '../../src/render/words/words.ts'
import type { Words } from '../../src/render/words/words-en.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

type Node = DefaultTreeAdapterTypes.Node

/** Attributes that are read out or shown. */
const READ_OUT = /^(?:alt|title|placeholder|aria-(?:label|description|valuetext))$/

/** The texts of a page and its attributes, all or those that readers get; no styles and scripts. */
function textsOf(node: Node, isWanted: (attribute: string) => boolean): readonly string[] {
  if (['script', 'style', 'textarea'].includes(node.nodeName)) return []
  if ('value' in node) return [node.value.replaceAll(/\s+/g, ' ').trim()]
  const attributes = 'attrs' in node ? node.attrs.filter(({ name }) => isWanted(name)) : []
  const inside = 'childNodes' in node ? node.childNodes : []
  return [
    ...attributes.map(({ value }) => value),
    ...inside.flatMap((child) => textsOf(child, isWanted)),
  ]
}

/** The texts of all pages that are made of a show in the words of its language. */
function textsIn(
  language: string,
  isWanted: (attribute: string) => boolean = () => true,
): readonly string[] {
  const episodes = [
    exampleEpisode({ language }),
    exampleEpisode({ language, slug: 'b', guid: 'b', page: '/episodes/b/', listed: false }),
  ]
  const show = exampleShow({ language, episodes })
  const pages = [
    renderIndexPage(show),
    renderIndexPage(exampleShow({ language, episodes: [] })),
    ...episodes.map((episode) => renderEpisodePage(show, episode)),
    ...episodes.map((episode) => renderEmbedPage(show, episode)),
    renderOfflinePage(show),
    ...[400, 404, 405, 416, 500].map((status) => renderErrorPage(status, show)),
  ]
  return pages.flatMap((page) => textsOf(parse(page), isWanted))
}

/** Shorter texts may be words of several languages. */
const LONG = 12
/** Those of Chinese and Japanese say as much in less. */
const LONG_IN_SIGNS = 5

/** The texts of a language that are long enough to be its own, without what is filled in. */
function sentencesIn(words: object): readonly string[] {
  return Object.values(words).flatMap((value: unknown) => {
    if (typeof value === 'object' && value !== null) return sentencesIn(value)
    const pieces = String(value).split(/\{\w+\}/)
    return pieces
      .map((piece) => piece.trim())
      .filter((piece) => piece.length >= (/[\u3040-\u9FFF]/.test(piece) ? LONG_IN_SIGNS : LONG))
  })
}

const ALL = allWords().map((words) => ({ words, sentences: sentencesIn(words) }))

/** Texts that some page has in every language. */
const EVERYWHERE = [
  'skip',
  'subscribe',
  'noEpisodes',
  'waitingWhy',
  'keysToggle',
] as const satisfies readonly (keyof Words)[]

describe('the pages of a show', () => {
  test.each(ALL)(
    'in $words.language have no sentence of another language',
    ({ words, sentences }) => {
      const style = renderFeedStyle(exampleShow({ language: words.language }))
      const said = [...textsIn(words.language), style].join('\n')
      const own = sentences.join('\n')
      const foreign = ALL.filter((other) => other.words.language !== words.language)
        .flatMap((other) => other.sentences)
        .filter((sentence) => !own.includes(sentence) && said.includes(sentence))
      expect(foreign).toEqual([])
      expect(EVERYWHERE.filter((name) => !said.includes(words[name]))).toEqual([])
    },
  )

  /** What is called the same in every language. */
  const NAMES = ['Apple Podcasts', 'Pocket Casts', 'Podcast Addict', 'VTT (cs)']

  test('have only what is of the show the same in every language', () => {
    const [first = [], ...others] = ['ja', 'uk', 'ar'].map((language) =>
      textsIn(language, (attribute) => READ_OUT.test(attribute)),
    )
    const show = exampleShow()
    const content = JSON.stringify([show, show.episodes.map(({ body }) => body.text())])
    const isOfShow = (text: string): boolean =>
      text.split(' · ').every((part) => content.includes(JSON.stringify(part).slice(1, -1)))
    const same = first.filter(
      (text) =>
        /\p{L}{3}.* /u.test(text) &&
        others.every((texts) => texts.includes(text)) &&
        !isOfShow(text) &&
        !NAMES.includes(text),
    )
    expect([...new Set(same)]).toEqual([])
  })
})

test('the list for players has the words of the show, of its episodes, and English', () => {
  const episodes = [exampleEpisode({ language: 'fr-CA' }), exampleEpisode({ language: 'fa' })]
  const list = JSON.parse(renderEpisodeList(exampleShow({ language: 'uk', episodes })))
  expect(Object.keys(list.words)).toEqual(['en', 'fr', 'uk'])
  expect(list.words.uk.play).toBe('Відтворити')
})
