import type { AudioChapter, How, Tags } from '../../audio/audio.ts'
import type { AudioReference, Post } from '../../posts/post.ts'
import { withWayOut } from '../../posts/problem.ts'
import type { RuleId } from '../../posts/rules.ts'
import type { Disk } from '../folder/disk.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import { audioTypeOf } from './media-type.ts'
import type { Recording } from './recording.ts'
import type { Clock, Recordings } from './recordings.ts'
import type { RemoteFacts, RemoteFailure, RemoteRecordings } from './remote-recordings.ts'

/** What is known of a recording's size and length, and from where. */
export interface Facts {
  readonly bytes: number | null
  readonly seconds: number | null
  readonly type: string
  readonly how: How | null
  readonly hash: string | null
  readonly etag: string | null
  /** Those in the recording itself. */
  readonly chapters: readonly AudioChapter[]
}

/** What measuring needs besides the recording itself. */
export interface Measuring {
  readonly disk: Disk
  readonly recordings: Recordings
  readonly remote: Pick<RemoteRecordings, 'known' | 'failure'>
  readonly clock: Clock
  /** The ledger's entries by post file, for recordings that only a URL is known of. */
  readonly remembered: ReadonlyMap<string, LedgerEntry>
}

/** Tells a problem of the post at hand. */
export type Report = (field: string, rule: RuleId, message: string) => void

/** What is known of a recording; no facts for one that cannot go out, or not yet. */
export interface Known {
  readonly facts: Facts | null
  /** What it says of itself; null where nobody has read that. */
  readonly tags: Tags | null
  readonly settlesAt: Date | null
}

const UNKNOWN: Known = { facts: null, tags: null, settlesAt: null }

/** Measures the recording of a post, or takes what is known of it without being at hand. */
export async function measure(
  post: Post,
  reference: AudioReference,
  recording: Recording,
  around: Measuring,
  report: Report,
): Promise<Known> {
  const { file, url } = recording
  if (file === null) {
    return remoteFacts(post, reference, url ?? '', around, report)
  }
  const facts = await around.disk.stat(file)
  if (facts === null) {
    report(reference.field, 'recording/missing', `"${reference.value}" has vanished`)
    return UNKNOWN
  }
  const result = await around.recordings.measure(file, facts, around.clock)
  if (result.state === 'refused') {
    report(reference.field, 'recording/unreadable', result.sentence)
    return UNKNOWN
  }
  const settlesAt = result.state === 'settling' ? result.at : null
  if (result.audio === null) return { ...UNKNOWN, settlesAt }
  const { bytes, seconds, type, how, hash, chapters, tags, warnings } = result.audio
  for (const warning of warnings) report(reference.field, 'recording/odd', warning)
  return { facts: { bytes, seconds, type, how, hash, etag: null, chapters }, tags, settlesAt }
}

/** A recording on another host: what was measured, here or by another machine, else what the post declares. */
function remoteFacts(
  post: Post,
  reference: AudioReference,
  url: string,
  around: Measuring,
  report: Report,
): Known {
  const measured = around.remote.known(url)
  const remembered = rememberedFacts(around.remembered.get(post.file), url)
  const facts = measured ?? remembered
  reportFailure(around.remote.failure(url), facts !== null, reference, report)
  if (facts === null) {
    return { ...UNKNOWN, facts: declaredFacts(post, reference, url, report) }
  }
  for (const warning of measured?.warnings ?? []) {
    report(reference.field, 'recording/odd', warning)
  }
  const { bytes, seconds, type, how, chapters, tags = null, etag } = facts
  return { ...UNKNOWN, facts: { bytes, seconds, type, how, hash: null, etag, chapters }, tags }
}

/** What the ledger remembers of a recording that was measured once; null where it was not. */
export function rememberedFacts(entry: LedgerEntry | undefined, url: string): RemoteFacts | null {
  if (entry === undefined || entry.audio.url !== url || entry.audio.how === 'declared') return null
  const { bytes, seconds, type, etag, chapters = [] } = entry.audio
  if (bytes === null || seconds === null) return null
  return { bytes, seconds, type, how: 'ledger', etag, modified: null, chapters, warnings: [] }
}

function reportFailure(
  failure: RemoteFailure | null,
  isKnown: boolean,
  { field, value }: AudioReference,
  report: Report,
): void {
  if (failure === null) return
  const end = isKnown ? 'what was measured before stands' : 'so it is not measured'
  report(field, 'recording/unreachable', `"${value}": ${failure.message}; ${end}`)
}

function declaredFacts(post: Post, reference: AudioReference, url: string, report: Report): Facts {
  const { bytes, seconds, type } = post.declared
  const { field, value } = reference
  const byName = audioTypeOf(url)
  if (byName === null && type === null) {
    report(
      field,
      'recording/type',
      `"${value}" has no ending such as .mp3 that says what it is, so audio/mpeg is assumed; Apple goes by the ending`,
    )
  }
  if (bytes === null) {
    report(
      field,
      'recording/unmeasured',
      withWayOut(
        'recording/unmeasured',
        `the size of "${value}" is not known, so this episode waits outside the feed`,
      ),
    )
  } else {
    report(
      field,
      'recording/declared',
      `"${value}" was not measured: ${declaredNumbers(bytes, seconds)} the post declares`,
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
