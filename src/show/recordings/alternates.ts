import { relative } from 'node:path'
import type { Audio } from '../../audio/audio.ts'
import { hashFile } from '../../jobs/hash-file.ts'
import type { Post } from '../../posts/post.ts'
import type { AudioReference } from '../../posts/fields/audio-references.ts'
import { withFix } from '../../base/problem.ts'
import type { Stated } from '../episode.ts'
import type { FileFacts } from '../../base/disk.ts'
import type { Report } from '../post-problems.ts'
import { askElsewhere, knownHere, statedOf, type Measuring } from './known-recording.ts'
import type { Recording, RecordingPlace } from './find-recording.ts'
import { factsOf, findRecording, ifFound } from './find-recording.ts'

/** Another recording that a post names, and its file. */
export interface FoundAlternate {
  readonly reference: AudioReference
  readonly recording: Recording
  /** Of the local file; null for a recording on another host. */
  readonly facts: FileFacts | null
}

/** The same with its properties. */
export interface KnownAlternate {
  readonly recording: Recording
  /** Null until it is measured. */
  readonly stated: Stated | null
  /** Subresource integrity of a local file. @see https://www.w3.org/TR/SRI/ */
  readonly integrity: string | null
}

/** Encoders and containers change the duration of a recording by so many seconds. */
const TOLERANCE = 1

/** Finds the other recordings that the front matter names. */
export function findAlternates(
  post: Post,
  main: Recording,
  place: RecordingPlace,
  report: Report,
): readonly FoundAlternate[] {
  const found: FoundAlternate[] = []
  const taken = [main]
  for (const reference of post.audio.filter(({ field }) => post.lines.has(field))) {
    // Only the published recording must exist; the post may name an older place.
    const recording = ifFound(
      () => findRecording(reference, place),
      ({ message }) => report(reference.field, 'recording/copy-missing', message),
    )
    if (recording === null || taken.some((other) => isSame(other, recording))) continue
    taken.push(recording)
    found.push({ reference, recording, facts: factsOf(recording, place) })
  }
  return found
}

function isSame(a: Recording, b: Recording): boolean {
  return a.file === null || b.file === null ? a.url === b.url : a.file === b.file
}

/**
 * The other formats of the recording of an episode. One with another duration is another recording,
 * which is reported and left out.
 */
export function knownAlternates(
  post: Post,
  found: readonly FoundAlternate[],
  seconds: number | null,
  around: Measuring,
  report: Report,
): readonly KnownAlternate[] {
  return found.flatMap(({ reference, ...alternate }) => {
    const known = knownAlternate(post, alternate, around)
    return fits(known, seconds, reference, report) ? [known] : []
  })
}

function knownAlternate(
  post: Post,
  { recording, facts }: Omit<FoundAlternate, 'reference'>,
  around: Measuring,
): KnownAlternate {
  const { file, url } = recording
  if (file === null) {
    const { result } = askElsewhere(post, url ?? '', null, around)
    return { recording, stated: result === null ? null : formOf(result), integrity: null }
  }
  const measured = facts === null ? null : knownHere(file, facts, around).measured
  if (facts === null || measured === null) return { recording, stated: null, integrity: null }
  const key = relative(around.folder, file)
  const { result } = around.ask(hashFile(key, { file, algorithm: 'sha384' }, facts))
  const integrity = result === null ? null : `sha384-${result}`
  return { recording, stated: formOf(measured), integrity }
}

/** Without chapters: those of the episode apply to all formats. */
function formOf(measured: Audio): Stated {
  return { ...statedOf(measured), chapters: [] }
}

function fits(
  { stated }: KnownAlternate,
  seconds: number | null,
  { field, value }: AudioReference,
  report: Report,
): boolean {
  if (stated === null || stated.seconds === null || seconds === null) return true
  const more = stated.seconds - seconds
  if (Math.abs(more) <= TOLERANCE) return true
  const found = `"${value}" is ${Math.abs(more).toFixed(1)} s ${more > 0 ? 'longer' : 'shorter'} than the recording of this post`
  const what = `${found}, so it is not offered as another format of it`
  report(field, 'episode/alternate', withFix('episode/alternate', what))
  return false
}
