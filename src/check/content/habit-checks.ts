import type { FieldName } from '../../posts/conventions.ts'
import type { Episode } from '../../show/episode.ts'
import { MINUTE, formatClock } from '../../base/written-times.ts'
import { isSlip } from '../../base/suggest.ts'
import { episodesOf, oldestFirst, placeOf, SETTINGS, type Content } from './checked-content.ts'
import type { Checks, Found } from '../rule.ts'
import * as from from '../../base/sources.ts'

/** Fewer episodes have something in common by chance. */
const HABIT = 3

/** Groups of episodes with the same value, oldest first; null is no value. */
function alike(
  content: Content,
  least: number,
  keyOf: (episode: Episode) => string | number | null,
): readonly (readonly [Episode, ...Episode[]])[] {
  const groups = Map.groupBy(oldestFirst(episodesOf(content)), keyOf)
  return [...groups].flatMap(([key, [first, ...others]]) => {
    const isEnough = key !== null && first !== undefined && others.length + 1 >= least
    return isEnough ? [[first, ...others]] : []
  })
}

/** Makes a rule on values that many episodes have in common by mistake: one finding for each value. */
function common(
  field: FieldName,
  keyOf: (episode: Episode) => string | number | null,
  say: (episode: Episode, count: number) => string,
): (content: Content) => Iterable<Found> {
  return function* (content) {
    for (const [first, ...others] of alike(content, HABIT, keyOf)) {
      const message = `${say(first, others.length + 1)}, e.g. ${others[0]?.file}`
      yield { ...placeOf(content, first, field), message }
    }
  }
}

function* copies(content: Content): Iterable<Found> {
  for (const [first, ...others] of alike(content, 2, ({ audio }) => audio.hash)) {
    for (const other of others.filter(({ audio }) => audio.url !== first.audio.url)) {
      const message = `the recording has the same bytes as that of ${first.file}`
      yield { ...placeOf(content, other, 'audio'), message }
    }
  }
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1)
}

function* sharedTranscripts(content: Content): Iterable<Found> {
  const named = oldestFirst(episodesOf(content)).flatMap((episode) =>
    (content.posts.get(episode.file)?.transcripts ?? []).map(({ value }) => ({ episode, value })),
  )
  const groups = Map.groupBy(named, ({ episode, value }) =>
    /^(?:https?:)?\//i.test(value) ? value : folderOf(episode.file) + value,
  )
  for (const [first, ...others] of groups.values()) {
    for (const { episode, value } of others) {
      if (first === undefined || episode === first.episode) continue
      const message = `"${value}" is also the transcript of ${first.episode.file}`
      yield { ...placeOf(content, episode, 'transcripts'), message }
    }
  }
}

/** A name in a form in which case, accents, spaces and punctuation do not matter. */
function fold(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase()
  return plain.replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}+#]/gu, '')
}

/** Characters; shorter names that differ by a letter are different names. */
const LONG_NAME = 8
/** How often the usual spelling of a name must occur before another one is called a slip. */
const USUAL = 3

/** Whether a long name differs from another by one slip after its first letter. */
function isMisspelt(name: string, other: string): boolean {
  return other.length >= LONG_NAME && name[0] === other[0] && isSlip(name, other)
}

/** Names as they are written → the episodes that have them. */
type Spellings = ReadonlyMap<string, readonly Episode[]>

function spellings(content: Content, namesOf: (episode: Episode) => readonly string[]): Spellings {
  const pairs = episodesOf(content).flatMap((episode) =>
    [...new Set(namesOf(episode))].map((name) => ({ name, episode })),
  )
  const groups = Map.groupBy(pairs, ({ name }) => name)
  return new Map([...groups].map(([name, all]) => [name, all.map(({ episode }) => episode)]))
}

/** The usual spelling of a name that is written in another way; null where it is usual itself. */
function usualSpelling(name: string, all: Spellings, areSlipsTold: boolean): string | null {
  const own = all.get(name)?.length ?? 0
  const others = [...all].filter(
    ([other, { length }]) => other !== name && (length > own || (length === own && other > name)),
  )
  const same = others.find(([other]) => fold(other) === fold(name))
  const slip = others.find(
    ([other, { length }]) =>
      areSlipsTold && own === 1 && length >= USUAL && isMisspelt(fold(name), fold(other)),
  )
  return (same ?? slip)?.[0] ?? null
}

function* spelledTwice(content: Content): Iterable<Found> {
  const { author } = content.show
  const kinds = [
    { field: 'categories', areSlipsTold: false, namesOf: ({ categories }: Episode) => categories },
    { field: 'authors', areSlipsTold: true, namesOf: ({ authors }: Episode) => authors },
    { field: 'series', areSlipsTold: true, namesOf: ({ series }: Episode) => series },
  ] as const
  for (const { field, areSlipsTold, namesOf } of kinds) {
    const all = spellings(content, namesOf)
    for (const [name, [episode]] of all) {
      const usual = usualSpelling(name, all, areSlipsTold)
      if (usual === null || episode === undefined) continue
      const message = `"${name}" is spelled "${usual}" in ${all.get(usual)?.length} posts`
      yield { ...placeOf(content, episode, field), message }
    }
    if (field !== 'authors' || author === null) continue
    for (const [name, [episode]] of all) {
      if (episode === undefined || name === author || !isMisspelt(fold(name), fold(author)))
        continue
      const message = `"${name}" is spelled "${author}" in the settings`
      yield { ...placeOf(content, episode, field), message }
    }
    const other = [...all.keys()].find((name) => name !== author && fold(name) === fold(author))
    if (other === undefined) continue
    yield { file: SETTINGS, field: 'author', message: `"${author}" is spelled "${other}" in posts` }
  }
}

/** Rules on similarities and differences that show only when episodes are compared with each other. */
export const HABIT_CHECKS = {
  'episode/summary-repeated': {
    severity: 'advice',
    says: 'several episodes have the same summary',
    source: from.APPLE('a description says what an episode is about'),
    fix: 'write for each what it is about, or leave the summary out to have it made of the text',
    find: common(
      'summary',
      ({ summary }) => summary || null,
      (_, count) => `${count} episodes have this summary`,
    ),
  },
  'episode/date-shared': {
    severity: 'advice',
    says: 'several episodes were published in the same minute',
    source: from.RSS_PROFILE('apps sort items by pubDate'),
    fix: 'give each the date and time at which it was published, so that apps can sort them',
    find: common(
      'date',
      ({ published }) => Math.floor(published.getTime() / MINUTE),
      ({ published }, count) => `${count} episodes are of ${published.toISOString().slice(0, 16)}Z`,
    ),
  },
  'episode/duration-shared': {
    severity: 'advice',
    says: 'several posts declare the same duration',
    source: from.PSP('duration is that of the file'),
    fix: 'write that of each recording, or leave it out and have the recordings measured',
    find: common(
      'duration',
      ({ audio }) => (audio.how === 'declared' ? audio.seconds : null),
      ({ audio }, count) => `${count} episodes are said to last ${formatClock(audio.seconds ?? 0)}`,
    ),
  },
  'recording/copied': {
    severity: 'warning',
    says: 'two recordings with different names are the same',
    source: from.POSTS_GUIDE('the recording is the article, read aloud'),
    fix: 'replace the copy with the right file, or remove one of the posts',
    find: copies,
  },
  'episode/transcript-shared': {
    severity: 'warning',
    says: 'two episodes have the same transcript',
    source: from.TRANSCRIPTS('a transcript has the words of the recording'),
    fix: 'name the transcript that belongs to the recording',
    find: sharedTranscripts,
  },
  'episode/spelled-twice': {
    severity: 'advice',
    says: 'a category, an author or a series is spelled in two ways',
    source: from.APPLE('a name is spelled the same everywhere'),
    fix: 'spell it in one way everywhere',
    find: spelledTwice,
  },
} satisfies Checks<Content>
