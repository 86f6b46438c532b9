import type { Post } from '../posts/post.ts'
import type { Problem } from '../posts/problem.ts'
import { createDisk } from './folder/disk.ts'
import type { Gathered } from './gather.ts'
import { gather, linkOf } from './gather.ts'
import { inParallel } from './in-parallel.ts'
import type { Integrity } from './recordings/integrity.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { LoadRequest } from './load.ts'
import type { ReadPosts } from './folder/read-posts.ts'
import type { Recordings } from './recordings/recordings.ts'
import type { RemoteRecordings } from './recordings/remote-recordings.ts'
import type { Settings } from './settings/settings.ts'
import { assignSlugs, knownSlugs } from './ledger/slugs.ts'
import type { TimedTexts } from './sidecars/timed-texts.ts'

/** Recordings measured at the same time; more is not faster. */
const PROBES = 4

/** What all posts have in common when they are gathered. */
export interface Around {
  readonly folder: string
  readonly settings: Settings
  readonly ledger: Ledger
  readonly recordings: Recordings
  readonly integrity: Integrity
  readonly remote: RemoteRecordings
  readonly texts: TimedTexts
  readonly request: LoadRequest
  readonly progress: (done: number, total: number) => void
}

/** What became of all posts. */
export interface GatheredAll {
  readonly results: readonly (Gathered & { readonly post: Post; readonly slug: string })[]
  readonly problems: readonly Problem[]
}

export const NOTHING_KNOWN: GatheredAll['results'] = []

/**
 * Gives each post its slug and looks around it, a few at the same time.
 *
 * @param before What was gathered last, for as long as nothing but posts changed since.
 */
export async function gatherAll(
  read: ReadPosts,
  all: Around,
  before: GatheredAll['results'],
): Promise<GatheredAll> {
  const posts = read.results.flatMap(({ post }) => post ?? [])
  const remembered = new Map(all.ledger.entries.map((entry) => [entry.file, entry]))
  const known = knownSlugs(posts, all.ledger, (post) => linkOf(post, all.settings))
  const { slugs, problems } = assignSlugs(posts, known, all.settings.language)
  const wanted = posts.flatMap((post) => {
    const slug = slugs.get(post.file)
    return slug === undefined ? [] : [{ post, slug }]
  })
  const around = {
    folder: all.folder,
    settings: all.settings,
    disk: createDisk(),
    recordings: all.recordings,
    integrity: all.integrity,
    remote: all.remote,
    texts: all.texts,
    clock: all.request,
    remembered,
  }
  const done = new Map<Post, GatheredAll['results'][number]>(
    before.filter(isFinal).map((result) => [result.post, result]),
  )
  let count = 0
  await inParallel(PROBES, wanted, async ({ post, slug }) => {
    all.request.signal?.throwIfAborted()
    if (done.get(post)?.slug !== slug) {
      done.set(post, { ...(await gather(post, slug, around)), post, slug })
    }
    count += 1
    all.progress(count, wanted.length)
  })
  const results = wanted.flatMap(({ post }) => done.get(post) ?? [])
  return { results, problems: [...problems, ...results.flatMap((result) => result.problems)] }
}

/** Whether nothing but its post can change what was gathered: the recording is here and rests. */
function isFinal({ draft, settlesAt }: Gathered): boolean {
  if (draft === null) return settlesAt === null
  const all = [draft.recording, ...draft.alternates.map(({ recording }) => recording)]
  return settlesAt === null && all.every(({ file }) => file !== null)
}
