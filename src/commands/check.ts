import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { withoutUserIn } from '../base/web-address.ts'
import { AGAINST_CHECKS } from '../check/against/against-checks.ts'
import { checkLive, whyNoPictures } from '../check/live/check-live.ts'
import { comparisonJson, compareFeeds, formatComparison } from '../check/against/compare-feeds.ts'
import { judge } from '../check/directories.ts'
import { isWebUrl, readFeed } from '../check/feed.ts'
import {
  formatAnnotation,
  countFindings,
  formatFindings,
  formatRule,
  formatVerdicts,
  leavesOut,
} from '../check/format-findings.ts'
import { applyChecks } from '../check/rule.ts'
import { ALL_RULES } from '../check/all-rules.ts'
import { Visitor } from '../check/live/visit.ts'
import { nearest } from '../base/suggest.ts'
import { type Given, type Context, CALL, UsageError, optionOf } from './command.ts'
import { createProgress } from './progress.ts'
import { readFeedText } from './read-feed-text.ts'
import { EACH_PLACE, hasErrors, plural, printJson } from './report.ts'
import { type Checked, checkFolder } from './check-folder.ts'

/** Reports what apps and directories would reject. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const rule = optionOf(given, 'explain')
  if (rule !== undefined) return explain(rule, context)
  const report = REPORTS[parseFormat(optionOf(given, 'format') ?? '')]
  const live = optionOf(given, 'live')
  if (live === undefined) reportIdle(given, context)
  const checked =
    live === undefined ? await checkFolder(given, context) : await checkServed(live, given, context)
  const against = optionOf(given, 'against')
  const compared = against === undefined ? checked : await compare(checked, against, context)
  report(compared, context)
  return hasErrors(compared.findings) ? 1 : 0
}

/** Says which options do nothing without --live. */
function reportIdle({ options }: Given, { report }: Context): void {
  const idle = [
    ...(options['newest'] === undefined ? [] : ['--newest']),
    ...(options['all'] === true ? ['--all'] : []),
  ]
  for (const flag of idle) {
    report(`! ${flag} does nothing without --live: of a folder, every episode is checked`)
  }
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
