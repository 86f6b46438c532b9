import { spokenLanguageOf } from './languages.ts'
import { domainToUnicode } from 'node:url'

/** How the author wants words to be spoken: as written → as said. */
export type Lexicon = Readonly<Record<string, string>>

export interface SayOptions {
  /** BCP 47. */
  readonly language: string
  readonly lexicon?: Lexicon
  /** Whether numbers, dates, units and abbreviations become words. */
  readonly spell: boolean
}

/** Pictographs and flags, which are not read. `\p{Emoji}` does not serve, because it contains digits. */
const PICTURES =
  /(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})(?:\p{Extended_Pictographic}|[\u{1F3FB}-\u{1F3FF}\u{E0020}-\u{E007F}]|\u200D|\uFE0F|\u20E3)*/gu
/** Pictographs in Unicode that readers see as text. */
const NO_PICTURE = /^[©®™↔↕ℹ‼⁉]\uFE0F?$/u
const KEYCAP = /([\d#*])\uFE0F?\u20E3/gu
const EMOJI_NAME = /(?<![\p{L}\d:]):[a-z][a-z0-9_+-]{1,30}:(?![\p{L}\d:])/gu
/** Template syntax that the generator left in the text. */
const RESIDUE = /\{\{.{0,300}?\}\}|\{%.{0,300}?%\}|\{[:#/@][^{}]{0,300}\}|\$\{[^{}]{0,300}\}/g
/** Escaped letters, as in code; a title has them where its quotation marks were lost. */
const ESCAPED_LETTER = /\\(?:u\{([\da-f]{2,5})\}|u([\da-f]{4})|x([\da-f]{2}))/gi
const TEX = /\$(?=\S)([^$\n]{1,200}?)(?<=\S)\$(?!\d)/g
const TEX_SIGNS = /\\[a-zA-Z]+|[\^_={}<>]|\d\s*[+*/]/
const SUBSCRIPT = /[₀-₉]/gu
const NOTE_NUMBER = /\[\^?\d+\]/g
const ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>"„“”()]+[^\s<>"„“”().,;:!?]/gi
const MAIL = /(?<![\p{L}\p{N}._%+-])([\p{L}\p{N}._%+-]+)@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu
const HOST =
  /(?<![\p{L}\p{N}.@/-])(?:[\p{L}\p{N}-]+\.)+(?:com|org|net|edu|gov|io|dev|eu|cz|sk|de|pl|fr|nl|uk|app|ai|info|co|tv|fm|tech|blog|social)(?![\p{L}\p{N}-])/gu
const HANDLE = /(?<![\p{L}\p{N}])@(?=\p{L})/gu
const HASH_TAG = /(?<![\p{L}\p{N}&])#(?=\p{L})/gu
const QUOTES = /[„“”«»"*`[\]{}|\\^]|(?<!\p{L})['‘’‚](?!\d0s|s(?!\p{L}))|['‘’](?!\p{L}|\d0s)/gu
const PLUS_BEHIND = /(?<=\p{L})\+\+(?!\+)/gu
const SHARP = /(?<=(?<!\p{L})[CFJ])#/gu
/** The hash of a commit, or a UUID. */
const HASH =
  /(?<![\p{L}\p{N}-])(?=(?:\d*[a-f]){2})(?=(?:[a-f]*\d){2})[\da-f]{7,64}(?:-[\da-f]{4,12}){0,4}(?![\p{L}\p{N}-])/giu
/** In paths and between words; it is read between numbers, and as a part of a unit. */
const SLASH = /(?<!\d[ \u00A0\u202F]?[\p{L}€$£]{1,4})(?:(?<=\p{L})\/|\/(?=\p{L}))/gu
/** `<br>` and `Vec<T>`, where the signs compare nothing. */
const BRACKETED = /<\/?([\p{L}[&][^<>]*)>/gu
/** `std::vec` */
const JOINED_NAMES = /::/g
/** `--offline` and `-v` */
const OPTION = /(?<![^\s("„“”'`])--?(?=\p{L})/gu
/** A menu, as in `Settings > Privacy`. */
const MENU = /(?<=\p{L}{2}["”“')]?)\s+[>»›]\s+(?=["“„(]?\p{Lu}\p{L})/gu
/** Between names, as in `Sparta × Slavia`, where nothing is multiplied. */
const MEETING = /(?<=\p{L}{2}["”“')]?)\s+×\s+(?=["“„(]?\p{L}{2})/gu
const CAMEL = /(?<=\p{Ll}{2})(?=\p{Lu}\p{Ll})/gu
const JOINED = /(?<=\p{L})_+(?=[\p{L}\p{N}])/gu
const SLASH_ALONE = /(?<![\d\s])\s+\/+\s+/gu
/** `×SICK×PICKS×` */
const TIMES_DECORATION = /(?<!\d)×(?=\p{L}{2})|(?<=\p{L}{2})×(?!\d)/gu
/** Repeated signs, which are only decoration. */
const DECORATION = /([^\p{L}\p{N}\s.…!?–—-])\1{2,}/gu
/** A currency sign before a letter, where it marks a variable. */
const VARIABLE = /[$€£](?=\p{L})/gu
const ARROWS = /[→⇒➜]|(?<=\s)[-=]>(?=\s)/gu
const DASHES = /(?<!\s)\s+[–—-]{1,3}\s+/g

/** The words for ".", "@" and "+" in an address. */
const ADDRESS_WORDS: Readonly<Record<string, readonly [dot: string, at: string, plus: string]>> = {
  cs: ['tečka', 'zavináč', 'plus'],
  sk: ['bodka', 'zavináč', 'plus'],
  en: ['dot', 'at', 'plus'],
  de: ['Punkt', 'at', 'plus'],
}

/**
 * Turns a sentence as it is written into the text for an engine: with the lexicon applied, without
 * pictographs, quotation marks and markup, with addresses reduced to the name of their site, and with a full
 * stop if nothing else ends it. Engines that misread numbers get them in words.
 */
export function sayAs(sentence: string, { language, lexicon = {}, spell }: SayOptions): string {
  const { signs, spell: spellOut, announced, language: code } = spokenLanguageOf(language)
  const [dot = '.', at = '@', plus = '+'] = ADDRESS_WORDS[code] ?? []
  const dotted = (host: string) => host.replaceAll('.', ` ${dot} `)
  const cleaned = byLexicon(withLetters(sentence), lexicon)
    .replace(SUBSCRIPT, (sign) => sign.normalize('NFKC'))
    .replace(RESIDUE, ' ')
    .replace(TEX, (whole: string, tex: string) =>
      TEX_SIGNS.test(tex)
        ? announced.formula.replace(/\.$/, '')
        : /^\p{L}{1,2}$/u.test(tex)
          ? tex
          : whole,
    )
    .replace(NOTE_NUMBER, '')
    .replace(HASH, ' ')
    .replace(KEYCAP, '$1')
    .replace(PICTURES, (picture) => (NO_PICTURE.test(picture) ? picture : ' '))
    .replace(EMOJI_NAME, ' ')
    .replace(ADDRESS, (url: string) => dotted(hostOf(url)))
    .replace(MAIL, (_, name: string, host: string) => `${dotted(name)} ${at} ${dotted(host)}`)
    .replace(HOST, dotted)
    .replace(HANDLE, (_, place: number, whole: string) =>
      whole.slice(0, place).endsWith(`${at} `) ? '' : ` ${at} `,
    )
    .replace(HASH_TAG, '')
    .replace(PLUS_BEHIND, ` ${plus} ${plus}`)
    .replace(SHARP, ' sharp')
    .replace(BRACKETED, ' $1 ')
    .replace(BRACKETED, ' $1 ')
    .replace(JOINED_NAMES, ' ')
    .replace(OPTION, '')
    .replace(ARROWS, ', ')
    .replace(MENU, ', ')
    .replace(MEETING, ', ')
    .replace(VARIABLE, '')
    .replace(DECORATION, ' ')
    .replace(TIMES_DECORATION, ' ')
    .replace(SLASH_ALONE, ', ')
    .replace(JOINED, ' ')
    .replace(CAMEL, ' ')
    .replace(QUOTES, ' ')
  const spelled = spell ? withSigns(spellOut(cleaned), signs) : cleaned
  return ended(tidy(spelled.replace(SLASH, ' ').replace(DASHES, ', ')))
}

function withLetters(text: string): string {
  return text.replace(ESCAPED_LETTER, (_, ...codes: (string | undefined)[]) => {
    const code = codes.slice(0, 3).find((each) => each !== undefined)
    return String.fromCodePoint(Number.parseInt(code ?? '20', 16)).replace(/\p{Cc}/u, ' ')
  })
}

function withSigns(text: string, signs: Readonly<Record<string, string>>): string {
  return text.replace(/[^\p{L}\p{N}\p{M}\s.,;:!?()'’…–—/-]/gu, (sign) =>
    sign in signs ? ` ${signs[sign] ?? ''} ` : ' ',
  )
}

function tidy(text: string): string {
  return text
    .replace(/\(\s*\)/g, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/\s+([.,;:!?…)])/gu, '$1')
    .replace(/\(\s+/g, '(')
    .replace(/,(?:\s*,)+/g, ',')
    .replace(/,\s*([.!?;:])/g, '$1')
    .replace(/([.!?])\s+\.(?!\.)/g, '$1')
    .replace(/([.!?…]),(?=\s)/g, '$1')
    .replace(/^[\s,;:.–—-]+(?=\p{L})/u, '')
    .trim()
}

function ended(text: string): string {
  if (text === '') return ''
  return /[.!?…:;,]\)?$/u.test(text) ? text : `${text}.`
}

/** Applies the lexicon to whole words; an entry in lower case matches any capitalisation. */
function byLexicon(text: string, lexicon: Lexicon): string {
  const words = Object.keys(lexicon)
    .filter((word) => word.trim() !== '')
    .toSorted((a, b) => b.length - a.length)
  return words.reduce((said, word) => {
    const flags = word === word.toLowerCase() ? 'giu' : 'gu'
    const pattern = new RegExp(
      String.raw`(?<![\p{L}\p{N}])${word.replaceAll(/[.*+?^${'$'}{}()|[\]\\/]/g, String.raw`\$&`)}(?![\p{L}\p{N}])`,
      flags,
    )
    return said.replace(pattern, () => lexicon[word] ?? word)
  }, text)
}

/** The host of an address, without `www.` */
export function hostOf(address: string): string {
  const url = /^www\./i.test(address) ? `https://${address}` : address
  if (!URL.canParse(url)) return address
  return domainToUnicode(new URL(url).hostname).replace(/^www\./, '')
}
