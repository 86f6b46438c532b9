import { hash as digest } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { isLoopback } from '../base/addresses.ts'
import { faultOf } from '../base/fault.ts'
import { withoutUserIn } from '../base/web-address.ts'
import { decodedBody, Visitor } from '../check/live/visit.ts'
import { createSender, hubNotice, type Notice, podpingNotice, type Sender } from '../jobs/notify.ts'
import { isPrivate } from '../show/private-show.ts'
import type { Show } from '../show/show.ts'
import { noteAnnounced, readAnnounced } from '../show/announced.ts'
import { bytesAt, feedsOfSite } from '../site/site-feeds.ts'
import type { Site } from '../site/site.ts'

/** A feed, and the services that are notified when it changes. */
export interface Announcement {
  readonly feedUrl: string
  /** The feed as it must be served before anybody is notified. */
  readonly bytes: Buffer
  /** Address of the service → what is sent to it. */
  readonly notices: ReadonlyMap<string, Notice>
}

/** The announcements of all feeds of a site, including those of parts. A private show has none. */
export async function announcementsOf(
  show: Show,
  site: Site,
  token: string | null,
): Promise<readonly Announcement[]> {
  if (isPrivate(show) || isLoopback(show.baseUrl)) return []
  const all: Announcement[] = []
  for (const feed of feedsOfSite(show)) {
    for (const { path, url } of [feed, ...feed.parts]) {
      const notices = noticesOf(feed.show, url, token)
      if (notices.size > 0) all.push({ feedUrl: url, bytes: await bytesAt(site, path), notices })
    }
  }
  return all
}

function noticesOf(
  { hubs, announce, medium }: Show,
  feedUrl: string,
  token: string | null,
): ReadonlyMap<string, Notice> {
  const { podping } = announce
  return new Map([
    ...hubs.map((hub) => [withoutUserIn(hub), hubNotice(hub, feedUrl)] as const),
    ...(podping === null
      ? []
      : [[withoutUserIn(podping), podpingNotice(podping, feedUrl, { medium, token })] as const]),
  ])
}

export interface AnnounceOptions {
  /** The content folder, which keeps what was announced to whom. */
  readonly folder: string
  /** Whether services are notified again of a feed that they know. */
  readonly again: boolean
  /** Milliseconds to wait after each failure. When the list is used up, the notice is given up. */
  readonly pauses: readonly number[]
  readonly signal: AbortSignal
}

/** The result of a notice; `failure` is null if it was accepted. */
export interface Told {
  readonly feedUrl: string
  /** The service; null if the feed is not served yet, so nobody was notified. */
  readonly to: string | null
  /** The end of a sentence about the service, or about the feed. */
  readonly failure: string | null
}

/**
 * Notifies all services of a changed feed, once it is served at its address with the same bytes as
 * here.
 *
 * @returns The result of each notice; services that know the feed already are left out.
 */
export async function announceAll(
  announcements: readonly Announcement[],
  options: AnnounceOptions,
): Promise<readonly Told[]> {
  const sender = createSender(options)
  const visitor = new Visitor(options.signal)
  try {
    const told = announcements.map((one) => announceOne(one, { ...options, sender, visitor }))
    return (await Promise.all(told)).flat()
  } finally {
    visitor.close()
    sender.close()
  }
}

interface Around extends AnnounceOptions {
  readonly sender: Sender
  readonly visitor: Visitor
}

async function announceOne(
  { feedUrl, bytes, notices }: Announcement,
  around: Around,
): Promise<readonly Told[]> {
  const hash = digest('sha256', bytes)
  const known = await readAnnounced(around.folder)
  const due = [...notices].filter(([to]) => around.again || known[feedUrl]?.[to] !== hash)
  if (due.length === 0) return []
  const failure = await whyNotServed(feedUrl, bytes, around)
  if (failure !== null) return [{ feedUrl, to: null, failure }]
  return Promise.all(
    due.map(async ([to, notice]) => {
      const told = { feedUrl, to, failure: await around.sender.send(notice) }
      if (told.failure === null) await noteAnnounced(around.folder, { feedUrl, to, hash })
      return told
    }),
  )
}

/** Null if the feed is served with the same bytes as here; otherwise the reason, after the last attempt. */
async function whyNotServed(
  feedUrl: string,
  bytes: Buffer,
  { visitor, pauses, signal }: Around,
): Promise<string | null> {
  for (const pause of [...pauses, null]) {
    const failure = await lookAt(feedUrl, bytes, visitor)
    if (failure === null || pause === null) return failure
    await wait(pause, undefined, { signal })
  }
  return null
}

async function lookAt(feedUrl: string, bytes: Buffer, visitor: Visitor): Promise<string | null> {
  const { answer, failure } = await visitor.ask(feedUrl, {
    headers: { 'Cache-Control': 'no-cache', 'Accept-Encoding': 'gzip, br' },
  })
  if (answer === null) return failure ?? 'sends no response'
  if (answer.status !== 200) return `responds with status ${answer.status}`
  try {
    if (decodedBody(answer).equals(bytes)) return null
  } catch (cause) {
    return faultOf(cause).message
  }
  return 'is not served as this folder makes it; publish it, then try again'
}

/** The result of a notice, as a sentence. */
export function sentenceOf({ feedUrl, to, failure }: Told): string {
  if (to === null) return `${feedUrl} was not announced: it ${failure}`
  return failure === null
    ? `${to} was notified of ${feedUrl}`
    : `${to} was not notified of ${feedUrl}: it ${failure}`
}
