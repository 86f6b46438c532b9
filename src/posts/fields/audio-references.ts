import { SOUND } from '../../base/media-types.ts'
import { addressesOf, describe, flagOf } from './convert.ts'
import { field, words } from './field.ts'
import type { Found } from '../front-matter/keys.ts'
import { keyPath, sameKey } from '../front-matter/keys.ts'
import { withFix } from '../../base/problem.ts'
import type { Reader } from './field-reader.ts'
import type { Value, Values } from '../front-matter/values.ts'

/** A recording as a post names it, before it is searched for. */
export interface AudioReference {
  /** As written, trimmed: a URL, a path from the site's root, or a name. Never empty. */
  readonly value: string
  /** The front-matter key, as the author writes it; `<audio>` for a recording in the text, `<file name>` for one with the name of the post. */
  readonly field: string
  readonly line: number | null
}

/** The ending of a recording's name, in a path or in a query. */
export const AUDIO_NAME = new RegExp(`\\.(?:${SOUND}|mp4|aiff?|wma)(?=[.?#&\\n]|$)`, 'i')
const MAX_ADDRESS = 2000
const MAX_ADDRESSES = 20

/** The keys under which a post may name its recording, and how they are read. */
export const AUDIO_FIELD = field({
  keys: words(
    `audio_url podcast_url podcast_link media_override podcast_file podcast_alt_file podcast_ogg_file
    enclosure enclosure_url mp3 mp3_url audio_file_path audio_file audio_src audio_link audio_path
    audio_repo_url audio_release_url efile audio.file audio.url audio.src episode.audio episode.audio_url podcast.audio podcast.file
    audio? file? url? link? podcast? podcast.url? episode_url? media? media_url? recording?`,
  ),
  read: readAudio,
  telling: looksLikeAudio,
  rule: 'post/audio-doubtful',
  help: 'The recording: a URL, a path, a file name, or a list of several formats of it.',
})

/** Whether an address has the extension of a recording, in the path or in the query. */
export function looksLikeAudio(value: Value): boolean {
  return addressesOf(value).some((address) => AUDIO_NAME.test(address))
}

function readAudio(value: Value): readonly string[] | null {
  // WordPress keeps URL, bytes and type in lines of one text.
  const addresses = addressesOf(value).map((address) => address.split('\n', 1)[0]?.trim() ?? '')
  if (addresses.some((address) => address.length > MAX_ADDRESS)) {
    throw new RangeError(`expected a URL, a path or a file name, got ${describe(value)}`)
  }
  return addresses.length === 0 ? null : addresses.slice(0, MAX_ADDRESSES)
}

const PLACEHOLDER = /\{([^{}]+)\}/g

/** Pages with a player, which are not recordings themselves. */
const PAGES: readonly RegExp[] = [
  /^https?:\/\/drive\.google\.com\/(?:file|open|drive)\b/i,
  /^https?:\/\/(?:www\.|m\.)?youtube\.com\//i,
  /^https?:\/\/youtu\.be\//i,
  /^https?:\/\/(?:www\.)?soundcloud\.com\//i,
  /^https?:\/\/open\.spotify\.com\//i,
  /^https?:\/\/podcasts\.apple\.com\//i,
  /^https?:\/\/(?:www\.)?dropbox\.com\/(?!.*[?&](?:dl|raw)=1)/i,
  /^https?:\/\/github\.com\/[^/]+\/[^/]+\/blob\/(?!.*[?&]raw=)/i,
  /^[^?#]*\.html?(?:[?#]|$)/i,
]

const KNOWN_ENDING = new RegExp(`^(?:${SOUND}|mp4|webm|aiff?|wma)$`, 'i')

/** Oddities of references, which are reported; the reference is used all the same. */
const ODDITIES: readonly ((value: string) => string | null)[] = [
  (value) =>
    /&amp;/.test(value)
      ? 'contains "&amp;", which is HTML; write "&" unless that is its name'
      : null,
  (value) =>
    /^https?:.*\s/i.test(value)
      ? 'contains a space, which a URL cannot; write "%20" instead'
      : null,
  (value) =>
    /^[\u201C-\u201F\u2018-\u201B\u00AB"']|[\u201C-\u201F\u2018-\u201B\u00BB"']$/.test(value)
      ? 'contains quotation marks that YAML does not recognise; write straight ones around it, or none'
      : null,
  (value) =>
    hasOddEnding(value)
      ? `ends in ".${endingOf(value)}", which is not the extension of a recording; correct it unless that is its name`
      : null,
]

/** The references to the recording of a post, in the order to try; or null and a reason. */
export type AudioClaim =
  | { readonly references: readonly [AudioReference, ...AudioReference[]] }
  | { readonly references: null; readonly reason: string | null }

/**
 * Finds the references to the recording of a post: the URL template of the blog, then the keys of the
 * front matter, then recordings in the text.
 *
 * @param inBody The references in the text.
 * @param beside Recordings that bear the name of the post's file, for a post that names none.
 */
export function findAudio(
  reader: Reader,
  values: Values,
  template: string | null,
  inBody: readonly AudioReference[],
  beside: readonly string[],
): AudioClaim {
  const made = template === null ? [] : fillTemplate(reader, template)
  const named = [...reader.readings('audio')].flatMap(({ value, found }) =>
    value.map((address) => ({ value: address, field: found.field, line: found.line })),
  )
  const written = unique([...named, ...inBody])
  const pages = written.filter(isPage)
  const heard = written.filter((each) => !isPage(each))
  const [first, ...rest] = unique([...made, ...heard.toSorted(forEveryAppFirst)])
  for (const page of pages) tellPage(reader, page, first === undefined)
  if (first === undefined) {
    if (pages.length > 0) return { references: null, reason: null }
    const refused = tellRefused(reader)
    const [own, ...others] = refused === null && !isSwitchedOff(reader) ? namedLike(beside) : []
    if (own !== undefined) return { references: [own, ...others] }
    return { references: null, reason: refused ?? reasonOf(reader, values) }
  }
  for (const reference of written) if (!isPage(reference)) tellOddities(reader, reference)
  return { references: [first, ...rest] }
}

/** Apple Podcasts, which half of all listeners use, supports none of these; they become alternates. */
export const FOR_SOME_APPS = /^(?:ogg|oga|opus|flac|wav|webm)$/i

function namedLike(beside: readonly string[]): readonly AudioReference[] {
  return beside
    .map((value) => ({ value, field: '<file name>', line: null }))
    .toSorted(forEveryAppFirst)
}

function isSwitchedOff(reader: Reader): boolean {
  return reader.keys.find(AUDIO_KEY).some(({ value }) => flagOf(value) === false)
}

function forEveryAppFirst(a: AudioReference, b: AudioReference): number {
  const [left, right] = [a, b].map(({ value }) => FOR_SOME_APPS.test(endingOf(value) ?? ''))
  return Number(left) - Number(right)
}

function fillTemplate(reader: Reader, template: string): readonly AudioReference[] {
  const used: Found[] = []
  const filled = template.replaceAll(PLACEHOLDER, (placeholder, key: string) => {
    const found = reader.keys.find(keyPath(key)).find(({ value }) => textOf(value) !== '')
    if (found === undefined) return placeholder
    used.push(found)
    return textOf(found.value)
  })
  const [first] = used
  const complete = used.length === [...template.matchAll(PLACEHOLDER)].length
  if (first === undefined || !complete) return []
  return [{ value: filled, field: first.field, line: first.line }]
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value.trim() : ''
}

const AUDIO_KEY = keyPath('audio')
const NO_AUDIO = /^(?:none|null|nil|n\/a|tb[acd]|-+)$/i

/** The extension of a file that is not sound, or is a film. */
const OTHER_FILE =
  /\.(?:pdf|docx?|odt|txt|md|rtf|zip|rar|7z|jpe?g|png|gif|webp|svg|avi|mkv|mov|mpe?g|wmv|m3u8?|pls|midi?|csv|json|ya?ml)$/i

/** Why a text under `audio`, which can only mean a recording, is refused; the first match counts. */
const REFUSALS: readonly (readonly [fits: (text: string) => boolean, way: string])[] = [
  [
    (text) => /^file:/i.test(text),
    'a file of one computer; write its name beside the post, or its URL',
  ],
  [
    (text) => /\]\(|<|\s/.test(text),
    'more than an address; write only the name or the URL of the audio file',
  ],
  [
    (text) => /^[“”„«»‘’]|[“”„«»‘’]$/.test(text),
    'a text in typographic quotation marks; write it in straight ones, or in none',
  ],
  [(text) => OTHER_FILE.test(text), 'a file of another kind; name the recording, as MP3 or M4A'],
  [isPageAddress, 'a page; name the audio file itself'],
  [
    () => true,
    'without an extension such as .mp3; add it, or write audio_url: … if the file really has none',
  ],
]

/** Reports a text under `audio` that does not look like a recording, and returns it as a reason. */
function tellRefused(reader: Reader): string | null {
  for (const found of reader.keys.find(AUDIO_KEY)) {
    const text = addressesOf(found.value).find(
      (each) => flagOf(each) === null && !NO_AUDIO.test(each),
    )
    if (text === undefined) continue
    const way = REFUSALS.find(([fits]) => fits(text))?.[1] ?? ''
    reader.report(
      'post/audio-doubtful',
      found,
      `expected a recording, got ${describe(text)}, ${way}`,
    )
    return `${found.field} names no recording: ${describe(text)}`
  }
  return null
}

function reasonOf(reader: Reader, values: Values): string {
  const empty = reader.found('audio').find(isEmpty)
  if (empty !== undefined) return `${empty.field} is empty`
  const key = Object.keys(values).find((each) => sameKey(each) === 'audio')
  const value = key === undefined ? null : (values[key] ?? null)
  const flag = flagOf(value)
  if (flag === null) return 'no recording named'
  const meaning = flag ? 'asks narrate for one' : 'is a switch'
  return `no recording named (${key}: ${describe(value)} ${meaning})`
}

function isEmpty({ value }: Found): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '')
}

function isPage({ value }: AudioReference): boolean {
  return isPageAddress(value)
}

function isPageAddress(address: string): boolean {
  return PAGES.some((page) => page.test(address))
}

function tellPage(reader: Reader, page: AudioReference, only: boolean): void {
  const message = withFix('post/audio', `expected a recording, got the page "${page.value}"`)
  reader.report(only ? 'post/audio' : 'post/audio-doubtful', page, message)
}

function tellOddities(reader: Reader, reference: AudioReference): void {
  const { value } = reference
  for (const oddity of ODDITIES) {
    const message = oddity(value)
    if (message !== null) {
      reader.report('post/audio-doubtful', reference, `"${value}" ${message}`)
    }
  }
}

/**
 * Whether the address of a recording has an extension that recordings do not have, which is reported
 * when the post is read. Names of local files are not checked: the file exists, or that is reported.
 */
export function hasOddEnding(value: string): boolean {
  const ending = /^(?:https?:)?\/\//i.test(value) ? endingOf(value) : null
  return ending !== null && !KNOWN_ENDING.test(ending)
}

/** The extension of the last part of the path; null if there is none. */
function endingOf(value: string): string | null {
  const [path = '', query = ''] = value.split(/[?#](.*)/s)
  // A query may name the file where the path does not
  if (/\.\w{2,4}(?:&|$)/.test(query)) return null
  const name =
    path
      .replace(/^[a-z]+:\/\/[^/]*/i, '')
      .split('/')
      .at(-1) ?? ''
  return /\.(\w{0,4})$/.exec(name)?.[1] ?? null
}

function unique(references: readonly AudioReference[]): readonly AudioReference[] {
  const seen = new Set<string>()
  return references.filter(({ value }) => !seen.has(value) && seen.add(value) !== undefined)
}
