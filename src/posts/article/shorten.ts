const SENTENCE_END =
  /(?<!\d|(?<!\p{L})\p{L})[.!?…]["'”’»)\]]*(?=\s+["'“„«(]*\p{Lu})|[。！？]["'”’»)\]」』]*/gu
const LOOSE_END = /[\s,;:–—-]{1,20}$/u

/** A text of at most so many UTF-16 units: cut after a sentence, or else after a word, with `…`. */
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

/** The place before a character, joined emoji and accents included, that reaches beyond a place. */
function characterStart(text: string, place: number): number {
  return new Intl.Segmenter().segment(text).containing(place)?.index ?? place
}
