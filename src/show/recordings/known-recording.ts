import { relative } from 'node:path'
import type { Audio, Tags } from '../../audio/audio.ts'
import { withoutUserIn } from '../../base/web-address.ts'
import type { Known } from '../../jobs/job.ts'
import { measureFile } from '../../jobs/measure-file.ts'
import { measureUrl } from '../../jobs/measure-url.ts'
import type { Ask } from '../../jobs/worklist.ts'
import type { Aligning } from '../sidecars/aligned-times.ts'
import { hasOddEnding } from '../../posts/fields/audio-references.ts'
import type { Post } from '../../posts/post.ts'
import type { AudioReference } from '../../posts/fields/audio-references.ts'
import { quote, withFix } from '../../base/problem.ts'
import type { Stated } from '../episode.ts'
import type { FileFacts } from '../../base/disk.ts'
import type { Report } from '../post-problems.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import { type FoundRecording, type Lost, placeOf } from './find-recording.ts'
import { audioTypeOf } from '../../base/media-types.ts'

/** What measuring needs besides the recording itself. */
export interface Measuring {
  /** The content folder, absolute. */
  readonly folder: string
  readonly ask: Ask
  /** Gives the result of a job without adding it to the work. */
  readonly peek: Ask
  /** How transcripts are made of recordings without one. */
  readonly aligning: Aligning
  readonly now: Date
  /** Milliseconds for which a changed recording must stay unchanged before it is measured. */
  readonly settle: number
  /** Limits for measuring one recording on another host. */
  readonly limits: { readonly seconds: number; readonly bytes: number }
  /** Whether hosts in private networks are asked, too. */
  readonly privateNetworks: boolean
  /** The entries of the ledger by post file, for recordings on other hosts. */
  readonly remembered: ReadonlyMap<string, LedgerEntry>
  /** Those of episodes that stay although their recordings are lost. */
  readonly staying: ReadonlyMap<string, LedgerEntry>
}

/** A recording with its properties. */
export interface StatedRecording extends Pick<FoundRecording, 'recording' | 'facts'> {
  readonly stated: Stated
  /** Its tags; null if they have not been read. */
  readonly tags: Tags | null
  /** Its codec; null if it has not been measured. */
  readonly codec: string | null
}

/** What is known of the recording of a post by now. */
export interface KnownRecording {
  /** Null if it cannot be published, or not yet. */
  readonly known: StatedRecording | null
  /** Whether the episode stays only because subscribers have it. */
  readonly isLost: boolean
  /** When it will have been unchanged for long enough, if it may still be being written; otherwise null. */
  readonly settlesAt: Date | null
  /** Whether it is still to be measured; until then its last measurements are used. */
  readonly isPending: boolean
}

const UNKNOWN = { known: null, isLost: false, settlesAt: null, isPending: false } as const

/** The recording of a post as far as it is known; measuring it is listed as work. */
export function knownRecording(
  post: Post,
  { reference, recording, facts, lost }: FoundRecording,
  around: Measuring,
  report: Report,
): KnownRecording {
  const { file, url } = recording
  const entry = around.staying.get(post.file)
  /** As it was published, with the reason; null for one that was not. */
  const asItWas = ({ why, files }: Lost): KnownRecording | null => {
    const before = entry === undefined ? null : knownBefore(entry, files, facts, around)
    if (entry !== undefined && before !== null) {
      report(reference.field, 'recording/lost', tellLost(entry, why, false))
    }
    return before
  }
  if (lost !== null && facts === null) {
    const before = asItWas(lost)
    if (before === null) report(reference.field, 'recording/missing', lost.why)
    return before ?? UNKNOWN
  }
  if (file === null) {
    const known = knownElsewhere(post, reference, url ?? '', around, report)
    return { ...UNKNOWN, known: { recording, facts, ...known } }
  }
  const isLost = lost !== null
  if (isLost && entry !== undefined) {
    report(reference.field, 'recording/lost', tellLost(entry, lost.why, true))
  }
  const unknown = { ...UNKNOWN, isLost }
  if (facts === null) {
    const why = `"${reference.value}" no longer exists`
    const before = asItWas({ why, files: [file] })
    if (before === null) report(reference.field, 'recording/missing', why)
    return before ?? unknown
  }
  const { measured, settlesAt, isPending, refusal, isPartial } = knownHere(file, facts, around)
  if (refusal !== null) {
    const before = asItWas({ why: refusal, files: [file] })
    if (before !== null) return before
    report(reference.field, 'recording/unreadable', refusal)
  }
  if (isPartial && refusal === null) {
    const what = `"${reference.value}" was written a moment ago, and its own header proves that its end is missing`
    report(reference.field, 'recording/partial', withFix('recording/partial', what))
  }
  if (isPartial) {
    const stated = publishedBefore(around.remembered.get(post.file))
    const known = stated === null ? null : { recording, facts, stated, tags: null, codec: null }
    return { ...unknown, known, settlesAt, isPending }
  }
  if (measured === null) return { ...unknown, settlesAt, isPending }
  tellOdd(measured, reference, report)
  return { ...unknown, known: { recording, facts, ...asMeasured(measured) }, settlesAt, isPending }
}

type Properties = Omit<StatedRecording, 'recording' | 'facts'>

function asMeasured(measured: Audio): Properties {
  const { tags, codec } = measured
  return { stated: statedOf(measured), tags, codec }
}

/** A recording that is lost as it was published; null for one that had no size. */
function knownBefore(
  entry: LedgerEntry,
  files: readonly string[],
  facts: FileFacts | null,
  around: Measuring,
): KnownRecording | null {
  const stated = publishedBefore(entry)
  if (stated === null) return null
  const { file, last } = lastMeasured(entry, files, around) ?? { file: files[0] ?? '', last: null }
  const { chapters = stated.chapters, tags = null, codec = null } = last ?? {}
  const recording = placeOf(entry, file)
  const known = { recording, facts, stated: { ...stated, chapters }, tags, codec }
  return { ...UNKNOWN, known, isLost: true }
}

/** What is published of a recording on this machine; null for one that was not. */
function publishedBefore(entry: LedgerEntry | undefined): Stated | null {
  if (entry === undefined || entry.audio.bytes === null) return null
  const { url: _, chapters = [], ...audio } = entry.audio
  return { ...audio, chapters }
}

/** The last measurements of a recording whose file is gone, and the file; null if this machine does not have them. */
function lastMeasured(
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
function tellLost({ title, missing }: LedgerEntry, why: string, isThere: boolean): string {
  const since = missing === undefined ? '' : ` since ${missing.slice(0, 10)}`
  const state = isThere ? 'with the recording that it had' : 'although nobody can download it'
  const what = `${why}; ${quote(title)} was published, so it stays in the feed as it was${since}, ${state}`
  return withFix('recording/lost', what)
}

/** A local recording as far as it is known. */
interface KnownHere extends Pick<KnownRecording, 'settlesAt' | 'isPending'> {
  /** Its measurements, or those from before it changed; null for a new one. */
  readonly measured: Audio | null
  /** Why it cannot be measured; null if it can. */
  readonly refusal: string | null
  /** Whether its end is missing, and it is so young that the rest may still be copied. */
  readonly isPartial: boolean
}

/** A recording whose end is missing must stay unchanged so many times longer than others, because copying may pause for seconds. */
const PATIENCE = 60

/** A local recording as far as it is known; measuring it is listed as work. */
export function knownHere(
  file: string,
  facts: FileFacts,
  { folder, ask, now, settle }: Measuring,
): KnownHere {
  const age = Math.abs(now.getTime() - facts.modified)
  const isYoung = age < settle
  const rested = facts.modified + settle + 1
  const job = measureFile(relative(folder, file), file, facts, isYoung ? rested : 0)
  const { result, last, failure } = ask(job)
  const patience = PATIENCE * settle
  const isPartial = last?.cut != null && age < patience
  const measured = isPartial ? null : last
  const known = { measured, settlesAt: null, isPending: false, refusal: null, isPartial }
  if (result !== null && !isPartial) return { ...known, measured: result }
  if (isYoung) return { ...known, settlesAt: new Date(rested) }
  if (result !== null) return { ...known, settlesAt: new Date(facts.modified + patience + 1) }
  if (failure === null) return { ...known, isPending: true }
  if (failure.code === 'growing') return { ...known, settlesAt: new Date(failure.again ?? 0) }
  return { ...known, measured: null, isPartial: age < patience, refusal: failure.message }
}

/** Reports what is odd about a recording that plays. */
function tellOdd({ cut, warnings }: Audio, { field }: AudioReference, report: Report): void {
  if (cut !== null) report(field, 'recording/cut', cut)
  for (const warning of warnings) report(field, 'recording/odd', warning)
}

/** The properties of a measured recording. */
export function statedOf({ bytes, seconds, type, how, hash, etag, chapters }: Audio): Stated {
  return { bytes, seconds, type, how, hash, etag, chapters }
}

/** A recording on another host: its measurements, made here or elsewhere, or else the declared values. */
function knownElsewhere(
  post: Post,
  reference: AudioReference,
  url: string,
  around: Measuring,
  report: Report,
): Properties {
  const remembered = rememberedStatement(around.remembered.get(post.file), url)
  const { result, failure } = askElsewhere(post, url, remembered, around)
  const told = result ?? remembered
  if (failure !== null) {
    const end = told === null ? whatThen(post) : 'the last measurements are used'
    report(reference.field, 'recording/unreachable', `${failure.message}; ${end}`)
  } else if (told === null) tellUnmeasured(post, reference, report)
  if (result === null) {
    const stated = remembered ?? declared(post, reference, url, report)
    return { stated, tags: null, codec: null }
  }
  tellOdd(result, reference, report)
  return asMeasured(result)
}

/** Asks for a recording on another host. @param remembered Its measurements in the ledger. */
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

/** The measurements of a recording in the ledger; null if there are none. */
function rememberedStatement(entry: LedgerEntry | undefined, url: string): Stated | null {
  if (entry === undefined || entry.audio.url !== url || entry.audio.how === 'declared') return null
  const { bytes, seconds, type, etag, chapters = [] } = entry.audio
  if (bytes === null || seconds === null) return null
  return { bytes, seconds, type, how: 'ledger', hash: null, etag, chapters }
}

/** What happens to an episode whose recording cannot be fetched. */
function whatThen({ declared: { bytes } }: Post): string {
  return bytes === null
    ? 'its size is unknown, so this episode is not in the feed yet'
    : 'so the declared values are used'
}

function tellUnmeasured({ declared: said }: Post, reference: AudioReference, report: Report): void {
  const value = withoutUserIn(reference.value)
  if (said.bytes === null) {
    const what = `the size of "${value}" is unknown, so this episode is not in the feed yet`
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
      `"${withoutUserIn(value)}" has no extension such as .mp3, so audio/mpeg is assumed; Apple goes by the extension`,
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
