// @ts-check
/**
 * Highlights the spoken sentence in the article of a page of the blog, by the words that both have.
 *
 * The page is not changed: the browser paints the highlights, see
 * https://drafts.csswg.org/css-highlight-api-1/; where it cannot, there are none.
 */

import { boxAround, Following } from './read-along.js'
import { targetOf } from './sound.js'
import { alignWords, INLINE, UNSPOKEN, wordsOf } from './words.js'

const NAME = 'sidecast-spoken'
/** Readable with dark and light text; `--sidecast-mark` overrides it. */
const COLOUR = 'rgb(255 170 60 / 35%)'
/** Elements that are never part of an article. */
const APART =
  'aside, audio, button, canvas, dialog, footer, form, iframe, math, nav, noscript, object, script, select, sidecast-player, style, svg, template, textarea, video, [aria-hidden=true], [hidden], [role=navigation], [contenteditable]'
/** The least share of the letters of all sentences that an element must have to be the article. */
const SAME = 0.5
/** The same for a single sentence. */
const ALIKE = 0.6
/** The most words of the page between two words of a sentence that are part of it. */
const BETWEEN = 3
/** A separate part of a sentence with fewer words is a coincidence. */
const FEWEST = 3

/** @typedef {{ node: Text, offset: number }} Place */
/** A word of the page. @typedef {{ text: string, first: Place, last: Place }} Word */
/** A sentence, and where it is written. @typedef {import('./read-along.js').Times & { ranges: Range[] }} Sentence */

/** The words below an element in order, each with the text nodes in which it begins and ends. @param {Element} root */
function wordsBelow(root) {
  /** @type {Word[]} */
  const words = []
  /** @type {{ node: Text, start: number }[]} */
  let texts = []
  let line = ''
  const close = () => {
    let at = 0
    const placeOf = (/** @type {number} */ offset) => {
      while ((texts[at + 1]?.start ?? Infinity) <= offset) at += 1
      const text = texts[at]
      return text && { node: text.node, offset: offset - text.start }
    }
    for (const { text, start, end } of wordsOf(line)) {
      const first = placeOf(start)
      const last = placeOf(end - 1)
      if (first && last) words.push({ text, first, last: { node: last.node, offset: last.offset + 1 } })
    }
    texts = []
    line = ''
  }
  const read = (/** @type {Node} */ node) => {
    if (node instanceof Text) {
      texts.push({ node, start: line.length })
      line += node.data
    } else if (node instanceof Element && !node.matches(APART)) {
      const inline = INLINE.has(node.localName)
      if (!inline) close()
      else if (node.localName === 'br') line += '\n'
      if (!UNSPOKEN.has(node.localName) && node.checkVisibility({ visibilityProperty: true })) {
        for (const child of node.childNodes) read(child)
      }
      if (!inline) close()
    }
  }
  read(root)
  close()
  return words
}

const lettersOf = (/** @type {readonly string[]} */ words) => words.reduce((sum, { length }) => sum + length, 0)

/** Groups indexes that are close to each other. @param {readonly number[]} places */
function gather(places) {
  /** @type {number[][]} */
  const parts = []
  for (const place of places) {
    const part = parts.at(-1)
    if (part && place - (part.at(-1) ?? -Infinity) <= BETWEEN + 1) part.push(place)
    else parts.push([place])
  }
  return parts
}

/**
 * Extends a part by adjacent words of the sentence that also occur elsewhere.
 *
 * @param {readonly number[]} part Places on the page.
 * @param {readonly string[]} words Those of the sentence.
 * @param {readonly number[]} own Where each of them is on the page.
 * @param {readonly Word[]} here
 */
function widen(part, words, own, here) {
  let [first, last] = [part[0] ?? 0, part.at(-1) ?? 0]
  let [start, end] = [own.indexOf(first), own.indexOf(last)]
  while (start > 0 && words[start - 1] === here[first - 1]?.text) [start, first] = [start - 1, first - 1]
  while (end + 1 < words.length && words[end + 1] === here[last + 1]?.text) [end, last] = [end + 1, last + 1]
  return rangeOf(here[first], here[last])
}

/**
 * The part of the page from one of its words to another.
 *
 * @param {Word | undefined} from
 * @param {Word | undefined} to
 */
function rangeOf(from, to) {
  const range = new Range()
  if (!from || !to) return range
  range.setStart(from.first.node, from.first.offset)
  range.setEnd(to.last.node, to.last.offset)
  return range
}

/** A spoken sentence, and its times in seconds. @typedef {[from: number, to: number, text: string]} Spoken */

/**
 * The sentences with their ranges below an element; none if it contains another text.
 *
 * @param {readonly Spoken[]} spoken
 * @param {Element} root
 * @returns {Sentence[]}
 */
function findSentences(spoken, root) {
  const here = wordsBelow(root)
  const all = spoken.map(([from, to, text]) => ({ from, to, words: wordsOf(text).map((word) => word.text) }))
  const places = alignWords(
    all.flatMap(({ words }) => words),
    here.map(({ text }) => text),
  )
  let start = 0
  let found = 0
  const sentences = all.flatMap(({ from, to, words }) => {
    const own = [...places.subarray(start, (start += words.length))]
    const parts = gather(own.filter((place) => place >= 0))
    const most = Math.max(0, ...parts.map(({ length }) => length))
    const sure = parts.filter(({ length }) => length === most || length >= FEWEST)
    const letters = lettersOf(sure.flat().map((place) => here[place]?.text ?? ''))
    if (letters === 0 || letters < ALIKE * lettersOf(words)) return []
    found += letters
    return [{ from, to, ranges: sure.map((part) => widen(part, words, own, here)) }]
  })
  const same = found >= SAME * lettersOf(all.flatMap(({ words }) => words))
  return same ? sentences.toSorted((a, b) => a.from - b.from) : []
}

/** Elements that may contain the article: around the player, then the whole page. @param {Element} player */
function rootsAround(player) {
  const around = player.closest('article') ?? player.closest('main, [role=main]')
  const main = document.querySelector('main, [role=main], article')
  return [...new Set([around, main, document.body])].filter((root) => root instanceof HTMLElement)
}

/**
 * @param {DOMRect} box
 * @param {MouseEvent} event
 */
const isIn = ({ left, right, top, bottom }, { clientX: x, clientY: y }) =>
  left <= x && x <= right && top <= y && y <= bottom

/**
 * Starts highlighting.
 *
 * @param {HTMLElement} player
 * @param {import('./read-along.js').Voice} voice
 * @param {readonly Spoken[]} spoken
 * @returns Null if the article is not found, or the browser cannot highlight.
 */
export function readAlong(player, voice, spoken) {
  if (!('highlights' in CSS)) return null
  for (const root of rootsAround(player)) {
    const sentences = findSentences(spoken, root)
    if (sentences.length > 0) return mark(player, voice, sentences, root)
  }
  return null
}

/**
 * @param {HTMLElement} player
 * @param {import('./read-along.js').Voice} voice
 * @param {readonly Sentence[]} sentences
 * @param {HTMLElement} root
 */
function mark(player, voice, sentences, root) {
  const wished = getComputedStyle(player).getPropertyValue('--sidecast-mark').trim()
  const colour = CSS.supports('background-color', wished) ? wished : COLOUR
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`::highlight(${NAME}) { background-color: ${colour} }`)
  document.adoptedStyleSheets.push(sheet)
  const following = new Following(voice, sentences, {
    mark(sentence) {
      if (sentence) CSS.highlights.set(NAME, new Highlight(...sentence.ranges))
      else CSS.highlights.delete(NAME)
    },
    boxOf: ({ ranges }) => boxAround(ranges.map((range) => range.getBoundingClientRect())),
    end: () => innerHeight,
    wanted: () => true,
    changed() {},
  })
  following.hearClicks(root, (event) =>
    sentences.find(({ ranges }) =>
      ranges.some((range) => range.intersectsNode(targetOf(event)) && [...range.getClientRects()].some((box) => isIn(box, event))),
    ),
  )
  return {
    follow: () => following.follow(),
    end() {
      following.end()
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    },
  }
}
