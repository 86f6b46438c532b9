import { createHash } from 'node:crypto'
import { type Problem, problem, problemWithFix } from '../../base/problem.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { onceFor, remembering } from '../../base/memory.ts'
import { LEDGER_DATES, pairEpisodes } from './same-episode.ts'
import { articleOf, traitsOf, type Traits } from './traits.ts'

/** What identifies an episode before it has its guid. */
export interface Candidate {
  readonly file: string
  readonly slug: string
  /** As in {@link LedgerEntry}: absolute for an article of the blog, a path for a page of this site. */
  readonly link: string
  readonly title: string
  readonly published: Date
  /** As in {@link LedgerEntry}: absolute, or a path when this site serves the recording. */
  readonly audioUrl: string
  /** Identifies the recording, see `soundOf`; null if it was not measured yet. */
  readonly sound: string | null
  /** The guid in the front matter. */
  readonly guid: string | null
  /** The address of the article by the permalink rule of the blog; null if that is unknown. */
  readonly permalink: string | null
  /** The line of the guid in the front matter, for problems. */
  readonly line: number | null
}

export interface Identity {
  readonly guid: string
  /** The entry of the ledger; null for a new episode. */
  readonly entry: LedgerEntry | null
}

/** Finds the entry of each candidate in the ledger. */
function matchLedger(
  candidates: readonly Candidate[],
  ledger: Ledger,
): ReadonlyMap<Candidate, LedgerEntry> {
  const pairs = pairEpisodes(
    candidates.map(traitsOfPost),
    ledger.entries.map(traitsOf),
    LEDGER_DATES,
  )
  return new Map([...pairs].map(([{ candidate }, { entry }]) => [candidate, entry]))
}

/** The guid in the front matter does not count: it may be copied from another post. */
const traitsOfPost = onceFor((candidate: Candidate): Traits & { readonly candidate: Candidate } => {
  const { file, slug, title, published, audioUrl, sound } = candidate
  const link = articleOf(candidate.link)
  return { guid: null, file, link, title, slug, published, enclosure: audioUrl, sound, candidate }
})

/**
 * Gives every candidate its guid: that of the ledger, of the front matter, the permalink, or a UUID
 * derived from the guid of the show and the slug, in this order.
 *
 * If two claim one guid, it belongs to the one in the ledger, or else to the older one. The other gets
 * an error instead, or, if only the address is the same, a guid derived from its slug.
 */
export function identify(
  candidates: readonly Candidate[],
  ledger: Ledger,
  showGuid: string,
): { identities: ReadonlyMap<string, Identity>; problems: readonly Problem[] } {
  const matches = matchLedger(candidates, ledger)
  const identities = new Map<string, Identity>()
  const owners = new Map<string, Candidate>()
  const problems: Problem[] = []
  for (const candidate of candidates.toSorted((a, b) => rank(a, b, matches))) {
    const entry = matches.get(candidate) ?? null
    const own = createEpisodeGuid(showGuid, candidate.slug)
    const claimed = entry?.guid ?? candidate.guid ?? candidate.permalink ?? own
    const owner = owners.get(claimed)
    // An address that two posts share was never meant to identify one of them.
    const guid = owner !== undefined && claimed === candidate.permalink ? own : claimed
    if (owner !== undefined && guid !== claimed) {
      problems.push(sharedAddress(candidate, owner, claimed))
    }
    const rival = owners.get(guid)
    if (rival === undefined) {
      owners.set(guid, candidate)
      identities.set(candidate.file, { guid, entry })
      if (entry !== null && candidate.guid !== null && candidate.guid !== guid) {
        problems.push(changedGuid(candidate, guid))
      }
    } else problems.push(takenGuid(candidate, rival, guid))
  }
  return { identities, problems }
}

function rank(a: Candidate, b: Candidate, matches: ReadonlyMap<Candidate, LedgerEntry>): number {
  const known = Number(matches.has(b)) - Number(matches.has(a))
  return known || a.published.getTime() - b.published.getTime() || (a.file < b.file ? -1 : 1)
}

function takenGuid(candidate: Candidate, owner: Candidate, guid: string): Problem {
  const { file, line } = candidate
  const message = `"${guid}" is the guid of ${owner.file}, so this post is left out; ${candidate.guid === guid ? 'change this guid, or remove it' : 'give it a slug, permalink or guid of its own'}`
  return problem('episode/guid-taken', { file, line, field: 'guid' }, message)
}

function sharedAddress({ file }: Candidate, owner: Candidate, address: string): Problem {
  const rule = 'episode/address-shared'
  const what = `"${address}" is the address of ${owner.file}, too, so the guid of this episode is derived from its slug`
  return problemWithFix(rule, { file }, what)
}

function changedGuid(candidate: Candidate, guid: string): Problem {
  const { file, line } = candidate
  const rule = 'episode/guid-changed'
  const what = `subscribers have "${guid}", so that guid is published instead of "${candidate.guid}"`
  return problemWithFix(rule, { file, line, field: 'guid' }, what)
}

/** @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md */
const PODCAST_NAMESPACE = 'ead4c236-bf58-58c6-a2c6-a6b28d128cb6'

/**
 * The `podcast:guid` of a new show: a UUID derived from the first address of its feed.
 *
 * Scheme and trailing slashes are ignored, letter case and query are not. It is derived once and then
 * kept, in the ledger or the settings: a feed that moves keeps it.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
 */
export function createShowGuid(feedUrl: string): string {
  const seed = feedUrl.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/+$/, '')
  return uuidV5(seed, PODCAST_NAMESPACE)
}

/** Of thousands of episodes, the show is the same. */
const bytesOf = remembering((uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex'))

/**
 * The UUID of a name in a namespace, which is a UUID itself.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.5
 */
function uuidV5(name: string, namespace: string): string {
  const bytes = createHash('sha1').update(bytesOf(namespace)).update(name).digest()
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** The guid of an episode without a published one, one of its author, or a permalink. */
export function createEpisodeGuid(showGuid: string, slug: string): string {
  return uuidV5(slug, showGuid)
}
