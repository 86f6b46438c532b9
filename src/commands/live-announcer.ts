import { setTimeout as wait } from 'node:timers/promises'
import { faultOf } from '../base/fault.ts'
import type { Current } from '../site/app.ts'
import { announceAll, announcementsOf, sentenceOf } from './announcer.ts'
import type { Context } from './command.ts'

/** Milliseconds without another change after which a feed is announced. */
const QUIET = 2000
/** Milliseconds between attempts; the show is served meanwhile. */
const PAUSES = [2000, 10_000, 60_000, 300_000, 1_800_000]

/**
 * Announces each show that goes live, if its settings ask for it. This happens in the background; a
 * newer show replaces one that is still being announced.
 */
export function createLiveAnnouncer(folder: string, context: Context): (current: Current) => void {
  let stop = new AbortController()
  return (current) => {
    stop.abort()
    if (!current.show.announce.serve) return
    stop = new AbortController()
    const signal = AbortSignal.any([context.signal, stop.signal])
    announce(current, folder, context, signal).catch((cause: unknown) => {
      if (!signal.aborted) context.report(`! the feed was not announced: ${faultOf(cause).message}`)
    })
  }
}

async function announce(
  { show, site }: Current,
  folder: string,
  { report, podpingToken = null }: Context,
  signal: AbortSignal,
): Promise<void> {
  await wait(QUIET, undefined, { signal, ref: false })
  const announcements = await announcementsOf(show, site, podpingToken)
  const options = { folder, again: false, pauses: PAUSES, signal }
  for (const told of await announceAll(announcements, options)) {
    report(told.failure === null ? sentenceOf(told) : `! ${sentenceOf(told)}`)
  }
}
