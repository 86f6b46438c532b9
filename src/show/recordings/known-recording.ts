import { relative } from 'node:path'
import type { Audio, Tags } from '../../audio/audio.ts'
import { withoutUserIn } from '../../base/user-info.ts'
import type { Known } from '../../jobs/job.ts'
import { measureFile } from '../../jobs/measure-file.ts'
import { measureUrl } from '../../jobs/measure-url.ts'
import type { Ask } from '../../jobs/worklist.ts'
import { hasOddEnding } from '../../posts/fields/audio-references.ts'
import type { AudioReference, Post } from '../../posts/post.ts'
import { withFix } from '../../base/problem.ts'
import type { Stated } from '../episode.ts'
import type { FileFacts } from '../../base/disk.ts'
import type { FoundRecording, Report } from '../found-post.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import { audioTypeOf } from '../../base/media-types.ts'

/** What measuring needs besides the recording itself. */
export interface Measuring {
  /** The content folder, absolute. */
  readonly folder: string
  readonly ask: Ask
  readonly now: Date
  /** Milliseconds for which a changed recording must rest before it is measured. */
  readonly settle: number
  /** What one recording on another host may cost. */
  readonly limits: { readonly seconds: number; readonly bytes: number }
  /** Whether hosts that are not of the public internet are asked, too. */
  readonly privateNetworks: boolean
  /** The ledger's entries by post file, for recordings that only a URL is known of. */
  readonly remembered: ReadonlyMap<string, LedgerEntry>
}

/** What is known of a recording. */
export interface KnownRecording {
  /** Null for one that cannot go out, or not yet. */
  readonly stated: Stated | null
  /** What it says of itself; null where nobody has read that. */
  readonly tags: Tags | null
  /** When it will have rested, for one that may still be being written; null for any other. */
  readonly settlesAt: Date | null
  /** Whether it is still to be measured; until then it is as it was before it changed. */
  readonly isPending: boolean
}

const UNKNOWN: KnownRecording = { stated: null, tags: null, settlesAt: null, isPending: false }

/** What is known of the recording of a post by now; what is not becomes work to do. */
export function knownRecording(
  post: Post,
  { reference, recording: { file, url }, facts }: FoundRecording,
  around: Measuring,
  report: Report,
): KnownRecording {
  if (file === null) return knownElsewhere(post, reference, url ?? '', around, report)
  if (facts === null) {
    report(reference.field, 'recording/missing', `"${reference.value}" has vanished`)
    return UNKNOWN
  }
  const { measured, settlesAt, isPending, refusal } = knownHere(file, facts, around)
  if (refusal !== null) report(reference.field, 'recording/unreadable', refusal)
  if (measured === null) return { ...UNKNOWN, settlesAt, isPending }
  for (const warning of measured.warnings) {
    report(reference.field, 'recording/odd', warning)
  }
  return { stated: statedOf(measured), tags: measured.tags, settlesAt, isPending }
}

/** What is known of a local file. */
interface KnownHere extends Pick<KnownRecording, 'settlesAt' | 'isPending'> {
  /** As it is, or as it was before it changed, until that is known; null for a new one. */
  readonly measured: Audio | null
  /** Why it cannot be measured; null where it can. */
  readonly refusal: string | null
}

/** What is known of a local file by now. */
export function knownHere(
  file: string,
  facts: FileFacts,
  { folder, ask, now, settle }: Measuring,
): KnownHere {
  const isYoung = Math.abs(now.getTime() - facts.modified) < settle
  const rested = facts.modified + settle + 1
  const job = measureFile(relative(folder, file), file, facts, isYoung ? rested : 0)
  const { result, last, failure } = ask(job)
  const known = { measured: last, settlesAt: null, isPending: false, refusal: null }
  if (result !== null) return { ...known, measured: result }
  if (isYoung) return { ...known, settlesAt: new Date(rested) }
  if (failure === null) return { ...known, isPending: true }
  if (failure.code === 'growing') return { ...known, settlesAt: new Date(failure.again ?? 0) }
  return { ...known, measured: null, refusal: failure.message }
}

/** What is stated of a recording that was measured. */
export function statedOf({ bytes, seconds, type, how, hash, etag, chapters }: Audio): Stated {
  return { bytes, seconds, type, how, hash, etag, chapters }
}

/** A recording on another host: what was measured, here or by another machine, else what the post declares. */
function knownElsewhere(
  post: Post,
  reference: AudioReference,
  url: string,
  around: Measuring,
  report: Report,
): KnownRecording {
  const remembered = rememberedStatement(around.remembered.get(post.file), url)
  const { result, failure } = askElsewhere(post, url, remembered, around)
  const told = result ?? remembered
  if (failure !== null) {
    const end = told === null ? whatThen(post) : 'what was measured before stands'
    report(reference.field, 'recording/unreachable', `${failure.message}; ${end}`)
  } else if (told === null) tellUnmeasured(post, reference, report)
  if (result === null) {
    const stated = remembered ?? declared(post, reference, url, report)
    return { ...UNKNOWN, stated }
  }
  for (const warning of result.warnings) report(reference.field, 'recording/odd', warning)
  return { ...UNKNOWN, stated: statedOf(result), tags: result.tags }
}

/** Asks for a recording on another host. @param remembered What the ledger knows of it. */
export function askElsewhere(
  { published }: Post,
  url: string,
  remembered: Stated | null,
  { ask, now, limits, privateNetworks }: Measuring,
): Known<Audio> {
  const { bytes, seconds } = remembered ?? {}
  const known =
    remembered === null || bytes == null || seconds == null
      ? null
      : { ...remembered, bytes, seconds, how: 'ledger' as const, modified: null }
  const question = { url, remembered: known, limits, privateNetworks }
  return ask(measureUrl(question, now.getTime() - published.getTime()))
}

/** What the ledger remembers of a recording that was measured once; null where it was not. */
function rememberedStatement(entry: LedgerEntry | undefined, url: string): Stated | null {
  if (entry === undefined || entry.audio.url !== url || entry.audio.how === 'declared') return null
  const { bytes, seconds, type, etag, chapters = [] } = entry.audio
  if (bytes === null || seconds === null) return null
  return { bytes, seconds, type, how: 'ledger', hash: null, etag, chapters }
}

/** What becomes of an episode whose recording its host does not give. */
function whatThen({ declared: { bytes } }: Post): string {
  return bytes === null
    ? 'its size is not known, so this episode waits outside the feed'
    : 'so what the post declares stands'
}

function tellUnmeasured({ declared: said }: Post, reference: AudioReference, report: Report): void {
  const value = withoutUserIn(reference.value)
  if (said.bytes === null) {
    const what = `the size of "${value}" is not known, so this episode waits outside the feed`
    report(reference.field, 'recording/unmeasured', withFix('recording/unmeasured', what))
  } else {
    const numbers = declaredNumbers(said.bytes, said.seconds)
    const message = `"${value}" was not measured: ${numbers} the post declares`
    report(reference.field, 'recording/declared', message)
  }
}

function declared(
  post: Post,
  { field, value }: AudioReference,
  url: string,
  report: Report,
): Stated {
  const { bytes, seconds, type } = post.declared
  const byName = audioTypeOf(url)
  if (byName === null && type === null && !hasOddEnding(value)) {
    report(
      field,
      'recording/type',
      `"${withoutUserIn(value)}" has no ending such as .mp3 that says what it is, so audio/mpeg is assumed; Apple goes by the ending`,
    )
  }
  return {
    bytes,
    seconds,
    type: byName ?? type ?? 'audio/mpeg',
    how: bytes === null && seconds === null ? null : 'declared',
    hash: null,
    etag: null,
    chapters: [],
  }
}

function declaredNumbers(bytes: number, seconds: number | null): string {
  return seconds === null
    ? `${bytes} bytes is what`
    : `${bytes} bytes and ${Math.round(seconds)} s are what`
}
