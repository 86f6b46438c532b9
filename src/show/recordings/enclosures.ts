import { basename, extname } from 'node:path'
import { toSlug } from '../../posts/slug.ts'
import type { Draft } from '../episode-parts.ts'
import type { Alternate, Enclosure, Episode, Stated } from '../episode.ts'
import { type Problem, problem } from '../../base/problem.ts'
import { urlOf } from '../show.ts'
import type { KnownAlternate } from './alternates.ts'
import type { Recording } from './find-recording.ts'

/** Where the recordings of all episodes are downloaded. */
export interface Enclosures {
  /** Local file → its path on this site, for recordings that no other host serves. */
  readonly paths: ReadonlyMap<string, string>
  readonly of: (draft: Pick<Draft, 'recording' | 'stated'>) => Enclosure
  readonly alternatesOf: (draft: Pick<Draft, 'alternates'>) => readonly Alternate[]
}

/** Gives every recording an address: its own one, or one of this site at `baseUrl`. */
export function createEnclosures(drafts: readonly Draft[], baseUrl: string): Enclosures {
  const paths = audioPaths(drafts)
  const enclosureOf = ({ url, file }: Recording, stated: Stated): Enclosure => {
    const path = url === null ? (paths.get(file ?? '') ?? null) : null
    return { url: url ?? urlOf({ baseUrl }, path ?? '/'), file, path, ...stated }
  }
  return {
    paths,
    of: ({ recording, stated }) => enclosureOf(recording, stated),
    alternatesOf: ({ alternates }) =>
      alternates.flatMap(({ recording, stated, integrity }) =>
        stated === null ? [] : [{ ...enclosureOf(recording, stated), integrity }],
      ),
  }
}

/** Local file → its path on this site; of two files with the same name, one gets a hash in its path. */
function audioPaths(drafts: readonly Draft[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>()
  const owners = new Map<string, string>()
  for (const { recording } of drafts) {
    if (recording.path === undefined || recording.file === null) continue
    owners.set(recording.path, recording.file)
    paths.set(recording.file, recording.path)
  }
  for (const { recording, stated } of recordingsOf(drafts)) {
    if (recording.url !== null || recording.file === null || paths.has(recording.file)) continue
    const ending = extname(recording.file).toLowerCase()
    const stem = toSlug(basename(recording.file, extname(recording.file)))
    const plain = `/audio/${stem}${ending}`
    const path = owners.has(plain) ? `/audio/${stem}-${stated?.hash?.slice(0, 8)}${ending}` : plain
    owners.set(path, recording.file)
    paths.set(recording.file, path)
  }
  return paths
}

/** The recordings of all posts in the order of their files; alternate ones come last. */
function recordingsOf(
  drafts: readonly Draft[],
): readonly Pick<KnownAlternate, 'recording' | 'stated'>[] {
  const sorted = drafts.toSorted((a, b) => (a.post.file < b.post.file ? -1 : 1))
  return [...sorted, ...sorted.flatMap(({ alternates }) => alternates)]
}

/** Both episodes stay, but apps that identify an episode by its enclosure show only one. */
export function sharedRecordings(
  episodes: readonly Episode[],
  drafts: readonly Draft[],
): readonly Problem[] {
  const posts = new Map(drafts.map(({ post }) => [post.file, post]))
  const groups = Map.groupBy(episodes.toReversed(), ({ audio }) => audio.url)
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map((episode) => {
      const audio = posts.get(episode.file)?.audio[0]
      const { line, field } = audio ?? { line: null, field: 'audio' }
      const message = `its recording ${episode.audio.url} is also that of ${first?.file}; both episodes stay, but Apple shows only one of them, so check whether the right file is named`
      return problem('episode/recording-shared', { file: episode.file, line, field }, message)
    }),
  )
}
