import type { AudioReference, Post } from '../../posts/post.ts'
import { withWayOut } from '../../posts/problem.ts'
import type { Integrity } from './integrity.ts'
import type { Facts, Measuring, Report } from './measure.ts'
import type { Recording, RecordingPlace } from './recording.ts'
import { findRecording } from './recording.ts'

/** Another recording that a post names, found and, where that is possible by now, measured. */
export interface AlternateDraft {
  readonly recording: Recording
  /** Null for one on another host that was not asked for yet. */
  readonly facts: Facts | null
  readonly integrity: string | null
}

/** What finding them needs besides the post. */
export interface AlternatesAround extends Measuring {
  readonly integrity: Integrity
}

/** Seconds by which encoders and containers lengthen or shorten one and the same recording. */
const TOLERANCE = 1

/**
 * The other forms of an episode's recording: what the front matter names besides it, if it can be
 * found. One of another length is another recording, which is told, and left out.
 */
export async function findAlternates(
  post: Post,
  main: { readonly recording: Recording; readonly facts: Facts },
  place: RecordingPlace,
  around: AlternatesAround,
  report: Report,
): Promise<readonly AlternateDraft[]> {
  const found: AlternateDraft[] = []
  const taken = [main.recording]
  for (const reference of post.audio.filter(({ field }) => post.lines.has(field))) {
    const recording = await findRecording(reference, place).catch(ignoreRange)
    if (recording === null || taken.some((other) => isSame(other, recording))) continue
    taken.push(recording)
    const alternate = await measureAlternate(recording, around)
    if (fits(alternate, main.facts, reference, report)) found.push(alternate)
  }
  return found
}

/** Only the recording that goes out must be there; the post may name where it was before. */
function ignoreRange(cause: unknown): null {
  if (cause instanceof RangeError) return null
  throw cause
}

function isSame(a: Recording, b: Recording): boolean {
  return a.file === null || b.file === null ? a.url === b.url : a.file === b.file
}

async function measureAlternate(
  recording: Recording,
  around: AlternatesAround,
): Promise<AlternateDraft> {
  const { file, url } = recording
  const unknown = { recording, facts: null, integrity: null }
  if (file === null) {
    const known = around.remote.known(url ?? '')
    if (known === null) return unknown
    const { bytes, seconds, type, how, etag } = known
    return { ...unknown, facts: { bytes, seconds, type, how, hash: null, etag, chapters: [] } }
  }
  const onDisk = await around.disk.stat(file)
  const result =
    onDisk === null ? null : await around.recordings.measure(file, onDisk, around.clock)
  if (onDisk === null || result?.state !== 'measured') return unknown
  const { bytes, seconds, type, how, hash } = result.audio
  const integrity = await around.integrity.of(file, onDisk)
  return {
    recording,
    facts: { bytes, seconds, type, how, hash, etag: null, chapters: [] },
    integrity,
  }
}

function fits(
  { facts }: AlternateDraft,
  main: Facts,
  { field, value }: AudioReference,
  report: Report,
): boolean {
  if (facts?.seconds === undefined || facts.seconds === null || main.seconds === null) return true
  const more = facts.seconds - main.seconds
  if (Math.abs(more) <= TOLERANCE) return true
  const found = `"${value}" is ${Math.abs(more).toFixed(1)} s ${more > 0 ? 'longer' : 'shorter'} than the recording of this post`
  const what = `${found}, so it is not offered as another form of it`
  report(field, 'episode/alternate', withWayOut('episode/alternate', what))
  return false
}
