import { randomUUID } from 'node:crypto'
import { faultOf, Refusal } from '../base/fault.ts'
import { formatFindings } from '../check/format-findings.ts'
import { type Bucket, parseBucket } from '../settings/publish-settings.ts'
import type { OpenShow } from '../show/open-show.ts'
import { type Show, showsOf } from '../show/show.ts'
import type { ObjectStore } from '../site/publish/object-store.ts'
import { publishSite, type Published } from '../site/publish/publish-site.ts'
import { openS3 } from '../site/publish/s3-store.ts'
import type { Site } from '../site/site.ts'
import { countAll, refuse } from './build.ts'
import { type Given, type Context, UsageError, optionOf, textOf } from './command.ts'
import { openFolder } from './open-folder.ts'
import { createProgress } from './progress.ts'
import { formatSkipped, hasErrors, plural, printJson, reportProblems } from './report.ts'
import { assertPublic, writeSite } from './write-site.ts'
import { type Risks, risksOf } from '../check/against/against-checks.ts'
import { readFeed, type Feed } from '../check/feed.ts'
import { decodeXml } from '../show/ledger/decode-xml.ts'
import { exportPathOf } from '../site/export-stage.ts'
import { bytesAt, feedsOfSite, type SiteFeed } from '../site/site-feeds.ts'

/** What was published, and where. */
interface Done extends Published {
  readonly to: string
}

/** Writes the whole site to an object store, and removes what is outdated there. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const to = optionOf(given, 'to')
  const bucket = to === undefined ? null : readBucket(to)
  const options = {
    folder: textOf(given.arguments[0]),
    baseUrl: optionOf(given, 'baseUrl'),
    allowRemoval: given.options['allowRemoval'] === true,
  }
  const opened = await openFolder(options, context)
  const { show, problems, written, isForgotten } = await writeSite<Done>(
    opened,
    {
      keepGoing: given.options['keepGoing'] === true,
      isTrial: given.options['dryRun'] === true,
      async write(site, made) {
        assertPublic(made)
        const store = await open(opened, bucket, context)
        await assertHarmless({ site, show: made, store }, given, context)
        return { to: store.name, ...(await publish(site, store, given, context)) }
      },
    },
    context,
  )
  reportProblems(problems, context)
  if (show === null || written === null) return refuse({ show, problems }, context)
  if (given.options['json'] === true) printJson(written, context)
  else print(show, written, given, context)
  return hasErrors(problems) || isForgotten ? 1 : 0
}

function publish(
  site: Site,
  store: ObjectStore,
  given: Given,
  context: Context,
): Promise<Published> {
  const progress = createProgress('kB sent', context)
  return publishSite(site, store, {
    dryRun: given.options['dryRun'] === true,
    replace: given.options['replace'] === true,
    run: randomUUID(),
    progress: (done, total) => progress(Math.ceil(done / 1000), Math.ceil(total / 1000)),
    warn: (message) => context.report(`! ${message}`),
  })
}

function readBucket(text: string): Bucket {
  try {
    return parseBucket(text)
  } catch (cause) {
    throw new UsageError(`--to: ${faultOf(cause).message}`)
  }
}

async function open(
  opened: OpenShow,
  given: Bucket | null,
  { signal }: Context,
): Promise<ObjectStore> {
  const { to = null, ...reached } = opened.settings()?.publish ?? {}
  const bucket = given ?? to
  if (bucket === null) {
    throw new UsageError(
      '--to: name the bucket to write to, e.g. --to s3://my-bucket/podcast, or set publish.to in sidecast.yml',
    )
  }
  const nothing = { endpoint: null, region: null, pathStyle: null, acl: null }
  return openS3({ ...nothing, ...reached, bucket, signal })
}

/** @throws {Refusal} If subscribers of what is published now would be hurt, and the user has not confirmed it. */
async function assertHarmless(
  published: PublishedFeeds,
  given: Given,
  context: Context,
): Promise<void> {
  const { removals, changes } = await risksOfFeeds(published, context.now())
  const refused = [
    { findings: removals, isAllowed: given.options['allowRemoval'], word: '--allow-removal' },
    { findings: changes, isAllowed: given.options['allowChanges'], word: '--allow-changes' },
  ].filter(({ findings, isAllowed }) => findings.length > 0 && isAllowed !== true)
  if (refused.length === 0) return
  context.report(formatFindings(refused.flatMap(({ findings }) => findings)))
  const words = refused.map(({ word }) => word).join(' ')
  throw new Refusal(
    `this would hurt the subscribers of what is in ${published.store.name} now, so nothing was written; correct it, or confirm it with ${words}`,
  )
}

function print(
  show: Show,
  { to, objects, bytes, written, removed }: Done,
  given: Given,
  context: Context,
): void {
  const isTrial = given.options['dryRun'] === true
  const size = `${plural(objects, 'object')} (${(bytes / 1e6).toFixed(1)} MB)`
  const would = isTrial ? 'would be ' : ''
  const counts = [
    `${written.length} ${would}new or changed`,
    ...(removed.length === 0 ? [] : [`${removed.length} ${would}removed`]),
  ]
  context.print(`${show.title}: ${countAll(show)}, ${size} in ${to}, ${counts.join(', ')}`)
  if (isTrial) {
    context.print([
      ...written.map((path) => `  write   ${path}`),
      ...removed.map((path) => `  remove  ${path}`),
    ])
  }
  const skipped = [...new Set([show, ...showsOf(show)])].flatMap((each) => each.skipped)
  for (const line of formatSkipped(skipped)) context.print(`  skipped: ${line}`)
}

/** A site that is about to be published, and the store for it. */
export interface PublishedFeeds {
  readonly site: Site
  readonly show: Show
  readonly store: ObjectStore
}

/** The findings that would hurt subscribers if the feeds of a site replaced those in the store. */
export async function risksOfFeeds(
  { site, show, store }: PublishedFeeds,
  now: Date,
): Promise<Risks> {
  const risks: Risks[] = []
  for (const feed of feedsOfSite(show)) {
    const type = site.get(feed.path)?.type ?? ''
    const published = await store.read(exportPathOf(feed.path, type))
    if (published !== null) risks.push(await risksOfFeed(feed, published, site, now))
  }
  return {
    removals: risks.flatMap(({ removals }) => removals),
    changes: risks.flatMap(({ changes }) => changes),
  }
}

async function risksOfFeed(
  { path, archives, oldPaths, url }: SiteFeed,
  published: Buffer,
  site: Site,
  now: Date,
): Promise<Risks> {
  const readAt = async (at: string): Promise<Feed> =>
    readFeed((await bytesAt(site, at)).toString(), { url, now })
  const { text } = decodeXml(published, null)
  return risksOf(text, await readAt(path), {
    archives: await Promise.all(archives.map(readAt)),
    oldPaths,
  })
}
