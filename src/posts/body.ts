import { hash as digest } from 'node:crypto'
import { apart, bytesApart } from '../base/memory.ts'
import { type ArticleFacts, readFactsAtOnce } from './article/article-facts.ts'
import { mentionsIn } from './article/article-mentions.ts'
import { beginningParagraphs } from './article/article-summary.ts'
import { mayHaveChapters } from './article/time-marks.ts'

/** Facts that are found in the text of an article, once for each text. */
const FINDERS = {
  /** See `hashWords`. */
  words: hashWords,
  /** See `mentionsIn`. */
  mentions: (text: string) => mentionsIn(text).map(apart),
  /** See `readFactsAtOnce`, with a summary. */
  summed: (text: string) => factsOf(text, true),
  /** The same without one. */
  unsummed: (text: string) => factsOf(text, false),
  /** See `beginningParagraphs`. */
  beginning: (text: string) => beginningParagraphs(text).map(apart),
  /** Whether the text has any letters. */
  hasLetters: (text: string) => /\p{L}/u.test(text),
  /** See `mayHaveChapters`. */
  hasTimes: mayHaveChapters,
}

function factsOf(text: string, isSummed: boolean): ArticleFacts | null {
  const facts = readFactsAtOnce(text, isSummed)
  return facts && { ...facts, summary: apart(facts.summary) }
}

type Finders = typeof FINDERS
export type FactName = keyof Finders
export type BodyFacts = { readonly [Name in FactName]?: ReturnType<Finders[Name]> }

/**
 * The text of a post without its front matter. Thousands of texts are large, and a show needs only a few
 * facts from them: so a text is read when it is needed, and the facts are kept.
 *
 * Two are equal if their texts are equal.
 */
export class Body {
  /** SHA-256 of the text, hex. */
  readonly hash: string
  /** UTF-16 units. */
  readonly length: number
  readonly #read: () => string
  #facts: BodyFacts
  /** UTF-8, which takes half the memory of a string. */
  #held: Buffer | null = null

  /**
   * @param read Returns the text with this hash.
   * @param facts The facts that are already known.
   */
  constructor(
    { hash, length }: Pick<Body, 'hash' | 'length'>,
    read: () => string,
    facts: BodyFacts = {},
  ) {
    this.hash = hash
    this.length = length
    this.#read = read
    this.#facts = facts
  }

  /**
   * Makes a body that is held in memory.
   *
   * @param bytes The text in UTF-8, if the caller has it.
   */
  static of(text: string, bytes: string | Uint8Array = text): Body {
    return new Body({ hash: digest('sha256', bytes), length: text.length }, () => text)
  }

  /** Markdown, with `\n` at the ends of lines. @throws If it is in a file that cannot be read now. */
  text(): string {
    return this.#held?.toString() ?? this.#read()
  }

  /** Holds the text in memory from now on. @returns Whether it was not held before. @throws As `text`. */
  hold(): boolean {
    if (this.#held !== null) return false
    this.#held = bytesApart(this.#read())
    return true
  }

  /** The facts that are known so far. */
  facts(): BodyFacts {
    return this.#facts
  }

  /** A fact about the text, found when it is first needed. */
  fact<Name extends FactName>(name: Name): ReturnType<Finders[Name]> {
    const known: BodyFacts[Name] | undefined = this.#facts[name]
    // Each fact was found by the finder of its name.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (known !== undefined) return known
    const found = FINDERS[name](this.text())
    this.#facts = { ...this.#facts, [name]: found }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return found as ReturnType<Finders[Name]>
  }
}

/** Characters of an article that are hashed; a longer one is not read aloud. */
const LONGEST = 600_000

/** The hash of the words of an article; markup and punctuation do not count. */
function hashWords(body: string): string {
  const words = body.slice(0, LONGEST).match(/[\p{L}\p{N}]+/gu) ?? []
  return digest('sha256', words.join(' ')).slice(0, 32)
}
