import { relative, sep } from 'node:path'
import type { AudioChapter } from '../../audio/audio.ts'
import type { Ask } from '../../jobs/worklist.ts'
import { readChapters } from '../../jobs/read-sidecar.ts'
import { NO_TIMES, readTimes } from '../../jobs/read-times.ts'
import type { FieldName } from '../../posts/conventions.ts'
import { slashHint } from '../../base/suggest.ts'
import type { Post } from '../../posts/post.ts'
import type { Chapter } from '../../posts/fields/chapters-field.ts'
import type { FileFacts } from '../../base/disk.ts'
import type { SidecarFault, SidecarPlace } from './sidecars.ts'
import { findBeside, firstFile, sentenceOf } from './sidecars.ts'
import { tidyChapters } from './tidy-chapters.ts'

/** Seconds by which two sources may differ about the start of a chapter. */
const TOLERANCE = 1

/** A file of chapters beside a post. */
export interface FoundChaptersFile {
  /** Absolute. */
  readonly file: string
  readonly facts: FileFacts
}

/** What the chapters of a post are checked with. */
interface ChaptersAround {
  /** The content folder, absolute. */
  readonly folder: string
  /** Of the recording; null while unknown. */
  readonly seconds: number | null
  /** The chapters inside the recording. */
  readonly recorded: readonly AudioChapter[]
  readonly ask: Ask
}

/** The chapters of a post. */
export interface PostChapters {
  readonly list: readonly Chapter[]
  /** A file of chapters on another host, which replaces all others; usually null. */
  readonly url: string | null
}

type Tell = (fault: SidecarFault) => void

interface Source {
  /** For messages. */
  readonly name: string
  readonly chapters: readonly Chapter[]
  readonly tell: (line: number | null, message: string) => void
  /** Reports entries that cannot be chapters, if no earlier source has chapters. */
  readonly tellFaults?: () => void
}

/** Finds the file of chapters that a post names, or that has its name (`tides.chapters.json`). */
export function findChaptersFile(
  { chapters, chaptersFile }: Post,
  place: SidecarPlace,
  tell: Tell,
): FoundChaptersFile | null {
  if (chapters === null && remoteFile(chaptersFile) !== null) return null
  const names = place.stems.map((stem) => `${stem}.chapters.json`)
  let missing =
    chaptersFile === null ? null : `no file "${chaptersFile}" beside the post${fixOf(chaptersFile)}`
  let file: string | null = null
  try {
    file = chaptersFile === null ? firstFile(names, place.disk) : findBeside(chaptersFile, place)
  } catch (cause) {
    missing = sentenceOf(cause)
  }
  const facts = file === null ? null : place.disk.stat(file)
  if (file !== null && facts !== null) return { file, facts }
  if (missing !== null) teller('chapters', tell)(null, missing)
  return null
}

/**
 * The chapters of a post, from the first of its sources that has any: the front matter, a file, the
 * recording, the times in its text. If a later one differs, that is reported.
 */
export function chaptersOf(
  post: Post,
  file: FoundChaptersFile | null,
  around: ChaptersAround,
  tell: Tell,
): PostChapters {
  const url = post.chapters === null ? remoteFile(post.chaptersFile) : null
  if (url !== null) return { list: [], url }
  const sources = sourcesOf(post, file, around, tell)
  const [winner, ...others] = sources.filter(({ chapters }) => chapters.length > 0)
  if (winner === undefined) {
    for (const { tellFaults } of sources) tellFaults?.()
    return { list: [], url: null }
  }
  winner.tellFaults?.()
  for (const other of others) {
    const difference = differenceOf(winner, other)
    if (difference === null) continue
    const message = `${winner.name} and ${other.name} have different chapters (${difference}); those of ${winner.name} are published, so make the others agree or remove them`
    tell({ file: null, line: null, field: 'chapters', message, rule: 'episode/chapters-differ' })
  }
  const { seconds } = around
  const list = tidyChapters(winner.chapters, { seconds, title: post.title }, (message) =>
    winner.tell(null, message),
  )
  return { list, url: null }
}

function fixOf(path: string): string {
  const hint = slashHint(path)
  return hint === null ? '' : `; ${hint}`
}

function remoteFile(address: string | null): string | null {
  const remote = address !== null && /^https?:\/\//i.test(address) && URL.canParse(address)
  return remote ? new URL(address).href : null
}

function sourcesOf(
  post: Post,
  file: FoundChaptersFile | null,
  around: ChaptersAround,
  tell: Tell,
): readonly Source[] {
  return [
    { name: 'the front matter', chapters: post.chapters ?? [], tell: teller('chapters', tell) },
    ...(file === null ? [] : fileSource(file, around, tell)),
    { name: 'the recording', chapters: around.recorded, tell: teller('audio', tell) },
    textSource(post, around, tell),
  ]
}

function textSource(post: Post, { seconds, ask }: ChaptersAround, tell: Tell): Source {
  const { file, body, bodyLine } = post
  const known = body.fact('hasTimes') ? ask(readTimes(post, seconds)) : null
  const { chapters, faults } = known?.result ?? known?.last ?? NO_TIMES
  const tellText = teller({ file }, tell)
  const tellFaults = (): void =>
    faults.forEach(({ line, message }) =>
      tellText(line === null ? null : bodyLine + line - 1, message),
    )
  return { name: 'the text', chapters, tell: tellText, tellFaults }
}

function fileSource(
  { file, facts }: FoundChaptersFile,
  { folder, ask }: ChaptersAround,
  tell: Tell,
): readonly Source[] {
  const { result: read, failure } = ask(readChapters(file, facts))
  const name = relative(folder, file).replaceAll(sep, '/')
  const tellFile = teller({ file: name }, tell)
  if (failure !== null) tellFile(null, failure.message)
  if (read === null) return []
  if (read.content === null) {
    tellFile(read.fault.line, read.fault.message)
    return []
  }
  for (const { line, message } of read.content.faults) tellFile(line, message)
  return [{ name, chapters: read.content.chapters, tell: tellFile }]
}

/** Makes a function that reports problems of a file, or of a field of the post. */
function teller(where: { readonly file: string } | FieldName, tell: Tell): Source['tell'] {
  const place = typeof where === 'string' ? { file: null, field: where } : { ...where, field: null }
  return (line, message) => tell({ ...place, line, message, rule: 'episode/chapters' })
}

/** Where two lists of visible chapters differ; null if they agree, apart from titles. */
function differenceOf(one: Source, other: Source): string | null {
  const [ours, theirs] = [one, other].map(({ chapters }) =>
    chapters.filter(({ title, hidden }) => title !== '' && hidden !== true),
  )
  if (ours === undefined || theirs === undefined) return null
  if (ours.length !== theirs.length) return `${ours.length} and ${theirs.length}`
  const index = ours.findIndex(
    ({ start }, at) => Math.abs(start - (theirs[at]?.start ?? start)) > TOLERANCE,
  )
  const [a, b] = [ours[index], theirs[index]]
  return a === undefined || b === undefined ? null : `"${a.title}" at ${a.start} s and ${b.start} s`
}
