import { findAudio } from './fields/audio-references.ts'
import { Body } from './body.ts'
import { findBodyAudio, lineWithPassword } from './article/body-audio.ts'
import { FIELD_NAMES, type FieldName, type Fields, plainFields } from './conventions.ts'
import { type FileName, parseFileName, tagsOfNote, titleOfNote } from './file-name.ts'
import {
  type FrontMatter,
  normalize,
  readFrontMatter,
  type LostLetter,
  findLostLetter,
  isUtf16,
  withoutNuls,
} from './front-matter/front-matter.ts'
import { PASSWORD_FOUND, withoutPasswords } from './front-matter/passwords.ts'
import {
  type Role,
  AUTHOR,
  GUEST,
  HOST,
  NARRATOR,
  TRANSLATOR,
  type Person,
  named,
} from './fields/persons.ts'
import type { Post, PostResult, PostRules, TextPost } from './post.ts'
import { type Problem, problem, withFix, problemWithFix } from '../base/problem.ts'
import { readCategories } from './post-categories.ts'
import { choosePublished, readExpiry } from './publication-date.ts'
import { type Reading, Reader } from './fields/field-reader.ts'
import { describe, flagOf } from './fields/convert.ts'
import { explainLost } from './front-matter/yaml-errors.ts'
import { recordingKeys } from './fields/unread-recordings.ts'
import { hiddenReason, pathReason, unclearSwitch } from './visibility.ts'

type Found = Extract<FrontMatter, { state: 'found' }>

const ESCAPE = /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2})/i

/**
 * Parses the file of one post: its fields, or why it is not an episode.
 *
 * Pure, and safe for any input: the result is a post (with warnings), a reason, or problems. A date in
 * the future is not a reason: that depends on the clock.
 *
 * @param file Path from the content folder, with `/`; its folders and name matter.
 * @param text The whole file.
 * @param beside Recordings beside the file that bear its name, where they count.
 * @param meta A file beside it that says what the post is, as Nikola has them; null for none.
 * @param bytes The file as it is, where somebody has it: then its text need not be encoded again.
 */
export function parsePost(
  file: string,
  text: string,
  rules: PostRules,
  beside: readonly string[] = [],
  meta: string | null = null,
  bytes: Buffer | null = null,
): PostResult {
  const fileName = parseFileName(file)
  const reason = pathReason(fileName)
  if (reason !== null) return skip(file, reason)
  if (isUtf16(text)) return refuseUtf16(file, text)
  const frontMatter = readWhole(text, meta)
  if (frontMatter.state === 'none') return skip(file, frontMatter.reason)
  if (frontMatter.state === 'broken') return refuse(file, frontMatter)
  const { values, places } = withoutPasswords(frontMatter.values)
  const bodyOf = (body: string): Body => Body.of(body, endOf(bytes, text, body))
  const around = { rules, beside, passwords: places, bodyOf }
  const result = readPost(file, fileName, { ...frontMatter, values }, around)
  const lost = result.post === null ? null : findLostLetter(text)
  return lost === null
    ? result
    : { ...result, problems: [...result.problems, tellLost(file, lost)] }
}

function readWhole(text: string, meta: string | null): FrontMatter {
  const own = readFrontMatter(text)
  if (own.state !== 'none' || meta === null) return own
  const other = readFrontMatter(meta)
  return other.state === 'found' ? { ...other, body: normalize(text), bodyLine: 1 } : other
}

/** Everything that reading a post depends on besides its file. */
interface Around {
  readonly rules: PostRules
  readonly beside: readonly string[]
  /** The fields of its front matter that held passwords. */
  readonly passwords: readonly string[]
  /** Makes the body of the post of its text. */
  readonly bodyOf: (text: string) => Body
}

/** The end of a file that is the body of a post; undefined if the text differs from the file. */
function endOf(bytes: Buffer | null, text: string, body: string): Buffer | undefined {
  if (bytes === null || text.includes('\r') || text.includes('\uFFFD')) return undefined
  return bytes.subarray(Buffer.byteLength(text.slice(0, text.length - body.length)))
}

function readPost(
  file: string,
  fileName: FileName,
  frontMatter: Found,
  { rules, beside, passwords, bodyOf }: Around,
): PostResult {
  const reader = new Reader(file, frontMatter, rules.fields)
  const hidden = hiddenReason(reader.keys)
  if (hidden !== null) return skip(file, hidden)
  const { values, body, bodyLine } = frontMatter
  const inBody = findBodyAudio(body, bodyLine)
  const audio = findAudio(reader, values, rules.audioUrl, inBody, beside)
  if (audio.references === null) {
    const unread = audio.reason === null ? [] : recordingKeys(values)
    const problems = [...reader.problems]
    // What is wrong with them is no matter of the podcast.
    const { names: authors } = readAuthors(reader)
    return { ...skip(file, audio.reason), recordingKeys: unread, authors, problems }
  }
  const { instant: published, nameDay } = choosePublished(reader, fileName, rules)
  if (published === null) return { ...skip(file, null), problems: reader.problems }
  tellRepeated(reader, frontMatter)
  tellPasswords(reader, frontMatter, passwords)
  tellCut(reader, frontMatter)
  tellSwitch(reader)
  const categories = readCategories(reader, file, rules)
  const isNote = rules.isVault === true
  const post = assemble(reader, fileName, frontMatter, {
    file,
    title: readTitle(
      reader,
      isNote ? { called: titleOfNote(file) } : { slug: slugOf(reader, fileName) },
    ),
    audio: audio.references,
    published,
    expires: readExpiry(reader, published, rules),
    categories: isNote ? tagsOfNote(categories, body) : categories,
    body: bodyOf(body),
  })
  return { file, post, nameDay, problems: reader.problems }
}

/**
 * Parses a file to which others link: as `parsePost`, but it need not name a recording.
 *
 * @returns Null if it is not a post, or has no date.
 */
export function parseTextPost(file: string, text: string, rules: PostRules): TextPost | null {
  const fileName = parseFileName(file)
  const frontMatter = pathReason(fileName) === null ? readFrontMatter(text) : null
  if (frontMatter?.state !== 'found') return null
  const reader = new Reader(file, frontMatter, rules.fields)
  if (hiddenReason(reader.keys) !== null) return null
  const { instant: published } = choosePublished(reader, fileName, rules)
  if (published === null) return null
  return assemble(reader, fileName, frontMatter, {
    file,
    title: readTitle(reader, { slug: slugOf(reader, fileName) }),
    published,
    expires: null,
    categories: [],
    body: Body.of(frontMatter.body),
  })
}

type Settled = Pick<Post, 'file' | 'title' | 'published' | 'expires' | 'categories' | 'body'>

function assemble<Known extends Settled>(
  reader: Reader,
  fileName: FileName,
  { values, lines, bodyLine }: Found,
  settled: Known,
): Known & Omit<TextPost, keyof Settled> {
  const first = firstOf(reader)
  const chapters = first('chapters')
  const episode = first('episode')
  const by = readAuthors(reader)
  return {
    ...plainFields(first),
    ...settled,
    slug: slugOf(reader, fileName),
    language: first('language') ?? fileName.language,
    authors: by.names,
    summary: undamaged(reader, reader.first('summary')),
    episode: episode?.number ?? null,
    episodeDisplay: episode?.display ?? null,
    declared: { bytes: first('bytes'), seconds: first('duration'), type: first('type') },
    chapters: chapters?.list ?? null,
    chaptersFile: chapters?.file ?? null,
    persons: readPersons(reader, by),
    bodyLine,
    values,
    keys: reader.used,
    lines,
  }
}

function firstOf(reader: Reader) {
  return <Name extends FieldName>(field: Name): Fields[Name] | null =>
    reader.first(field)?.value ?? null
}

/** Field → the role of the people in it. */
const ROLES_BY_FIELD = [
  ['hosts', HOST],
  ['narrators', NARRATOR],
  ['guests', GUEST],
  ['translators', TRANSLATOR],
] as const satisfies readonly (readonly [FieldName, Role])[]

/** All people with their roles, each once. Ids of a theme count as names only for authors. */
function readPersons(reader: Reader, by: Byline): readonly Person[] {
  const inFields = ROLES_BY_FIELD.flatMap(([field, role]) =>
    (reader.first(field)?.value.names ?? []).map((name) => named(name, role)),
  )
  const all = [
    ...by.names.map((name) => named(name, by.role)),
    ...inFields,
    ...(reader.first('persons')?.value ?? []),
  ]
  // The later one has more details.
  return [...new Map(all.map((person) => [`${person.role} ${person.name}`, person])).values()]
}

function slugOf(reader: Reader, fileName: FileName): string {
  return reader.first('slug')?.value ?? fileName.slug
}

/** @param name What is used if there is no title: the name of a note, or the slug. */
function readTitle(
  reader: Reader,
  name: { readonly called: string } | { readonly slug: string },
): string {
  const title = undamaged(reader, reader.first('title'))
  if (title !== null) return title
  if ('called' in name) return name.called
  const { slug } = name
  const words = slug.replaceAll(/[-_]+/g, ' ').trim()
  const made = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}` || 'Untitled'
  const what = `this post has no title, so "${made}" is derived from its name`
  const isCut = reader
    .found('title')
    .some(({ field }) =>
      reader.problems.some((told) => told.rule === 'content/cut-text' && told.field === field),
    )
  if (isCut) return made
  reader.report('post/title', null, withFix('post/title', what))
  return made
}

/** The text as it is; damage by a tool is reported, because only the author can correct it. */
function undamaged(reader: Reader, reading: Reading<string> | null): string | null {
  if (reading === null) return null
  const { value, found } = reading
  const [escape] = ESCAPE.exec(value) ?? []
  if (escape !== undefined) {
    const what = `the text contains "${escape}" literally, because a tool has removed the double quotes around it`
    reader.report('post/text', found, withFix('post/text', what))
  }
  return value
}

/** The makers of an episode and their role. */
interface Byline {
  readonly names: readonly string[]
  readonly role: Role
}

/** Authors by name, or else hosts by name, or else the ids of a theme. */
function readAuthors(reader: Reader): Byline {
  const authors = [...reader.readings('authors')].map(({ value }) => value)
  const author = authors.find(({ names }) => names.length > 0)
  if (author !== undefined) return { names: author.names, role: AUTHOR }
  const host = [...reader.readings('hosts')].find(({ value }) => value.names.length > 0)
  if (host !== undefined) return { names: host.value.names, role: HOST }
  return { names: authors[0]?.ids ?? [], role: AUTHOR }
}

function tellRepeated(reader: Reader, { repeated, values }: Found): void {
  for (const { path, line } of repeated) {
    const message = withFix('post/repeated-key', 'this key is repeated; the later value is used')
    reader.report('post/repeated-key', { value: values[path] ?? null, field: path, line }, message)
  }
}

/** Reports a switch that says neither yes nor no. */
function tellSwitch(reader: Reader): void {
  const unclear = unclearSwitch(reader.keys)
  if (unclear === null) return
  const message = `expected true or false, got ${describe(unclear.value)}, so the post is published`
  reader.report('post/switch', unclear, message)
}

/** Reports passwords in the front matter with their places, and the first one in the text. */
function tellPasswords(reader: Reader, found: Found, places: readonly string[]): void {
  const { lines, body, bodyLine } = found
  for (const field of places) {
    const at = { value: null, field, line: lines.get(field) ?? null }
    reader.report('content/password', at, PASSWORD_FOUND)
  }
  const line = lineWithPassword(body)
  if (line === null) return
  const at = { value: null, field: 'text', line: bodyLine + line }
  reader.report('content/password', at, PASSWORD_FOUND)
}

/** Reports texts that YAML has cut, if they are read. */
function tellCut(reader: Reader, { lost, lines }: Found): void {
  if (lost.length === 0) return
  const fields = FIELD_NAMES.flatMap((name) => reader.found(name))
  for (const { path, line, text } of lost) {
    const found = fields.find(({ field }) => path === field || path.startsWith(`${field}[`))
    if (found === undefined || flagOf(found.value) !== null) continue
    const place = { value: found.value, field: path, line: lines.get(path) ?? line }
    reader.report('content/cut-text', place, explainLost(text))
  }
}

function tellLost(file: string, { line, word }: LostLetter): Problem {
  const what = `this file is not UTF-8, or letters were lost when it was converted: "${word}" is the first one`
  return problemWithFix('post/lost-letters', { file, line }, what)
}

/** Refuses a file in UTF-16: with front matter it is meant as a post, so it is an error. */
function refuseUtf16(file: string, text: string): PostResult {
  const message = withFix('post/encoding', 'this file is UTF-16')
  if (readFrontMatter(withoutNuls(text)).state === 'none') return skip(file, message)
  const problems = [problem('post/encoding', { file, line: 1 }, message)]
  return { ...skip(file, null), problems }
}

/** One for all of thousands of posts. */
const NONE: readonly string[] = []

function skip(file: string, reason: string | null): PostResult & { readonly post: null } {
  return { file, post: null, reason, recordingKeys: NONE, authors: NONE, problems: [] }
}

function refuse(file: string, broken: Extract<FrontMatter, { state: 'broken' }>): PostResult {
  const { line, message } = broken
  const problems = [problem('post/front-matter', { file, line }, message)]
  return { ...skip(file, null), problems }
}
