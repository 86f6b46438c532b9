// @ts-check
/** Aligns the words of an article with those of its recording: the same rules for the program and for pages. */

/** A run of letters and digits; in scripts without spaces each character is a word. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[\p{L}\p{M}\p{N}\u00AD\u200B-\u200D]+/gu
/** Characters in words that are not heard: accents, vowel points, soft hyphens, joiners. */
const SILENT_MARKS = /[\p{M}\u00AD\u200B-\u200D]/gu
/** Inline elements; all other elements end the sentence before them. */
export const INLINE = new Set(
  'a abbr b bdi bdo br cite code del dfn em i img ins kbd mark picture q rp rt ruby s samp small source span strong sub sup time u var wbr'.split(
    ' ',
  ),
)
/** Elements that are not read aloud: code, footnote references, ruby annotations. */
export const UNSPOKEN = new Set(['pre', 'rp', 'rt', 'sup'])

/** The words of a text for comparison, without punctuation, case and accents. @param {string} text */
export function wordsOf(text) {
  return [...text.matchAll(WORD)].flatMap(({ 0: found, index }) => {
    const word = found.normalize('NFKD').replace(SILENT_MARKS, '').toLowerCase()
    return word === '' ? [] : [{ text: word, start: index, end: index + found.length }]
  })
}

/** The most comparisons for a gap between two anchors; a larger gap is left unaligned. */
const MOST_COMPARISONS = 2_000_000
/** Lengths of runs of words that are anchors if they occur once in each text; longer runs are safer. */
const ANCHORS = [4, 2, 1]

/**
 * Aligns the words of two texts that say nearly the same in the same order: an
 * article and its recording.
 *
 * Runs of words that occur once in both are anchors; between them, the longest common
 * subsequence is found. So the time is nearly linear in the length of the texts.
 *
 * @param {readonly string[]} words
 * @param {readonly string[]} other
 * @returns For each word its index in `other`, ascending; -1 for a word without a counterpart.
 */
export function alignWords(words, other) {
  const places = new Int32Array(words.length).fill(-1)
  const gaps = [{ from: 0, to: words.length, otherFrom: 0, otherTo: other.length }]
  for (let gap = gaps.pop(); gap !== undefined; gap = gaps.pop()) {
    const inner = matchEnds(gap, words, other, places)
    const anchors = findAnchors(inner, words, other)
    if (anchors.length > 0) gaps.push(...between(inner, anchors, places))
    else for (const [place, match] of longestCommon(inner, words, other)) places[place] = match
  }
  return places
}

/** A stretch of both texts. @typedef {{ from: number, to: number, otherFrom: number, otherTo: number }} Gap */
/** A place in both texts. @typedef {[place: number, match: number]} Pair */

/**
 * Matches equal words at both ends of a gap, and returns the rest of it.
 *
 * @param {Gap} gap
 * @param {readonly string[]} words
 * @param {readonly string[]} other
 * @param {Int32Array} places
 * @returns {Gap}
 */
function matchEnds(gap, words, other, places) {
  let { from, to, otherFrom, otherTo } = gap
  while (from < to && otherFrom < otherTo && words[from] === other[otherFrom]) {
    places[from++] = otherFrom++
  }
  while (from < to && otherFrom < otherTo && words[to - 1] === other[otherTo - 1]) {
    places[--to] = --otherTo
  }
  return { from, to, otherFrom, otherTo }
}

/**
 * The anchors in a gap, in order; none in a small gap, which is compared word by word.
 *
 * @param {Gap} gap
 * @param {readonly string[]} words
 * @param {readonly string[]} other
 */
function findAnchors(gap, words, other) {
  if ((gap.to - gap.from) * (gap.otherTo - gap.otherFrom) <= 10_000) return []
  for (const length of ANCHORS) {
    const here = uniqueRuns(words, gap.from, gap.to, length)
    const there = uniqueRuns(other, gap.otherFrom, gap.otherTo, length)
    const pairs = [...here].flatMap(([run, place]) => {
      const match = there.get(run) ?? -1
      return place < 0 || match < 0 ? [] : [/** @type {Pair} */ ([place, match])]
    })
    if (pairs.length > 0) return longestRising(pairs.toSorted(([a], [b]) => a - b))
  }
  return []
}

/**
 * Each run of `length` words → its index; -1 for one that occurs more than once.
 *
 * @param {readonly string[]} words
 * @param {number} from
 * @param {number} to
 * @param {number} length
 */
function uniqueRuns(words, from, to, length) {
  /** @type {Map<string, number>} */
  const runs = new Map()
  for (let place = from; place + length <= to; place++) {
    const run = words.slice(place, place + length).join(' ')
    runs.set(run, runs.has(run) ? -1 : place)
  }
  return runs
}

/**
 * The most pairs in the order of both texts: the longest increasing subsequence.
 *
 * @param {readonly Pair[]} pairs In the order of the first text.
 */
function longestRising(pairs) {
  /** @type {number[]} */
  const lasts = []
  /** @type {number[]} */
  const before = []
  const matchAt = (/** @type {number} */ row) => pairs[lasts[row] ?? -1]?.[1] ?? Infinity
  for (const [index, [, match]] of pairs.entries()) {
    let low = 0
    let high = lasts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (matchAt(middle) < match) low = middle + 1
      else high = middle
    }
    before[index] = lasts[low - 1] ?? -1
    lasts[low] = index
  }
  /** @type {Pair[]} */
  const rising = []
  for (let index = lasts.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const pair = pairs[index]
    if (pair) rising.push(pair)
  }
  return rising.toReversed()
}

/**
 * Matches the anchors.
 *
 * @param {Gap} gap
 * @param {readonly Pair[]} anchors
 * @param {Int32Array} places
 * @returns The gaps between them.
 */
function between(gap, anchors, places) {
  const gaps = []
  let { from, otherFrom } = gap
  for (const [place, match] of anchors) {
    places[place] = match
    gaps.push({ from, to: place, otherFrom, otherTo: match })
    from = place + 1
    otherFrom = match + 1
  }
  gaps.push({ from, to: gap.to, otherFrom, otherTo: gap.otherTo })
  return gaps.filter((each) => each.from < each.to && each.otherFrom < each.otherTo)
}

/**
 * The longest common subsequence of words in a gap; none if the gap is too large.
 *
 * @param {Gap} gap
 * @param {readonly string[]} words
 * @param {readonly string[]} other
 */
function longestCommon(gap, words, other) {
  const rows = gap.to - gap.from
  const columns = gap.otherTo - gap.otherFrom
  if (rows * columns > MOST_COMPARISONS) return []
  const width = columns + 1
  const lengths = new Uint16Array((rows + 1) * width)
  const lengthAt = (/** @type {number} */ row, /** @type {number} */ column) =>
    lengths[row * width + column] ?? 0
  const same = (/** @type {number} */ row, /** @type {number} */ column) => words[gap.from + row] === other[gap.otherFrom + column]
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      lengths[row * width + column] = same(row, column)
        ? lengthAt(row + 1, column + 1) + 1
        : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1))
    }
  }
  /** @type {Pair[]} */
  const pairs = []
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (same(row, column)) pairs.push([gap.from + row++, gap.otherFrom + column++])
    else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row++
    else column++
  }
  return pairs
}
