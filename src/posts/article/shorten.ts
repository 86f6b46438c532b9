const SENTENCE_END =
  /(?<!\d|(?<!\p{L})\p{L})[.!?…]["'”’»)\]]*(?=\s+["'“„«(]*\p{Lu})|[。！？]["'”’»)\]」』]*/gu
const LOOSE_END = /[\s,;:–—-]{1,20}$/u

/** Shortens a text to a number of UTF-16 units: after a sentence, otherwise after a word, with `…`. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const head = text.slice(0, length - 1)
  const sentence = head.matchAll(SENTENCE_END).toArray().at(-1)
  if (sentence !== undefined && sentence.index > head.length / 2) {
    return head.slice(0, sentence.index + sentence[0].length)
  }
  const space = head.lastIndexOf(' ')
  const words = head.slice(0, space > head.length / 2 ? space : characterStart(text, head.length))
  return `${words.replace(LOOSE_END, '')}…`
}

/** The start of the character at an offset, including joined emoji and combining accents. */
function characterStart(text: string, place: number): number {
  return new Intl.Segmenter().segment(text).containing(place)?.index ?? place
}

const TAG_START = /<(?:[a-z/!?]|$)/i
/** Longer than any character reference. */
const LONGEST_REFERENCE = 34

/** Cuts a text with markup at an offset, or before the tag or character reference that contains it. */
export function cutMarkup(text: string, length: number): string {
  if (text.length <= length) return text
  const head = text.slice(0, length)
  const tag = openTag(head)
  if (tag !== null && text.indexOf('>', length) !== -1) return head.slice(0, tag)
  const reference = head.lastIndexOf('&')
  const rest = text.slice(reference, reference + LONGEST_REFERENCE)
  const [found = ''] = /^&#?\w+;/.exec(rest) ?? []
  const isCut = reference !== -1 && reference + found.length > length
  return head.slice(0, isCut ? reference : characterStart(text, length))
}

/** The offset itself, or the end of the tag or comment that contains it. */
export function markupEnd(text: string, place: number): number {
  const tag = openTag(text.slice(0, place))
  if (tag === null) return place
  const mark = text.startsWith('<!--', tag) ? '-->' : '>'
  const end = text.indexOf(mark, tag)
  return end === -1 ? place : Math.max(place, end + mark.length)
}

/** The start of an unclosed tag or comment at the end of a text; null for none. */
function openTag(head: string): number | null {
  const comment = head.lastIndexOf('<!--')
  if (comment !== -1 && !head.includes('-->', comment)) return comment
  const tag = head.lastIndexOf('<')
  return tag > head.lastIndexOf('>') && TAG_START.test(head.slice(tag, tag + 2)) ? tag : null
}
