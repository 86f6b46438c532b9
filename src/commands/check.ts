import type { OpenShow } from '../show/open-show.ts'
import { stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { withoutUserIn } from '../base/web-address.ts'
import { AGAINST_CHECKS } from '../check/against/against-checks.ts'
import {
  checkContent,
  readArchives,
  readRendered,
  type Prepared,
} from '../check/content/check-content.ts'
import { checkNetwork, within } from '../check/content/check-network.ts'
import { checkLive, whyNoPictures } from '../check/live/check-live.ts'
import {
  comparisonJson,
  compareFeeds,
  formatComparison,
  type Comparison,
} from '../check/against/compare-feeds.ts'
import { judge, type Verdict } from '../check/directories.ts'
import { isWebUrl, readFeed, type Feed } from '../check/feed.ts'
import {
  formatAnnotation,
  countFindings,
  formatFindings,
  formatRule,
  formatVerdicts,
  leavesOut,
} from '../check/report.ts'
import { applyChecks, findingOf, type Finding } from '../check/rule.ts'
import { ALL_RULES } from '../check/rules.ts'
import { Visitor } from '../check/live/visit.ts'
import { DRAW_COVER } from '../jobs/draw-cover.ts'
import { WORK } from '../jobs/kinds.ts'
import { ownerOfShow } from '../show/artwork/artwork-wishes.ts'
import type { ComposedShow, Composition } from '../show/compose-show.ts'
import { isNetwork, showsOf, type Show } from '../show/show.ts'
import { createSite } from '../site/create-site.ts'
import { locate } from '../site/locate.ts'
import { PUBLIC_FOLDER, readPublicFiles } from '../site/public-files.ts'
import { nearest } from '../base/suggest.ts'
import { type Given, type Context, CALL, UsageError, optionOf, textOf } from './command.ts'
import { namedShow, oneShow } from './choose-show.ts'
import { listenTo } from './listen-to.ts'
import { openFolder, problemsOnceRendered, readWhole } from './open-folder.ts'
import { ARTICLE_THREADS } from '../site/article-threads.ts'
import { preparingAll } from '../site/article-service.ts'
import { createProgress } from './progress.ts'
import { readFeedText } from './read-feed-text.ts'
import { EACH_PLACE, hasErrors, plural, printJson } from './report.ts'
import { type BlogPages, NO_PAGES } from '../show/folder/blog-pages.ts'
import { type ReadText } from '../check/content/site-texts.ts'
import { isRead, readAll } from './read-site.ts'

/** What was checked, and what was found. */
interface Checked {
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

/** Reports what apps and directories would reject. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const rule = optionOf(given, 'explain')
  if (rule !== undefined) return explain(rule, context)
  const report = REPORTS[parseFormat(optionOf(given, 'format') ?? '')]
  const live = optionOf(given, 'live')
  const checked =
    live === undefined ? await checkFolder(given, context) : await checkServed(live, given, context)
  const against = optionOf(given, 'against')
  const compared = against === undefined ? checked : await compare(checked, against, context)
  report(compared, context)
  return hasErrors(compared.findings) ? 1 : 0
}

/** Adds the comparison with the feed that subscribers have now. */
async function compare(checked: Checked, source: string, context: Context): Promise<Checked> {
  const { feed: after, findings } = checked
  if (after === null) return checked
  const now = context.now()
  const file = await feedFileIn(source, new URL(after.url).pathname)
  const before = readFeed(await readFeedText(file, context.signal), { url: source, now })
  if (before.channel === null) {
    throw new UsageError(
      `--against: "${withoutUserIn(file)}" is not a feed: ${before.error ?? 'there is no channel'}`,
    )
  }
  const comparison = compareFeeds(before, after, checked)
  const added = applyChecks(AGAINST_CHECKS, comparison)
  return { ...checked, findings: [...findings, ...added], comparison }
}

/** The feed in the folder of an export; any other source is returned as it is. */
async function feedFileIn(source: string, path: string): Promise<string> {
  const facts = await stat(source).catch(() => null)
  if (facts?.isDirectory() !== true) return source
  // An export begins somewhere below the root of its host.
  const parts = path.slice(1).split('/')
  const below = parts.map((_, index) => parts.slice(index).join('/'))
  const names = [...below, 'feed.xml'].filter((name) => name !== '')
  const files = names.map((name) => join(source, name.endsWith('/') ? `${name}index.xml` : name))
  const there = await Promise.all(files.map((file) => stat(file).catch(() => null)))
  const found = files.find((_, index) => there[index]?.isFile() === true)
  if (found === undefined) {
    throw new UsageError(`--against: there is no feed in "${source}"; name its file`)
  }
  return found
}

/** Checks what a folder would publish, without network requests. */
async function checkFolder(given: Given, context: Context): Promise<Checked> {
  const options = { folder: textOf(given.arguments[0]), baseUrl: optionOf(given, 'baseUrl') }
  const opened = await openFolder(options, context)
  const read = await readWhole(opened, WORK.files, context)
  await opened.hold()
  const { composition, modified } = read
  const folder = relative('', opened.folder).replaceAll(sep, '/')
  if (composition === null) {
    const findings = read.problems.map(findingOf)
    const what = `${options.folder} cannot be read as a show`
    const nothing = { feed: null, archives: null, oldPaths: [], verdicts: null, comparison: null }
    return { what, folder, findings, ...nothing }
  }
  const { show } = composition
  const now = context.now()
  const publicFiles = await readPublicFiles(PUBLIC_FOLDER)
  const { site, problems: told } = createSite(show, {
    publicFiles,
    previous: null,
    now,
    modified,
    prepare: preparingAll(opened, context.now, isRead),
  })
  const basePath = decodeURI(new URL(show.baseUrl).pathname)
  const has = (path: string): boolean => locate(site, basePath, path).kind !== 'nothing'
  const { texts, feeds } = await readAll(site, {
    baseUrl: show.baseUrl,
    has,
    blogs: showsOf(show).flatMap((each) => each.site ?? []),
  })
  await ARTICLE_THREADS.rest()
  const listens = given.options['listen'] === true
  const heard = listens ? await listenTo(opened, showsOf(show), context) : new Map<string, never>()
  const problems = [...(await problemsOnceRendered(opened, read, context)), ...told]
  if (!isNetwork(show)) {
    const prepared = prepare(composition, {
      texts,
      feeds,
      heard,
      problems,
      now,
      blog: await blogOf('', texts, opened),
    })
    const what = `${show.title}: ${countEpisodes([show])} checked`
    const itsFeeds = feedsOf(prepared, { passing: passingRules(composition, '/') })
    return { what, folder, findings: checkContent(prepared), ...itsFeeds }
  }
  const shows = await Promise.all(
    composition.shows.map(async (each) => {
      const { name, path } = each.settled
      const own = within(texts, path)
      const blog = await blogOf(name, own, opened)
      const around = { texts: own, feeds: within(feeds, path), heard, problems: [], now, blog }
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
  const none = { feed: null, archives: null, oldPaths: [], comparison: null }
  const itsFeeds =
    compared && feedsOf(compared.prepared, { oldFeeds: compared.each.settled.oldFeeds })
  const verdicts = shows.flatMap(({ each, prepared }) =>
    judge(readRendered(prepared), [], passingRules(each.composition, each.settled.path)),
  )
  return { what, folder, findings, ...(itsFeeds ?? none), verdicts }
}

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

/** Checks what a server sends, without reading the content. */
async function checkServed(url: string, given: Given, context: Context): Promise<Checked> {
  if (given.options['listen'] === true) {
    throw new UsageError(
      '--listen: decodes the recordings of a folder, so it does not go with --live; run check twice',
    )
  }
  if (!isWebUrl(url)) {
    throw new UsageError(
      `--live: expected the address of a feed with https://, got "${withoutUserIn(url)}"`,
    )
  }
  const newest = given.options['all'] === true ? Infinity : parseNewest(optionOf(given, 'newest'))
  const shown = withoutUserIn(url)
  const visitor = new Visitor(context.signal)
  const progress = createProgress('files requested', context)
  try {
    const options = { visitor, now: context.now(), newest, progress }
    const { feed, findings } = await checkLive(url, options)
    const items = feed?.items.length ?? 0
    const looked = `the newest ${Math.min(newest, items)} of ${plural(items, 'episode')}`
    const missing = await whyNoPictures()
    if (missing !== null) context.report(`! images were not checked: ${missing}`)
    const what = feed === null ? shown : `${shown}: the feed and ${looked} checked`
    return {
      what,
      folder: '',
      findings,
      feed,
      archives: null,
      oldPaths: [],
      verdicts: judge(feed, findings),
      comparison: null,
    }
  } finally {
    visitor.close()
  }
}

function parseNewest(text = '10'): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new UsageError(`--newest: expected a number of episodes from 1, got "${text}"`)
}

function explain(rule: string, context: Context): 0 {
  if (!Object.hasOwn(ALL_RULES, rule)) {
    const near = nearest(rule, Object.keys(ALL_RULES))
    const fix =
      near === null ? 'docs/reference/rules.md lists all rules' : `did you mean "${near}"?`
    throw new UsageError(`--explain: there is no rule "${rule}"; ${fix}`)
  }
  context.print(formatRule(rule))
  return 0
}

/** Prints findings, by the name of the format. */
const REPORTS = {
  text: ({ what, findings, verdicts, comparison }: Checked, context: Context): void => {
    const counts = countFindings(findings) ?? 'no problems found'
    const compared = comparison === null ? [] : formatComparison(comparison)
    const directories = verdicts === null ? [] : formatVerdicts(verdicts)
    context.print([...formatFindings(findings), `${what}: ${counts}.`, ...compared, ...directories])
    if (leavesOut(findings)) context.report(EACH_PLACE)
    if (findings.length > 0) context.report(`To explain a rule: ${CALL} check --explain RULE`)
  },
  json: ({ findings, verdicts: directories, comparison }: Checked, context: Context): void => {
    const against = comparison === null ? null : comparisonJson(comparison)
    printJson({ findings, directories, against }, context)
  },
  github: ({ folder, findings }: Checked, context: Context): void => {
    for (const finding of findings) context.print(formatAnnotation(finding, folder))
  },
} as const

function parseFormat(text: string): keyof typeof REPORTS {
  if (text === 'text' || text === 'json' || text === 'github') return text
  throw new UsageError(`--format: expected text, json or github, got "${text}"`)
}
