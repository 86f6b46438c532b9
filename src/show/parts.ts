import { hash as digest } from 'node:crypto'
import { toSlug } from '../posts/slug.ts'
import type { Artwork } from './artwork/artwork.ts'
import type { Episode } from './episode.ts'
import { createShowGuid } from './ledger/identity.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { PartDetails, PartKind, PartSettings } from '../settings/part-settings.ts'
import { urlOf, type Part, type Show } from './show.ts'

/** What the parts of a show are made from, besides the show. */
export interface PartMaterial {
  readonly settings: readonly PartSettings[]
  readonly ledger: Ledger
  /** The artwork of a part; null if it has none of its own. */
  readonly artworkOf: (part: Part) => Artwork | null
}

/** The names of parts of each kind that an episode belongs to. */
const NAMES: Readonly<Record<PartKind, (episode: Episode) => readonly string[]>> = {
  category: ({ categories }) => categories,
  author: ({ authors }) => authors,
  language: ({ language }) => [language],
  series: ({ series }) => series,
}

/**
 * The parts of a show that have feeds of their own: every part with a listed episode, even a single
 * one, because an address with subscribers must not come and go with the number of episodes.
 *
 * A published feed keeps its path and its guid, whatever else changes.
 */
export function createParts(show: Show, material: PartMaterial): readonly Part[] {
  const kept = material.ledger.feeds.map(({ path }) => path)
  const taken = new Set([show.feed.path, ...kept])
  return material.settings.flatMap((settings) =>
    groupsOf(show, settings).map((group) => createPart(show, group, taken, material)),
  )
}

/** The image that the settings name for a part; null if they name none. */
export function imageOfPart(
  settings: readonly PartSettings[],
  { kind, name }: Pick<Part, 'kind' | 'name'>,
): string | null {
  const details = settings.flatMap((each) => (each.kind === kind ? [...each.details] : []))
  return details.find(([other]) => keyOfName(other) === keyOfName(name))?.[1]?.image ?? null
}

interface Group {
  readonly kind: PartKind
  readonly name: string
  readonly episodes: readonly Episode[]
  readonly details: PartDetails
}

/** The parts of one kind by name, in its newest spelling. */
function groupsOf(show: Show, { kind, only, details }: PartSettings): readonly Group[] {
  const wanted = only === null ? null : new Set(only.map(keyOfName))
  const special = new Map([...details].map(([name, said]) => [keyOfName(name), said]))
  const groups = new Map<string, { name: string; episodes: Episode[] }>()
  for (const episode of show.episodes) {
    if (!episode.listed) continue
    for (const [key, name] of new Map(
      NAMES[kind](episode).map((each) => [keyOfName(each), each]),
    )) {
      const group = groups.get(key) ?? { name, episodes: [] }
      if (key !== '') groups.set(key, group)
      group.episodes.push(episode)
    }
  }
  return [...groups]
    .filter(([key]) => (wanted === null || wanted.has(key)) && special.get(key) !== null)
    .map(([key, group]) => ({ kind, ...group, details: special.get(key) ?? {} }))
    .toSorted((a, b) => (keyOfName(a.name) < keyOfName(b.name) ? -1 : 1))
}

/** Ignores case, spaces and hyphens: themes write `web-development` for `Web Development`. */
export function keyOfName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
}

function createPart(
  show: Show,
  { kind, name, episodes, details }: Group,
  taken: Set<string>,
  { ledger, artworkOf }: PartMaterial,
): Part {
  const known = ledger.feeds.find(
    (feed) => feed.kind === kind && keyOfName(feed.name) === keyOfName(name),
  )
  const path = details.path ?? known?.path ?? freePath(kind, name, taken)
  taken.add(path)
  const part: Part = {
    kind,
    name,
    path,
    archive: archiveFolder(path),
    title:
      details.title ?? `${show.title}: ${kind === 'language' ? languageName(show, name) : name}`,
    description: details.description ?? show.description,
    author: kind === 'author' ? name : show.author,
    language: kind === 'language' ? name : show.language,
    image: show.image,
    guid: known?.guid ?? createShowGuid(urlOf(show, path)),
    episodes,
  }
  return { ...part, image: artworkOf(part) ?? show.image }
}

/** The folder of the archives of a feed: beside the feed, because a file cannot be a folder as well. */
function archiveFolder(path: string): string {
  const stem = path.replace(/\.\w+$|\/$/, '')
  return stem === path ? `${stem}-archive/` : `${stem}/`
}

/** The name alone if it is free; otherwise with its kind, and finally with a hash. */
function freePath(kind: PartKind, name: string, taken: ReadonlySet<string>): string {
  const slug = toSlug(name)
  const hash = digest('sha256', keyOfName(name)).slice(0, 8)
  const choices = [slug, `${kind}-${slug}`, `${kind}-${slug}-${hash}`].map(
    (choice) => `/feeds/${choice}.xml`,
  )
  return choices.find((choice) => !taken.has(choice)) ?? choices.at(-1) ?? ''
}

/** The name of a language in the language of the show, e.g. `čeština`. */
function languageName(show: Show, code: string): string {
  return new Intl.DisplayNames([show.language], { type: 'language' }).of(code) ?? code
}
