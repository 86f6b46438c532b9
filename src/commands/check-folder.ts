import type { OpenShow } from '../show/open-show.ts'
import { relative, sep } from 'node:path'
import {
  checkContent,
  readArchives,
  readRendered,
  type Prepared,
} from '../check/content/check-content.ts'
import { checkNetwork, within } from '../check/content/check-network.ts'
import type { Comparison } from '../check/against/compare-feeds.ts'
import { judge, type Verdict } from '../check/directories.ts'
import type { Feed } from '../check/feed.ts'
import { findingOf, type Finding } from '../check/rule.ts'
import { DRAW_COVER } from '../jobs/draw-cover.ts'
import { WORK } from '../jobs/kinds.ts'
import { ownerOfShow } from '../show/artwork/artwork-wishes.ts'
import type { ComposedShow, Composition } from '../show/compose-show.ts'
import { isNetwork, showsOf, type Show } from '../show/show.ts'
import { createSite, forgetRendered } from '../site/create-site.ts'
import { locate } from '../site/locate.ts'
import { PUBLIC_FOLDER, readPublicFiles } from '../site/public-files.ts'
import { type Given, type Context, optionOf, textOf } from './command.ts'
import { namedShow, oneShow } from './choose-show.ts'
import { openFolder, problemsOnceRendered, readWhole } from './open-folder.ts'
import { ARTICLE_THREADS } from '../site/article-threads.ts'
import { preparingAll } from '../site/article-service.ts'
import { plural } from './report.ts'
import { type BlogPages, NO_PAGES } from '../show/folder/blog-pages.ts'
import type { ReadText } from '../check/content/site-texts.ts'
import { isRead, readAll } from './read-site.ts'
import type { Listened } from '../show/recordings/listen-to-shows.ts'
import { createWorkProgress } from './progress.ts'

/** What was checked, and what was found. */
export interface Checked {
  /** One line on what was checked. */
  readonly what: string
  /** The content folder, relative to the working directory; '' where none was read. */
  readonly folder: string
  readonly findings: readonly Finding[]
  readonly feed: Feed | null
  /** The archives of the feed; null where they were not read. */
  readonly archives: readonly Feed[] | null
  /** Paths of the site that redirect to the feed. */
  readonly oldPaths: readonly string[]
  /** Whether directories would accept it; null if the folder would publish nothing. */
  readonly verdicts: readonly Verdict[] | null
  /** The comparison with the feed of `--against`; null if that was not given. */
  readonly comparison: Comparison | null
}

/** Checks what a folder would publish, without network requests. */
export async function checkFolder(given: Given, context: Context): Promise<Checked> {
  const options = { folder: textOf(given.arguments[0]), baseUrl: optionOf(given, 'baseUrl') }
  const opened = await openFolder(options, context)
  const read = await readWhole(opened, WORK.files, context)
  await opened.hold()
  const { composition, modified } = read
  const folder = relative('', opened.folder).replaceAll(sep, '/')
  if (composition === null) {
    const findings = read.problems.map(findingOf)
    const what = `${options.folder} cannot be read as a show`
    return { what, folder, findings, ...NO_FEED, verdicts: null }
  }
  const { show } = composition
  const now = context.now()
  const { texts, feeds, problems: told } = await readMade(opened, show, { now, modified })
  const listens = given.options['listen'] === true
  const heard = listens ? await listenTo(opened, showsOf(show), context) : new Map<string, never>()
  const problems = [...(await problemsOnceRendered(opened, read, context)), ...told]
  const made = { texts, feeds, heard, problems, now }
  if (isNetwork(show)) return { folder, ...(await checkShows(opened, composition, made, given)) }
  const prepared = prepare(composition, { ...made, blog: await blogOf('', texts, opened) })
  const what = `${show.title}: ${countEpisodes([show])} checked`
  const itsFeeds = feedsOf(prepared, { passing: passingRules(composition, '/') })
  return { what, folder, findings: checkContent(prepared), ...itsFeeds }
}

/** Makes the whole site of a show, and reads what is in its texts. */
async function readMade(
  opened: OpenShow,
  show: Show,
  { now, modified }: { readonly now: Date; readonly modified: Date },
): Promise<Pick<Prepared, 'texts' | 'feeds' | 'problems'>> {
  const { site, problems } = createSite(show, {
    publicFiles: await readPublicFiles(PUBLIC_FOLDER),
    previous: null,
    now,
    modified,
    prepare: preparingAll(opened, () => now, isRead),
  })
  const basePath = decodeURI(new URL(show.baseUrl).pathname)
  const read = await readAll(site, {
    baseUrl: show.baseUrl,
    has: (path) => locate(site, basePath, path).kind !== 'nothing',
    blogs: showsOf(show).flatMap((each) => each.site ?? []),
  })
  forgetRendered()
  await ARTICLE_THREADS.rest()
  return { ...read, problems }
}

/** What is known of a folder when its shows are checked. */
type Made = Pick<Prepared, 'texts' | 'feeds' | 'heard' | 'problems' | 'now'>

/** Checks each of several shows, and what they have in common. */
async function checkShows(
  opened: OpenShow,
  composition: Composition,
  made: Made,
  given: Given,
): Promise<Omit<Checked, 'folder'>> {
  const { show } = composition
  const { texts, feeds, problems } = made
  const shows = await Promise.all(
    composition.shows.map(async (each) => {
      const { name, path } = each.settled
      const own = within(texts, path)
      const blog = await blogOf(name, own, opened)
      const around = { ...made, texts: own, feeds: within(feeds, path), problems: [], blog }
      return { each, prepared: prepare(each.composition, around) }
    }),
  )
  const chosen = choose(composition, given)
  const compared = shows.find(({ each }) => each === chosen)
  const inShows = composition.shows.map(({ settled }) => settled.path)
  const findings = checkNetwork({
    show,
    texts: texts.filter(({ path }) => !inShows.some((inside) => path.startsWith(inside))),
    shows: shows.map(({ prepared }) => prepared),
    problems,
    blog: NO_PAGES,
  })
  const what = `${show.title}: ${plural(shows.length, 'show')}, ${countEpisodes(showsOf(show))} checked`
  const itsFeeds =
    compared && feedsOf(compared.prepared, { oldFeeds: compared.each.settled.oldFeeds })
  const verdicts = shows.flatMap(({ each, prepared }) =>
    judge(readRendered(prepared), [], passingRules(each.composition, each.settled.path)),
  )
  return { what, findings, ...(itsFeeds ?? NO_FEED), verdicts }
}

const NO_FEED = { feed: null, archives: null, oldPaths: [], comparison: null } as const

/** The pages of the blog of a show. They are searched for only if some text links to the blog. */
async function blogOf(
  name: string,
  texts: readonly ReadText[],
  opened: OpenShow,
): Promise<BlogPages> {
  return texts.some(({ blogLinks }) => blogLinks.length > 0) ? opened.blogPages(name) : NO_PAGES
}

/** The show to compare, if it is one of several. */
function choose(composition: Composition, given: Given): ComposedShow | null {
  const name = optionOf(given, 'show')
  const against = optionOf(given, 'against')
  return against === undefined ? namedShow(composition, name) : oneShow(composition, name)
}

function prepare(
  { show, drafts }: Composition,
  around: Pick<Prepared, 'texts' | 'feeds' | 'heard' | 'problems' | 'now' | 'blog'>,
): Prepared {
  return {
    ...around,
    show,
    posts: drafts.map(({ post }) => post),
    tags: new Map(drafts.flatMap(({ post, tags }) => (tags === null ? [] : [[post.file, tags]]))),
    codecs: new Map(
      drafts.flatMap(({ post, codec }) => (codec === null ? [] : [[post.file, codec]])),
    ),
  }
}

function feedsOf(
  prepared: Prepared,
  {
    oldFeeds = [],
    passing = [],
  }: { readonly oldFeeds?: readonly string[]; readonly passing?: readonly string[] },
): Pick<Checked, 'feed' | 'archives' | 'oldPaths' | 'verdicts' | 'comparison'> {
  const feed = readRendered(prepared)
  return {
    feed,
    archives: readArchives(prepared),
    oldPaths: [...prepared.show.feed.oldPaths, ...oldFeeds],
    verdicts: judge(feed, [], passing),
    comparison: null,
  }
}

/**
 * Rules that the feed of a show breaks only here: covers are drawn by `build` and `serve`, since that
 * takes longer than a check.
 *
 * @param place The folder of the show on the site.
 */
function passingRules({ work }: Composition, place: string): readonly string[] {
  const owner = ownerOfShow({ place })
  const isToDraw = work.some(
    ({ job, due }) => job.kind === DRAW_COVER && job.key === owner && due !== Infinity,
  )
  return isToDraw ? ['feed/image'] : []
}

function countEpisodes(shows: readonly Show[]): string {
  const all = shows.flatMap(({ episodes, scheduled }) => [...episodes, ...scheduled])
  return plural(all.length, 'episode')
}

/**
 * Listens to the local recordings of some shows, and reports those that cannot be listened to.
 *
 * @returns What was heard, by absolute path of the file.
 */
async function listenTo(
  opened: OpenShow,
  shows: readonly Show[],
  context: Context,
): Promise<Listened['heard']> {
  const { now, signal } = context
  const progress = createWorkProgress(context)
  const { heard, unheard, elsewhere } = await opened.listen(shows, { now, signal, progress })
  for (const [why, files] of unheard) {
    const which = files.length === 1 ? files[0] : plural(files.length, 'recording')
    context.report(`! not listened to ${which}: ${why}`)
  }
  if (elsewhere > 0) {
    const which = plural(elsewhere, 'recording')
    context.report(`! not listened to ${which} on other hosts: --listen decodes local files only`)
  }
  return heard
}
