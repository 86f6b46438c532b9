import { WORK } from '../jobs/kinds.ts'
import { Refusal } from '../base/fault.ts'
import { isPrivate } from '../show/private-show.ts'
import { createSite } from '../site/create-site.ts'
import { preparing } from '../site/article-service.ts'
import { PUBLIC_FOLDER, readPublicFiles } from '../site/public-files.ts'
import { announceAll, announcementsOf, sentenceOf } from './announcer.ts'
import { type Given, type Context, optionOf, textOf } from './command.ts'
import { openFolder, readWhole } from './open-folder.ts'
import { assertPublic } from './write-site.ts'
import { reportProblems } from './report.ts'

/** Milliseconds between attempts; a CDN may serve the old feed for a minute. */
const PAUSES = [2000, 5000, 10_000, 30_000, 60_000]

/** Notifies hubs and podping of a changed feed, once it is served. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const options = { folder: textOf(given.arguments[0]), baseUrl: optionOf(given, 'baseUrl') }
  const opened = await openFolder(options, context)
  const { composition, problems, modified } = await readWhole(opened, WORK.all, context)
  if (composition === null) {
    reportProblems(problems, context)
    return 1
  }
  const { show } = composition
  if (isPrivate(show))
    throw new Refusal('a private show is not announced, because its address is secret')
  assertPublic(show)
  const publicFiles = await readPublicFiles(PUBLIC_FOLDER)
  const prepare = preparing(opened, context.now)
  const made = { publicFiles, previous: null, now: context.now(), modified, prepare }
  const { site } = createSite(show, made)
  const announcements = await announcementsOf(show, site, context.podpingToken ?? null)
  if (announcements.length === 0) {
    throw new Refusal(
      'there is nothing to notify; name a WebSub hub in the settings (feed: { hub: https://… }), or a podping front-end (announce: { podping: https://… })',
    )
  }
  const told = await announceAll(announcements, {
    folder: opened.folder,
    again: given.options['again'] === true,
    pauses: PAUSES,
    signal: context.signal,
  })
  const failed = told.filter(({ failure }) => failure !== null)
  for (const one of failed) context.report(`✗ ${sentenceOf(one)}`)
  for (const one of told) if (one.failure === null) context.print(sentenceOf(one))
  if (told.length === 0) {
    context.print('All were notified of this feed before; --again notifies them once more.')
  }
  return failed.length > 0 ? 1 : 0
}
