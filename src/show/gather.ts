import { join, posix } from 'node:path'
import type { AudioChapter, How } from '../audio/audio.ts'
import { permalinkOf } from '../posts/permalink.ts'
import type { AudioReference, Chapter, Post } from '../posts/post.ts'
import type { Problem } from '../posts/problem.ts'
import type { Disk } from './disk.ts'
import type { Asset } from './episode.ts'
import { faultOf } from './fault.ts'
import type { LedgerEntry } from './ledger.ts'
import { audioTypeOf } from './media-type.ts'
import type { Recording } from './recording.ts'
import { findRecording, siteUrl } from './recording.ts'
import type { Clock, Recordings } from './recordings.ts'
import type { Settings } from './settings.ts'
import type { FoundTranscript } from './sidecars.ts'
import { findAssets, findBeside, findChapters, findTranscripts } from './sidecars.ts'

/** What is known of a recording's size and length, and from where. */
export interface Facts {
  readonly bytes: number | null
  readonly seconds: number | null
  readonly type: string
  readonly how: How | null
  readonly hash: string | null
}

/** A post with everything that lies around it: what an episode is made of, but for its guid. */
export interface Draft {
  readonly post: Post
  readonly slug: string
  /** Path of the episode page on this site. */
  readonly page: string
  /** The article in the blog, absolute; null where the blog's rule is not known. */
  readonly link: string | null
  readonly recording: Recording
  readonly facts: Facts
  readonly image: { readonly url: string } | { readonly file: string } | null
  readonly chapters: readonly Chapter[]
  readonly transcripts: readonly FoundTranscript[]
  readonly assets: ReadonlyMap<string, Asset>
}

/** What gathering needs besides the post. */
export interface Surroundings {
  /** The content folder, absolute. */
  readonly folder: string
  readonly settings: Settings
  readonly disk: Disk
  readonly recordings: Recordings
  readonly clock: Clock
  /** The ledger's entries by post file, for recordings that only a URL is known of. */
  readonly remembered: ReadonlyMap<string, LedgerEntry>
}

/** A draft, or why there is none: a recording that must rest first, or only problems. */
export interface Gathered {
  readonly draft: Draft | null
  /** When the recording will have rested; null when it need not. */
  readonly settlesAt: Date | null
  readonly problems: readonly Problem[]
}

/** Looks around a post: finds and measures its recording, its chapters, transcripts and pictures. */
export async function gather(post: Post, slug: string, around: Surroundings): Promise<Gathered> {
  const problems: Problem[] = []
  const report = (severity: Problem['severity'], field: string, rule: string, message: string) => {
    problems.push({ severity, file: post.file, line: lineOf(post, field), field, message, rule })
  }
  const link = linkOf(post, around.settings)
  const place = {
    folder: around.folder,
    post: join(around.folder, post.file),
    link,
    settings: around.settings,
    disk: around.disk,
  }
  const found = await firstRecording(post, place, report)
  if (found === null) return { draft: null, settlesAt: null, problems }
  const { recording, reference } = found
  if (recording.warning !== null) {
    report('warning', reference.field, 'recording/missing', recording.warning)
  }
  const measured = await measure(post, reference, recording, around, report)
  const { settlesAt } = measured
  if (measured.facts === null) return { draft: null, settlesAt, problems }
  const page = `/episodes/${slug}/`
  const sidecars = {
    post: place.post,
    recording: recording.file,
    publicFolders: [...around.settings.blog.publicFolders, around.folder],
    disk: around.disk,
  }
  const chapters = await attempt(
    () => findChapters(post, sidecars),
    (message) => report('warning', keyOf(post, ['chapters']), 'episode/chapters', message),
  )
  const transcripts = await attempt(
    () => findTranscripts(post, sidecars),
    (message) =>
      report('warning', keyOf(post, ['transcript', 'transcripts']), 'episode/transcript', message),
  )
  const local = around.settings.site === null || link === null
  const draft: Draft = {
    post,
    slug,
    page,
    link,
    recording,
    facts: measured.facts,
    image: await findImage(post, link, sidecars, around.settings, report),
    chapters: chapters ?? measured.chapters,
    transcripts: transcripts ?? [],
    assets: local ? await findAssets(post.body, page, sidecars) : new Map(),
  }
  return { draft, settlesAt, problems }
}

type Report = (severity: Problem['severity'], field: string, rule: string, message: string) => void

/** The article's absolute address by the blog's own rule. */
function linkOf(post: Post, settings: Settings): string | null {
  const file = posix.join(settings.permalinks.place, post.file)
  const path = permalinkOf({ ...post, file }, settings.permalinks, settings.timezone)
  if (path === null) return null
  if (URL.canParse(path)) return new URL(path).href
  return settings.site === null ? null : siteUrl(path, settings.site)
}

async function firstRecording(
  post: Post,
  place: Parameters<typeof findRecording>[1],
  report: Report,
): Promise<{ recording: Recording; reference: AudioReference } | null> {
  let first: { reference: AudioReference; message: string } | null = null
  for (const reference of post.audio) {
    try {
      return { recording: await findRecording(reference, place), reference }
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      first ??= { reference, message: cause.message }
    }
  }
  if (first !== null) report('error', first.reference.field, 'recording/missing', first.message)
  return null
}

/** What is known of a recording; no facts for one that cannot go out, or not yet. */
interface Known {
  readonly facts: Facts | null
  readonly chapters: readonly AudioChapter[]
  readonly settlesAt: Date | null
}

const UNKNOWN: Known = { facts: null, chapters: [], settlesAt: null }

async function measure(
  post: Post,
  reference: AudioReference,
  recording: Recording,
  around: Surroundings,
  report: Report,
): Promise<Known> {
  const { file, url } = recording
  if (file === null) {
    return { ...UNKNOWN, facts: remoteFacts(post, reference, url ?? '', around, report) }
  }
  const facts = await around.disk.stat(file)
  if (facts === null) {
    report('error', reference.field, 'recording/missing', `"${reference.value}" has vanished`)
    return UNKNOWN
  }
  const result = await around.recordings.measure(file, facts, around.clock)
  if (result.state === 'refused') {
    report('error', reference.field, 'recording/unreadable', result.sentence)
    return UNKNOWN
  }
  const settlesAt = result.state === 'settling' ? result.at : null
  if (result.audio === null) return { ...UNKNOWN, settlesAt }
  const { bytes, seconds, type, how, hash, chapters, warnings } = result.audio
  for (const warning of warnings) report('warning', reference.field, 'recording/odd', warning)
  return { facts: { bytes, seconds, type, how, hash }, chapters, settlesAt }
}

/** A recording that only its URL is known of: what the ledger remembers, else what the post declares. */
function remoteFacts(
  post: Post,
  reference: AudioReference,
  url: string,
  around: Surroundings,
  report: Report,
): Facts {
  const remembered = around.remembered.get(post.file)?.audio
  if (remembered?.url === url && remembered.how !== 'declared' && remembered.bytes !== null) {
    const { bytes, seconds, type } = remembered
    return { bytes, seconds, type, how: 'ledger', hash: null }
  }
  const { bytes, seconds, type } = post.declared
  const byName = audioTypeOf(url)
  if (byName === null && type === null) {
    report(
      'warning',
      reference.field,
      'recording/type',
      `"${reference.value}" has no ending such as .mp3 that says what it is, so audio/mpeg is assumed; Apple goes by the ending`,
    )
  }
  if (bytes === null) {
    report(
      'warning',
      reference.field,
      'recording/unmeasured',
      `the size of "${reference.value}" is not known, so this episode waits outside the feed; map the folder that holds it (audio.folders), or declare its bytes (length: …)`,
    )
  } else {
    report(
      'advice',
      reference.field,
      'recording/declared',
      `"${reference.value}" was not measured: ${declaredNumbers(bytes, seconds)} the post declares`,
    )
  }
  return {
    bytes,
    seconds,
    type: byName ?? type ?? 'audio/mpeg',
    how: bytes === null && seconds === null ? null : 'declared',
    hash: null,
  }
}

function declaredNumbers(bytes: number, seconds: number | null): string {
  return seconds === null
    ? `${bytes} bytes is what`
    : `${bytes} bytes and ${Math.round(seconds)} s are what`
}

async function findImage(
  post: Post,
  link: string | null,
  place: Parameters<typeof findBeside>[1],
  settings: Settings,
  report: Report,
): Promise<Draft['image']> {
  const { image } = post
  if (image === null) return null
  if (/^https?:\/\//i.test(image) && URL.canParse(image)) return { url: new URL(image).href }
  if (settings.site !== null && image.startsWith('/')) {
    return { url: image.startsWith('//') ? `https:${image}` : siteUrl(image, settings.site) }
  }
  if (settings.site !== null && link !== null) return { url: new URL(image, link).href }
  const file = await findBeside(image, place)
  if (file === null) {
    report(
      'warning',
      keyOf(post, ['image', 'thumbnail', 'cover']),
      'episode/image',
      `no picture "${image}" beside the post; put it there, or name it by its URL`,
    )
  }
  return file === null ? null : { file }
}

async function attempt<T>(
  work: () => Promise<T>,
  failed: (message: string) => void,
): Promise<T | null> {
  try {
    return await work()
  } catch (cause) {
    failed(faultOf(cause).message)
    return null
  }
}

function keyOf(post: Post, names: readonly string[]): string {
  const keys = [...post.lines.keys()]
  return (
    keys.find((key) => names.some((name) => key.toLowerCase().includes(name))) ?? names[0] ?? ''
  )
}

function lineOf(post: Post, field: string): number | null {
  return (
    post.lines.get(field) ?? post.audio.find((reference) => reference.field === field)?.line ?? null
  )
}
