import { relative, sep } from 'node:path'
import type { AudioChapter } from '../../audio/audio.ts'
import { parseChaptersFile } from '../../posts/fields/chapters-file.ts'
import type { Chapter, Post } from '../../posts/post.ts'
import { textChapters } from '../../posts/article/time-marks.ts'
import { BlockError } from '../../posts/front-matter/values.ts'
import { faultOf } from '../fault.ts'
import type { SidecarFault, SidecarPlace } from './sidecars.ts'
import { findBeside, firstFile, stems } from './sidecars.ts'
import { tidyChapters } from './tidy-chapters.ts'
import { readUtf8 } from './timed-texts.ts'

/** Seconds by which two sources may differ on where a chapter begins. */
const TOLERANCE = 1

/** Where chapters are looked for, and what they are held against. */
export interface ChaptersPlace extends SidecarPlace {
  /** The content folder, absolute. */
  readonly folder: string
  /** Of the recording; null while unknown. */
  readonly seconds: number | null
  /** Those that are written inside the recording. */
  readonly recorded: readonly AudioChapter[]
}

/** The chapters of a post. */
export interface FoundChapters {
  readonly list: readonly Chapter[]
  /** A file of chapters on another host, which goes out in place of all others; null mostly. */
  readonly url: string | null
}

type Tell = (fault: SidecarFault) => void

interface Source {
  /** As it is called in a sentence. */
  readonly name: string
  readonly chapters: readonly Chapter[]
  readonly tell: (line: number | null, message: string) => void
}

/**
 * The chapters of a post, from the first of its sources that has some: the front matter, a file that
 * it names or that bears its name (`tides.chapters.json`), the recording, the times in its text.
 * Where a later one says something else, that is told.
 */
export async function findChapters(
  post: Post,
  place: ChaptersPlace,
  tell: Tell,
): Promise<FoundChapters> {
  const url = post.chapters === null ? remoteFile(post.chaptersFile) : null
  if (url !== null) return { list: [], url }
  const sources = await sourcesOf(post, place, tell)
  const [winner, ...others] = sources.filter(({ chapters }) => chapters.length > 0)
  if (winner === undefined) return { list: [], url: null }
  for (const other of others) {
    const difference = differenceOf(winner, other)
    if (difference === null) continue
    const message = `${winner.name} and ${other.name} have different chapters (${difference}); those of ${winner.name} go out, so make the others agree or remove them`
    tell({ file: null, line: null, message, rule: 'episode/chapters-differ' })
  }
  const { seconds } = place
  const list = tidyChapters(winner.chapters, { seconds, title: post.title }, (message) =>
    winner.tell(null, message),
  )
  return { list, url: null }
}

function remoteFile(address: string | null): string | null {
  const remote = address !== null && /^https?:\/\//i.test(address) && URL.canParse(address)
  return remote ? new URL(address).href : null
}

async function sourcesOf(post: Post, place: ChaptersPlace, tell: Tell): Promise<readonly Source[]> {
  const tellPost = teller(null, tell)
  return [
    { name: 'the front matter', chapters: post.chapters ?? [], tell: tellPost },
    ...(await fileSource(post, place, tell)),
    { name: 'the recording', chapters: place.recorded, tell: tellPost },
    { name: 'the text', chapters: textChapters(post.body, place.seconds), tell: tellPost },
  ]
}

async function fileSource(post: Post, place: ChaptersPlace, tell: Tell): Promise<Source[]> {
  const { chaptersFile } = post
  const names = stems(place).map((stem) => `${stem}.chapters.json`)
  const file = await (chaptersFile === null
    ? firstFile(names, place.disk)
    : findBeside(chaptersFile, place))
  const facts = file === null ? null : await place.disk.stat(file)
  if (file === null || facts === null) {
    if (chaptersFile === null) return []
    teller(null, tell)(null, `no file "${chaptersFile}" beside the post`)
    return []
  }
  const name = relative(place.folder, file).replaceAll(sep, '/')
  const tellFile = teller(name, tell)
  try {
    const { chapters, faults } = parseChaptersFile(await readUtf8(file, facts))
    for (const { line, message } of faults) tellFile(line, message)
    return [{ name, chapters, tell: tellFile }]
  } catch (cause) {
    tellFile(cause instanceof BlockError ? cause.line : null, faultOf(cause).message)
    return []
  }
}

/** Tells of a file, or of the post. */
function teller(file: string | null, tell: Tell): Source['tell'] {
  return (line, message) => tell({ file, line, message, rule: 'episode/chapters' })
}

/** Where two lists differ that are both seen; null where they agree, titles aside. */
function differenceOf(one: Source, other: Source): string | null {
  const [ours, theirs] = [one, other].map(({ chapters }) =>
    chapters.filter(({ hidden }) => hidden !== true),
  )
  if (ours === undefined || theirs === undefined) return null
  if (ours.length !== theirs.length) return `${ours.length} and ${theirs.length}`
  const index = ours.findIndex(
    ({ start }, at) => Math.abs(start - (theirs[at]?.start ?? start)) > TOLERANCE,
  )
  const [a, b] = [ours[index], theirs[index]]
  return a === undefined || b === undefined ? null : `"${a.title}" at ${a.start} s and ${b.start} s`
}
