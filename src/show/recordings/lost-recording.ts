import { basename, dirname, join, relative } from 'node:path'
import type { Audio } from '../../audio/audio.ts'
import { withFix, quote } from '../../base/problem.ts'
import { measureFile } from '../../jobs/measure-file.ts'
import type { Ask } from '../../jobs/worklist.ts'
import type { AudioReference } from '../../posts/fields/audio-references.ts'
import type { Stated } from '../episode.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import {
  filesOf,
  findRecording,
  notFound,
  type Recording,
  type RecordingPlace,
} from './find-recording.ts'

/** What subscribers have of an episode. */
export interface Had {
  readonly entry: LedgerEntry
  /** The recordings that its post named when it was last published; none if no copy of the post was kept. */
  readonly audio: readonly AudioReference[]
}

/** Finds what subscribers have of the episode of a post; null if they do not have it, or it may be removed. */
export type FindHad = (file: string) => Promise<Had | null>

/** A published recording that its post does not lead to any more. */
export interface Lost {
  /** Why not, with what to do about it. */
  readonly why: string
  /** Where it may have been, absolute. */
  readonly files: readonly string[]
}

/** The recording that subscribers have: where it still is, or where it was. */
export async function findLost(
  why: string,
  references: readonly AudioReference[],
  { entry, audio }: Had,
  place: RecordingPlace,
): Promise<{ readonly recording: Recording; readonly lost: Lost }> {
  for (const reference of audio) {
    const recording = await findRecording(reference, place).catch(notFound)
    if (recording !== null) return { recording, lost: { why, files: [] } }
  }
  const named = [...references, ...audio].flatMap((reference) => filesOf(reference, place))
  const files = [...new Set([...named, join(dirname(place.post), basename(entry.audio.url))])]
  return { recording: placeOf(entry, files[0] ?? ''), lost: { why, files } }
}

/** The address at which subscribers have a recording. @param file Where it was. */
export function placeOf({ audio: { url } }: LedgerEntry, file: string): Recording {
  return url.startsWith('/')
    ? { url: null, file, path: url, warning: null }
    : { url, file, warning: null }
}

/** What is published of a recording on this machine; null for one that was not. */
export function publishedBefore(entry: LedgerEntry | undefined): Stated | null {
  if (entry === undefined || entry.audio.bytes === null) return null
  const { url: _, chapters = [], ...audio } = entry.audio
  return { ...audio, chapters }
}

/** The last measurements of a recording whose file is gone, and the file; null if this machine does not have them. */
export function lastMeasured(
  { audio: { hash } }: LedgerEntry,
  files: readonly string[],
  { folder, peek }: { readonly folder: string; readonly peek: Ask },
): { readonly file: string; readonly last: Audio } | null {
  for (const file of files) {
    const { last } = peek(measureFile(relative(folder, file), file, NO_FACTS, 0))
    if (last !== null && last.hash === hash) return { file, last }
  }
  return null
}

const NO_FACTS = { bytes: 0, modified: 0 }

/**
 * The sentence about an episode whose recording is lost.
 *
 * @param isThere Whether the recording that subscribers have still exists.
 */
export function tellLost({ title, missing }: LedgerEntry, why: string, isThere: boolean): string {
  const since = missing === undefined ? '' : ` since ${missing.slice(0, 10)}`
  const state = isThere ? 'with the recording that it had' : 'although nobody can download it'
  const what = `${why}; ${quote(title)} was published, so it stays in the feed as it was${since}, ${state}`
  return withFix('recording/lost', what)
}
