import { faultOf } from '../../base/fault.ts'
import pLimit from 'p-limit'
import { ProbeError } from '../../audio/facts.ts'
import { probeUrl } from '../../audio/probe-url.ts'
import { PictureError } from '../../artwork/picture-format.ts'
import { openStudio } from '../../artwork/studio.ts'
import { decodeXml } from '../../show/ledger/decode-xml.ts'
import {
  enclosureOf,
  imageUrl,
  isWebUrl,
  readFeed,
  recordingUrl,
  secondsOf,
  titleOf,
  type Feed,
} from '../feed.ts'
import { FEED_CHECKS } from '../content/feed-checks.ts'
import { ITEM_CHECKS } from '../content/item-checks.ts'
import { PACE_CHECKS } from './pace-checks.ts'
import { REACH_CHECKS } from './reach-checks.ts'
import { applyChecks, type Finding } from '../rule.ts'
import { isServed, type ByClient, type Part } from './served.ts'
import { SERVED_FEED_CHECKS, type ServedFeed } from './served-feed-checks.ts'
import { SERVED_FILE_CHECKS, type ServedFile, SERVED_PAGE_CHECKS } from './served-file-checks.ts'
import { SERVED_PICTURE_CHECKS, type ServedPicture } from './served-picture-checks.ts'
import {
  notSound,
  SERVED_RECORDING_CHECKS,
  sizeOf,
  type ServedRecording,
} from './served-recording-checks.ts'
import { CLIENTS, decodedBody, validatorsOf, type Visit, type Visitor } from './visit.ts'
import { childrenOf, textIn, type Node } from '../read-xml.ts'

export interface LiveOptions {
  readonly visitor: Visitor
  readonly now: Date
  /** How many of the newest episodes are checked. */
  readonly newest: number
  readonly progress: (done: number, total: number) => void
  readonly bounds?: Bounds
}

/** How long answers may take, in milliseconds. */
export interface Bounds {
  /** From so many milliseconds on, an answer is slow. */
  readonly slow: number
  /** For all requests for the feed. */
  readonly feed: number
  /** For the files of an episode; time that one does not use is left for the others. */
  readonly episode: number
}

/** A feed and ten episodes are checked within two and a half minutes. */
const BOUNDS: Bounds = { slow: 10_000, feed: 90_000, episode: 6000 }
/** Fewer episodes get the time for so many. */
const FEW = 10

/** What is served, and the findings about it. */
export interface CheckedLive {
  /** Null if there is no feed at the address. */
  readonly feed: Feed | null
  readonly findings: readonly Finding[]
}

/** Parts of a feed that are requested at the same time; fewer of one host. */
const AT_ONCE = 6
/** Bytes from the start of a recording that show its format; its meter reads as many. */
const FIRST = 32 * 1024
const LAST = 500
/** Limits for measuring a recording by some of its parts. */
const MEASURING = { totalBytes: 8e6, totalTime: 20_000 }
/** In bytes; robots ignore what follows in a robots.txt. */
const MOST_ROBOTS = 64 * 1024
/** In bytes; no transcript or picture is larger. */
const MOST = 16 * 1024 * 1024

/** Checks what a server sends to the subscribers of a feed, whichever program made it. */
export async function checkLive(url: string, options: LiveOptions): Promise<CheckedLive> {
  const { visitor, newest, bounds = BOUNDS } = options
  visitor.allow(bounds.feed)
  const visit = await visitor.ask(url, { headers: { 'Accept-Encoding': 'gzip, br' } })
  const byClient = visit.answer === null ? {} : await askAsOthers(url, visit, visitor)
  const reached = applyChecks(REACH_CHECKS, { visit, byClient })
  const pace = { url: visit.asked, times: visitor.times, slow: bounds.slow }
  if (visit.answer?.status !== 200 || reached.some(({ rule }) => rule !== 'served/clients')) {
    return {
      feed: null,
      findings: [...reached, ...applyChecks(PACE_CHECKS, { ...pace, done: 0, total: 0 })],
    }
  }
  const served = await askForFeed(url, visit, options)
  const isLate = visitor.isOver()
  if (!isLate)
    visitor.allow(bounds.episode * Math.max(FEW, Math.min(newest, served.feed.items.length)))
  const parts = isLate
    ? { findings: [], done: 0, total: null }
    : await checkParts(served.feed, options)
  return {
    feed: served.feed,
    findings: [
      ...reached,
      ...(isLate ? [] : applyChecks(SERVED_FEED_CHECKS, served)),
      ...applyChecks({ ...FEED_CHECKS, ...ITEM_CHECKS }, served.feed),
      ...parts.findings,
      ...applyChecks(PACE_CHECKS, { ...pace, done: parts.done, total: parts.total }),
    ],
  }
}

/** What clients other than this check get from an address. */
async function askAsOthers(url: string, visit: Visit, { ask, isOver }: Visitor): Promise<ByClient> {
  const others = ['Apple Podcasts', 'a browser'] as const
  const visits: [string, Visit][] = [['this check', visit]]
  for (const who of others) {
    visits.push([who, await ask(url, { headers: { 'User-Agent': CLIENTS[who] }, most: 1 })])
  }
  // Who was not answered in time was not refused.
  return isOver() ? {} : Object.fromEntries(visits)
}

async function askForFeed(
  url: string,
  visit: Visit,
  { visitor: { ask }, now }: LiveOptions,
): Promise<ServedFeed> {
  const known = visit.answer === null ? null : validatorsOf(visit.answer)
  const { text, fault } = textOf(visit)
  const plain = await ask(url, { headers: { 'Accept-Encoding': 'identity' } })
  const conditional = { 'Accept-Encoding': 'gzip, br', ...known }
  return {
    url,
    visit,
    head: await ask(url, { method: 'HEAD' }),
    robots: await ask(new URL('/robots.txt', visit.answer?.url ?? url).href, { most: MOST_ROBOTS }),
    again: known === null ? null : await ask(url, { headers: conditional }),
    plain,
    text,
    fault,
    plainText: textOf(plain).text,
    feed: readFeed(text, { url: visit.answer?.url ?? url, now }),
  }
}

function textOf({ answer }: Visit): ReturnType<typeof decodeXml> {
  if (answer === null) return { text: '', fault: null }
  return decodeXml(decodedBody(answer), answer.headers['content-type'] ?? null)
}

/** Checks the recordings, pictures and files that the newest items name. */
async function checkParts(
  feed: Feed,
  { visitor, newest, progress }: LiveOptions,
): Promise<{
  readonly findings: readonly Finding[]
  readonly done: number
  readonly total: number
}> {
  const items = feed.items.slice(0, newest)
  const recordings = partsOf(items, recordingUrl).map(
    (part) => async () =>
      applyChecks(SERVED_RECORDING_CHECKS, await askForRecording(part, visitor)),
  )
  // A picture of several belongs to the last of them, which is the show.
  const owners = feed.channel === null ? items : [...items, feed.channel]
  const pictures = partsOf(owners, imageUrl).map(
    (part) => async () => applyChecks(SERVED_PICTURE_CHECKS, await askForPicture(part, visitor)),
  )
  const headers = { Origin: new URL(feed.url).origin }
  const files = items.flatMap(filesOf).map((file) => async () => {
    const visit = await visitor.ask(file.url, { headers, most: MOST })
    return applyChecks(SERVED_FILE_CHECKS, { ...file, visit })
  })
  const pages = partsOf(items, (item) => textIn(item, 'link') ?? '').map(
    ({ url, of }) =>
      async () => {
        const visit = await visitor.ask(url, { most: 1 })
        return applyChecks(SERVED_PAGE_CHECKS, { url, of, visit })
      },
  )
  const checks = [...recordings, ...pictures, ...files, ...pages]
  let done = 0
  const found = await pLimit(AT_ONCE).map(checks, async (check) => {
    const findings = visitor.isOver() ? [] : await check()
    // What was not answered in time says nothing of the file.
    if (visitor.isOver()) return []
    done += 1
    progress(done, checks.length)
    return findings
  })
  return { findings: found.flat(), done, total: checks.length }
}

type NamedPart = Part & { readonly node: Node }

/** The files that the items or the channel name, each address once. */
function partsOf(nodes: readonly Node[], urlOf: (node: Node) => string): readonly NamedPart[] {
  const byUrl = new Map(nodes.map((node) => [urlOf(node), node]))
  return [...byUrl].flatMap(([url, node]) =>
    isWebUrl(url) ? { url, of: node.name === 'channel' ? 'the show' : titleOf(node), node } : [],
  )
}

function filesOf(item: Node): readonly Omit<ServedFile, 'visit'>[] {
  const elements = ['podcast:transcript', 'podcast:chapters'] as const
  return elements.flatMap((element) =>
    childrenOf(item, element).flatMap(({ attributes: { url = '', type = '' } }) =>
      isWebUrl(url)
        ? {
            url,
            of: titleOf(item),
            element,
            type,
            seconds: secondsOf(textIn(item, 'itunes:duration') ?? ''),
          }
        : [],
    ),
  )
}

async function askForRecording(part: NamedPart, visitor: Visitor): Promise<ServedRecording> {
  const { url, of, node } = part
  const { ask } = visitor
  const { length = '', type = '' } = enclosureOf(node) ?? {}
  const declared = {
    length: /^\d+$/.test(length) ? Number(length) : null,
    type: type.toLowerCase(),
    seconds: secondsOf(textIn(node, 'itunes:duration') ?? ''),
  }
  // One byte more shows whether too many are sent.
  const plain = { headers: { 'Accept-Encoding': 'identity' }, most: FIRST + 1 }
  const range = (value: string): Promise<Visit> =>
    ask(url, { ...plain, headers: { ...plain.headers, Range: value } })
  const ranged = await range(`bytes=0-${FIRST - 1}`)
  if (ranged.answer === null) return unanswered({ url, of, declared, ranged })
  const whole = isServed(ranged) ? ranged : await ask(url, plain)
  const first = isServed(whole) ? whole : ranged
  const byClient = await askAsOthers(url, first, visitor)
  const size = first.answer === null ? null : sizeOf(first.answer)
  const known = first.answer === null ? null : validatorsOf(first.answer)
  return {
    url,
    of,
    declared,
    ranged,
    first,
    byClient,
    ...(await measure(url, ranged, visitor)),
    // Apps refuse compression of recordings, so it is requested as browsers do.
    head: await ask(url, { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip, br' } }),
    suffix: await range(`bytes=-${LAST}`),
    beyond: size === null ? null : await range(`bytes=${size}-`),
    again: known === null ? null : await ask(url, { headers: known, most: FIRST }),
  }
}

/** A host that has not answered is not asked again. */
function unanswered(
  known: Pick<ServedRecording, 'url' | 'of' | 'declared' | 'ranged'>,
): ServedRecording {
  const { ranged } = known
  const none = { byClient: {}, ...UNMEASURED, beyond: null, again: null }
  return { ...known, ...none, first: ranged, head: ranged, suffix: ranged }
}

/** What some parts of a recording reveal about its sound. */
type Measured = Pick<ServedRecording, 'seconds' | 'silence'>

const UNMEASURED: Measured = { seconds: null, silence: null }

async function measure(url: string, ranged: Visit, visitor: Visitor): Promise<Measured> {
  if (ranged.answer?.status !== 206 || notSound(ranged.answer) !== null) return UNMEASURED
  try {
    const { seconds } = await probeUrl(url, { ...visitor.fetching(), limits: MEASURING })
    return { seconds, silence: null }
  } catch (cause) {
    if (visitor.isOver()) return UNMEASURED
    if (!(cause instanceof ProbeError)) throw cause
    return { seconds: null, silence: cause.refusal === 'silent' ? cause.message : null }
  }
}

async function askForPicture({ url, of }: Part, { ask }: Visitor): Promise<ServedPicture> {
  const visit = await ask(url, { most: MOST })
  const head = await ask(url, { method: 'HEAD' })
  const served = { url, of, visit, head, picture: null, failure: null }
  if (visit.answer?.status !== 200) return served
  try {
    const { studio } = await openStudio().catch(() => ({ studio: null }))
    return studio === null
      ? served
      : { ...served, picture: await studio.readPicture(undefined, visit.answer.body) }
  } catch (cause) {
    if (!(cause instanceof PictureError)) throw cause
    return { ...served, failure: cause.message }
  }
}

/** Why pictures cannot be read on this machine; null if they can. */
export async function whyNoPictures(): Promise<string | null> {
  return openStudio().then(
    ({ missing }) => missing,
    (cause: unknown) => faultOf(cause).message,
  )
}
