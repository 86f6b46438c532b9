import { stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { openStudio } from '../artwork/studio.ts'
import { AGAINST_CHECKS } from '../check/against/against-checks.ts'
import { checkContent, readRendered, type Prepared } from '../check/content/check-content.ts'
import { checkLive } from '../check/live/check-live.ts'
import {
  comparisonJson,
  compareFeeds,
  formatComparison,
  type Comparison,
} from '../check/against/compare-feeds.ts'
import { isWebUrl, readFeed, type Feed } from '../check/feed.ts'
import { findingJson } from '../check/report/report-json.ts'
import { formatAnnotation } from '../check/report/report-github.ts'
import { countFindings, formatFindings, formatRule, painter } from '../check/report/report-text.ts'
import { applyChecks, type Finding } from '../check/rule.ts'
import { RULES } from '../check/rules.ts'
import { createVisitor } from '../check/live/visit.ts'
import { createSite } from '../site/create-site.ts'
import { locate } from '../site/locate.ts'
import { readPublicFiles } from '../site/public-files.ts'
import { nearest } from '../show/settings/suggest.ts'
import type { Given, Surroundings } from './command.ts'
import { CALL, UsageError, optionOf, textOf } from './command.ts'
import { loadWithPictures, openFolder } from './open-show.ts'
import { createProgress } from './progress.ts'
import { PUBLIC_FOLDER } from './public-folder.ts'
import { readFeedText } from './read-feed-text.ts'
import { readTexts } from './read-texts.ts'
import { hasErrors, plural } from './report.ts'

/** What was looked at, and what was found. */
interface Checked {
  /** One line on what was looked at. */
  readonly what: string
  /** The content folder from where the program was started; '' where none was read. */
  readonly folder: string
  readonly findings: readonly Finding[]
  /** Null where there is none. */
  readonly feed: Feed | null
  /** What became of the feed that subscribers hold; null where none was given. */
  readonly comparison: Comparison | null
}

/** Tells what apps and directories would refuse. */
export async function run(given: Given, around: Surroundings): Promise<0 | 1> {
  const rule = optionOf(given, 'explain')
  if (rule !== undefined) return explain(rule, around)
  const report = REPORTS[parseFormat(optionOf(given, 'format') ?? '')]
  const live = optionOf(given, 'live')
  const checked =
    live === undefined ? await checkFolder(given, around) : await checkServed(live, given, around)
  const against = optionOf(given, 'against')
  const compared = against === undefined ? checked : await compare(checked, against, around)
  report(compared, around)
  return hasErrors(compared.findings) ? 1 : 0
}

/** Adds what subscribers of another feed would see of it. */
async function compare(checked: Checked, source: string, around: Surroundings): Promise<Checked> {
  const { feed: after, findings } = checked
  if (after === null) return checked
  const now = around.now()
  const file = await feedFileIn(source, new URL(after.url).pathname)
  const before = readFeed(await readFeedText(file, around.signal), { url: source, now })
  if (before.channel === null) {
    throw new UsageError(
      `--against: "${file}" is no feed: ${before.error ?? 'there is no channel'}`,
    )
  }
  const comparison = compareFeeds(before, after)
  const added = applyChecks(AGAINST_CHECKS, comparison)
  return { ...checked, findings: [...findings, ...added], comparison }
}

/** The feed of an export, where its folder is named; else what is named. */
async function feedFileIn(source: string, path: string): Promise<string> {
  const facts = await stat(source).catch(() => null)
  if (facts?.isDirectory() !== true) return source
  const names = [path.slice(1), basename(path), 'feed.xml'].filter((name) => name !== '')
  const files = names.map((name) => join(source, name.endsWith('/') ? `${name}index.xml` : name))
  const there = await Promise.all(files.map((file) => stat(file).catch(() => null)))
  const found = files.find((_, index) => there[index]?.isFile() === true)
  if (found === undefined) {
    throw new UsageError(`--against: there is no feed in "${source}"; name its file`)
  }
  return found
}

/** Checks what a folder would publish, and asks nothing of the network. */
async function checkFolder(given: Given, around: Surroundings): Promise<Checked> {
  const options = { folder: textOf(given.arguments[0]), baseUrl: optionOf(given, 'baseUrl') }
  const loader = await openFolder(options, around)
  const loaded = await loadWithPictures(loader, around)
  const { show, modified } = loaded
  const folder = relative('', loader.folder).replaceAll(sep, '/')
  if (show === null) {
    const findings = loaded.problems.map((problem) => ({ ...problem, url: null }))
    const what = `${options.folder} cannot be read as a show`
    return { what, folder, findings, feed: null, comparison: null }
  }
  const now = around.now()
  const publicFiles = await readPublicFiles(PUBLIC_FOLDER)
  const { site, problems } = createSite(show, { publicFiles, previous: null, now, modified })
  const basePath = decodeURI(new URL(show.baseUrl).pathname)
  const prepared: Prepared = {
    show,
    posts: loader.posts(),
    tags: loader.tags(),
    texts: await readTexts(site),
    has: (path) => locate(site, basePath, path).kind !== 'nothing',
    problems: [...loaded.problems, ...problems],
    now,
  }
  const episodes = plural(show.episodes.length + show.scheduled.length, 'episode')
  return {
    what: `${show.title}: ${episodes} checked`,
    folder,
    findings: checkContent(prepared),
    feed: readRendered(prepared),
    comparison: null,
  }
}

/** Checks what a server really gives; the content is not looked at. */
async function checkServed(url: string, given: Given, around: Surroundings): Promise<Checked> {
  if (!isWebUrl(url)) {
    throw new UsageError(`--live: expected the address of a feed with https://, got "${url}"`)
  }
  const newest = given.options['all'] === true ? Infinity : parseNewest(optionOf(given, 'newest'))
  const visitor = createVisitor(around.signal)
  const progress = createProgress('files asked for', around)
  try {
    const options = { visitor, now: around.now(), newest, progress }
    const { feed, findings } = await checkLive(url, options)
    const items = feed?.items.length ?? 0
    const looked = `the newest ${Math.min(newest, items)} of ${plural(items, 'episode')}`
    const { missing } = await openStudio()
    if (missing !== null) around.tell(`! pictures were not looked into, for ${missing}`)
    const what = feed === null ? url : `${url}: the feed and ${looked} checked`
    return { what, folder: '', findings, feed, comparison: null }
  } finally {
    visitor.close()
  }
}

function parseNewest(text = '10'): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new UsageError(`--newest: expected a number of episodes from 1, got "${text}"`)
}

function explain(rule: string, around: Surroundings): 0 {
  if (!Object.hasOwn(RULES, rule)) {
    const near = nearest(rule, Object.keys(RULES))
    const wayOut = near === null ? 'the README lists all rules' : `did you mean "${near}"?`
    throw new UsageError(`--explain: there is no rule "${rule}"; ${wayOut}`)
  }
  around.print(formatRule(rule, painter(around.colour)).join('\n'))
  return 0
}

/** How findings are told, by the name of the format. */
const REPORTS = {
  text: ({ what, findings, comparison }: Checked, around: Surroundings): void => {
    const paint = painter(around.colour)
    const counts = countFindings(findings) ?? 'nothing to complain about'
    const compared = comparison === null ? [] : formatComparison(comparison)
    const lines = [...formatFindings(findings, paint), `${what}: ${counts}.`, ...compared]
    around.print(lines.join('\n'))
    if (findings.length > 0) around.tell(`More on a rule: ${CALL} check --explain RULE`)
  },
  json: ({ findings, comparison }: Checked, around: Surroundings): void => {
    const against = comparison === null ? null : comparisonJson(comparison)
    around.print(JSON.stringify({ findings: findings.map(findingJson), against }, null, 2))
  },
  github: ({ folder, findings }: Checked, around: Surroundings): void => {
    for (const finding of findings) around.print(formatAnnotation(finding, folder))
  },
} as const

function parseFormat(text: string): keyof typeof REPORTS {
  if (text === 'text' || text === 'json' || text === 'github') return text
  throw new UsageError(`--format: expected text, json or github, got "${text}"`)
}
