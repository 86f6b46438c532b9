import type { Enclosure } from '../episode.ts'
import { type Show, urlOf } from '../show.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { nextFeeds, rememberedDate, withoutPlace } from './went-out.ts'
import type { Post } from '../../posts/post.ts'

export interface LedgerOptions {
  readonly now: Date
  /** Whether the base URL is permanent; at an address of this computer everything is a preview. */
  readonly settled: boolean
}

/**
 * The ledger after this show is published: every listed episode, and all older entries.
 *
 * @param composed The composition, with the files of posts that are gone and whose episodes stay.
 */
export function nextLedger(
  { show, kept }: { readonly show: Show; readonly kept: ReadonlySet<string> },
  before: Ledger,
  options: LedgerOptions,
): Ledger {
  const known = new Map(before.entries.map((entry) => [entry.guid, entry]))
  const next = new Map(before.entries.map((entry) => [entry.guid, withoutPlace(entry)]))
  for (const episode of show.episodes) {
    if (!episode.listed) continue
    const old = known.get(episode.guid)
    const remembered = rememberedAudio(episode.audio)
    const told = old?.audio.url === remembered.url && episode.audio.how === 'ledger'
    const audio = told ? old.audio : remembered
    const read = old?.text !== undefined && old.text !== null && sameRecording(old.audio, audio)
    next.set(episode.guid, {
      guid: episode.guid,
      file: episode.file,
      slug: episode.slug,
      link: episode.link === urlOf(show, episode.page) ? episode.page : episode.link,
      title: episode.title,
      published: rememberedDate([episode, old], options.now),
      first: firstOf(old, options),
      ...(isPreview(old, options) && { preview: true as const }),
      audio,
      text: read ? old.text : episode.body.fact('words'),
      ...(kept.has(episode.file) && { missing: old?.missing ?? options.now.toISOString() }),
    })
  }
  return {
    showGuid: before.showGuid ?? (options.settled ? show.guid : null),
    feeds: options.settled ? nextFeeds(show, before) : before.feeds,
    entries: [...next.values()],
  }
}

/** What is remembered of a recording; the chapters in a local one are read again from the file. */
function rememberedAudio(audio: Enclosure): LedgerEntry['audio'] {
  const { url, path, file, bytes, seconds, type, how, hash, etag, chapters } = audio
  const facts = { url: path ?? url, bytes, seconds, type, how, hash, etag }
  return file === null && chapters.length > 0 ? { ...facts, chapters } : facts
}

/** Whether an episode was only a preview so far, which nobody but its author can have seen. */
function isPreview(old: LedgerEntry | undefined, { settled }: LedgerOptions): boolean {
  return !settled && (old === undefined || old.preview === true)
}

function firstOf(old: LedgerEntry | undefined, options: LedgerOptions): string | null {
  const goesOutNow = old === undefined || (old.preview === true && options.settled)
  return goesOutNow ? options.now.toISOString() : old.first
}

/** What distinguishes two recordings: the hash of their content, or their size if the content was not read. */
interface RecordingFacts {
  readonly bytes: number | null
  readonly hash: string | null
}

/**
 * Whether the words of an article have changed since its recording was first seen, so that the
 * recording differs from the text. False if that is unknown.
 *
 * @param entry The entry of the episode in the ledger.
 */
export function hasTextChanged(
  { body }: Pick<Post, 'body'>,
  audio: RecordingFacts,
  entry: LedgerEntry | undefined,
): boolean {
  if (entry === undefined || entry.text === null || !sameRecording(entry.audio, audio)) return false
  return body.fact('words') !== entry.text
}

/** Whether two recordings are the same. */
function sameRecording(a: RecordingFacts, b: RecordingFacts): boolean {
  return a.hash === null || b.hash === null ? a.bytes === b.bytes : a.hash === b.hash
}
