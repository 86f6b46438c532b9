import type { Problem } from '../../posts/problem.ts'
import { problem, withWayOut } from '../../posts/problem.ts'
import { createEpisodeGuid } from './guid.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'

/** What tells one episode from another, before it has its guid. */
export interface Candidate {
  readonly file: string
  readonly slug: string
  /** As in {@link LedgerEntry}: absolute for an article of the blog, a path for a page of this site. */
  readonly link: string
  readonly title: string
  readonly published: Date
  /** As in {@link LedgerEntry}: absolute, or a path when this site serves the recording. */
  readonly audioUrl: string
  /** The front matter's own. */
  readonly guid: string | null
  /** The article's address by the blog's own rule; null where no rule is known. */
  readonly permalink: string | null
  /** The line of the front matter's guid, for problems. */
  readonly line: number | null
}

export interface Identity {
  readonly guid: string
  /** The ledger's memory of this episode; null for a new one. */
  readonly entry: LedgerEntry | null
}

type Trait = (thing: Candidate | LedgerEntry) => string

const day = (thing: Candidate | LedgerEntry): string =>
  (typeof thing.published === 'string' ? thing.published : thing.published.toISOString()).slice(
    0,
    10,
  )
const audioUrlOf: Trait = (thing) => ('audio' in thing ? thing.audio.url : thing.audioUrl)

/**
 * By what a moved or renamed post is recognised, from the surest to the weakest. A blog that changes
 * its generator keeps its links; a post with a new name keeps its day, and its recording or title.
 *
 * No trait but the link counts alone: two articles may well share a recording or a title.
 */
const TRAITS: readonly Trait[] = [
  (thing) => thing.link,
  (thing) => `${day(thing)} ${thing.slug}`,
  (thing) => `${day(thing)} ${audioUrlOf(thing)}`,
  (thing) => `${day(thing)} ${thing.title}`,
  (thing) => `${audioUrlOf(thing)} ${thing.title}`,
  (thing) => `${audioUrlOf(thing)} ${thing.slug}`,
]

/** What is enough to believe that a file still holds the post that it held. */
const SAME_FILE: readonly Trait[] = [
  (thing) => thing.link,
  (thing) => thing.slug,
  (thing) => thing.title,
  audioUrlOf,
]

/**
 * Finds the ledger's entry of each candidate: by its file, else by what a post keeps when it moves.
 *
 * An entry answers for one post only, and only where the match is unique on both sides; one whose
 * own file is still a candidate is never taken by another.
 */
function matchLedger(
  candidates: readonly Candidate[],
  ledger: Ledger,
): ReadonlyMap<Candidate, LedgerEntry> {
  const matches = new Map<Candidate, LedgerEntry>()
  const byFile = new Map(ledger.entries.map((entry) => [entry.file, entry]))
  for (const candidate of candidates) {
    const entry = byFile.get(candidate.file)
    if (entry !== undefined && SAME_FILE.some((trait) => trait(entry) === trait(candidate))) {
      matches.set(candidate, entry)
    }
  }
  const taken = new Set(matches.values())
  for (const trait of TRAITS) {
    const open = candidates.filter((candidate) => !matches.has(candidate))
    const entries = unique(
      ledger.entries.filter((entry) => !taken.has(entry)),
      trait,
    )
    for (const [value, candidate] of unique(open, trait)) {
      const entry = entries.get(value)
      if (entry === undefined) continue
      matches.set(candidate, entry)
      taken.add(entry)
    }
  }
  return matches
}

/**
 * Gives every candidate its guid: the ledger's, else the front matter's, else the permalink, else a
 * UUID made from the show's guid and the slug.
 *
 * Where two claim one guid it belongs to the one in the ledger, else to the older; the other gets
 * none and an error.
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
    const guid =
      entry?.guid ??
      candidate.guid ??
      candidate.permalink ??
      createEpisodeGuid(showGuid, candidate.slug)
    const owner = owners.get(guid)
    if (owner === undefined) {
      owners.set(guid, candidate)
      identities.set(candidate.file, { guid, entry })
      if (entry !== null && candidate.guid !== null && candidate.guid !== guid) {
        problems.push(changedGuid(candidate, guid))
      }
    } else problems.push(takenGuid(candidate, owner, guid))
  }
  return { identities, problems }
}

function rank(a: Candidate, b: Candidate, matches: ReadonlyMap<Candidate, LedgerEntry>): number {
  const known = Number(matches.has(b)) - Number(matches.has(a))
  return known || a.published.getTime() - b.published.getTime() || (a.file < b.file ? -1 : 1)
}

function unique<T extends Candidate | LedgerEntry>(
  things: readonly T[],
  trait: Trait,
): Map<string, T> {
  const groups = Map.groupBy(things, trait)
  return new Map(
    [...groups].flatMap(([value, group]) =>
      group.length === 1 && group[0] !== undefined ? [[value, group[0]] as const] : [],
    ),
  )
}

function takenGuid(candidate: Candidate, owner: Candidate, guid: string): Problem {
  const { file, line } = candidate
  const message = `"${guid}" is the guid of ${owner.file}, so this post is left out; ${candidate.guid === guid ? 'change this guid, or take it out' : 'give it a slug, permalink or guid of its own'}`
  return problem('episode/guid-taken', { file, line, field: 'guid' }, message)
}

function changedGuid(candidate: Candidate, guid: string): Problem {
  const { file, line } = candidate
  const rule = 'episode/guid-changed'
  const what = `subscribers hold "${guid}", so that one goes out and not "${candidate.guid}"`
  return problem(rule, { file, line, field: 'guid' }, withWayOut(rule, what))
}
