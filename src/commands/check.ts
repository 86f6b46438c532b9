import { relative, sep } from 'node:path'
import { checkContent } from '../check/check-content.ts'
import { checkLive } from '../check/check-live.ts'
import { isWebUrl } from '../check/feed.ts'
import { findingJson } from '../check/report-json.ts'
import { formatAnnotation } from '../check/report-github.ts'
import { countFindings, formatFindings, formatRule, painter } from '../check/report-text.ts'
import type { Finding } from '../check/rule.ts'
import { RULES } from '../check/rules.ts'
import { createVisitor } from '../check/visit.ts'
import { createSite } from '../site/create-site.ts'
import { locate } from '../site/locate.ts'
import { readPublicFiles } from '../site/public-files.ts'
import { nearest } from '../show/suggest.ts'
import type { Given, Surroundings } from './command.ts'
import { UsageError, optionOf, textOf } from './command.ts'
import { loadOnce, openFolder } from './open-show.ts'
import { createProgress } from './progress.ts'
import { PUBLIC_FOLDER } from './public-folder.ts'
import { readTexts } from './read-texts.ts'
import { hasErrors, plural } from './report.ts'

/** What was looked at, and what was found. */
interface Checked {
  /** One line on what was looked at. */
  readonly what: string
  /** The content folder from where the program was started; '' where none was read. */
  readonly folder: string
  readonly findings: readonly Finding[]
}

/** Tells what apps and directories would refuse. */
export async function run(given: Given, around: Surroundings): Promise<0 | 1> {
  const rule = optionOf(given, 'explain')
  if (rule !== undefined) return explain(rule, around)
  const report = REPORTS[parseFormat(optionOf(given, 'format') ?? '')]
  const live = optionOf(given, 'live')
  const checked =
    live === undefined ? await checkFolder(given, around) : await checkServed(live, given, around)
  report(checked, around)
  return hasErrors(checked.findings) ? 1 : 0
}

/** Checks what a folder would publish, and asks nothing of the network. */
async function checkFolder(given: Given, around: Surroundings): Promise<Checked> {
  const options = { folder: textOf(given.arguments[0]), baseUrl: optionOf(given, 'baseUrl') }
  const loader = await openFolder(options, around)
  const loaded = await loadOnce(loader, around)
  const { show, modified } = loaded
  const folder = relative('', loader.folder).replaceAll(sep, '/')
  if (show === null) {
    const findings = loaded.problems.map((problem) => ({ ...problem, url: null }))
    return { what: `${options.folder} cannot be read as a show`, folder, findings }
  }
  const now = around.now()
  const publicFiles = await readPublicFiles(PUBLIC_FOLDER)
  const { site, problems } = createSite(show, { publicFiles, previous: null, now, modified })
  const basePath = decodeURI(new URL(show.baseUrl).pathname)
  const findings = checkContent({
    show,
    posts: loader.posts(),
    texts: await readTexts(site),
    has: (path) => locate(site, basePath, path).kind !== 'nothing',
    problems: [...loaded.problems, ...problems],
    now,
  })
  const episodes = plural(show.episodes.length + show.scheduled.length, 'episode')
  return { what: `${show.title}: ${episodes} checked`, folder, findings }
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
    const what = feed === null ? url : `${url}: the feed and ${looked} checked`
    return { what, folder: '', findings }
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
  text: ({ what, findings }: Checked, around: Surroundings): void => {
    const paint = painter(around.colour)
    const counts = countFindings(findings) ?? 'nothing to complain about'
    around.print([...formatFindings(findings, paint), `${what}: ${counts}.`].join('\n'))
    if (findings.length > 0) around.tell('More on a rule: sidecast check --explain RULE')
  },
  json: ({ findings }: Checked, around: Surroundings): void => {
    around.print(JSON.stringify({ findings: findings.map(findingJson) }, null, 2))
  },
  github: ({ folder, findings }: Checked, around: Surroundings): void => {
    for (const finding of findings) around.print(formatAnnotation(finding, folder))
  },
} as const

function parseFormat(text: string): keyof typeof REPORTS {
  if (text === 'text' || text === 'json' || text === 'github') return text
  throw new UsageError(`--format: expected text, json or github, got "${text}"`)
}
