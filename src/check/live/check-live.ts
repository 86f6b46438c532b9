import pLimit from 'p-limit'
import { PictureError } from '../../artwork/picture-format.ts'
import { openStudio } from '../../artwork/studio.ts'
import { decodeXml } from '../../show/ledger/decode-xml.ts'
import {
  enclosureOf,
  imageUrl,
  isWebUrl,
  readFeed,
  recordingUrl,
  titleOf,
  type Feed,
} from '../feed.ts'
import { FEED_CHECKS } from '../content/feed-checks.ts'
import { ITEM_CHECKS } from '../content/item-checks.ts'
import { REACH_CHECKS } from './reach-checks.ts'
import { applyChecks, type Finding } from '../rule.ts'
import type { Part } from './served.ts'
import { SERVED_FEED_CHECKS, type ServedFeed } from './served-feed-checks.ts'
import { SERVED_FILE_CHECKS } from './served-file-checks.ts'
import { SERVED_PICTURE_CHECKS, type ServedPicture } from './served-picture-checks.ts'
import { SERVED_RECORDING_CHECKS, sizeOf, type ServedRecording } from './served-recording-checks.ts'
import { decodedBody, validatorsOf, type Visit, type Visitor } from './visit.ts'
import { childrenOf, type Node } from '../xml.ts'

export interface LiveOptions {
  readonly visitor: Visitor
  readonly now: Date
  /** How many of the newest episodes are checked. */
  readonly newest: number
  readonly progress: (done: number, total: number) => void
}

/** What is served, and what is wrong with it. */
export interface CheckedLive {
  /** Null where there is no feed at the address. */
  readonly feed: Feed | null
  readonly findings: readonly Finding[]
}

/** Parts of a feed that are requested at the same time; fewer of one host. */
const AT_ONCE = 6
/** Bytes that show what a recording is; as many as its meter reads for that. */
const FIRST = 32 * 1024
const LAST = 500
/** No transcript or picture has more bytes. */
const MOST = 16 * 1024 * 1024

/** Checks what a server really sends to the subscribers of a feed, made by any program. */
export async function checkLive(url: string, options: LiveOptions): Promise<CheckedLive> {
  const { ask } = options.visitor
  const visit = await ask(url, { headers: { 'Accept-Encoding': 'gzip, br' } })
  const reached = applyChecks(REACH_CHECKS, visit)
  if (reached.length > 0 || visit.answer === null) return { feed: null, findings: reached }
  const served = await askForFeed(url, visit, options)
  return {
    feed: served.feed,
    findings: [
      ...applyChecks(SERVED_FEED_CHECKS, served),
      ...applyChecks({ ...FEED_CHECKS, ...ITEM_CHECKS }, served.feed),
      ...(await checkParts(served.feed, options)),
    ],
  }
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
    again: known === null ? null : await ask(url, { headers: conditional }),
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
): Promise<readonly Finding[]> {
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
  const checks = [...recordings, ...pictures, ...files]
  let done = 0
  const found = await pLimit(AT_ONCE).map(checks, async (check) => {
    const findings = await check()
    done += 1
    progress(done, checks.length)
    return findings
  })
  return found.flat()
}

type NamedPart = Part & { readonly node: Node }

/** What the items, or the channel, name by its address; each address once. */
function partsOf(nodes: readonly Node[], urlOf: (node: Node) => string): readonly NamedPart[] {
  const byUrl = new Map(nodes.map((node) => [urlOf(node), node]))
  return [...byUrl].flatMap(([url, node]) =>
    isWebUrl(url) ? { url, of: node.name === 'channel' ? 'the show' : titleOf(node), node } : [],
  )
}

function filesOf(item: Node): readonly (Part & { readonly type: string })[] {
  const nodes = ['podcast:transcript', 'podcast:chapters'].flatMap((name) => childrenOf(item, name))
  return nodes.flatMap(({ attributes: { url = '', type = '' } }) =>
    isWebUrl(url) ? { url, of: titleOf(item), type } : [],
  )
}

async function askForRecording(
  { url, of, node }: NamedPart,
  { ask }: Visitor,
): Promise<ServedRecording> {
  const { length = '', type = '' } = enclosureOf(node) ?? {}
  const range = (value: string): Promise<Visit> =>
    ask(url, { headers: { Range: value, 'Accept-Encoding': 'identity' }, most: FIRST })
  const first = await range(`bytes=0-${FIRST - 1}`)
  const size = first.answer === null ? null : sizeOf(first.answer)
  const known = first.answer === null ? null : validatorsOf(first.answer)
  return {
    url,
    of,
    declared: { length: /^\d+$/.test(length) ? Number(length) : null, type: type.toLowerCase() },
    first,
    // Apps refuse compression of recordings, so it is requested as browsers do.
    head: await ask(url, { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip, br' } }),
    suffix: await range(`bytes=-${LAST}`),
    beyond: size === null ? null : await range(`bytes=${size}-`),
    again: known === null ? null : await ask(url, { headers: known, most: FIRST }),
  }
}

async function askForPicture({ url, of }: Part, { ask }: Visitor): Promise<ServedPicture> {
  const visit = await ask(url, { most: MOST })
  const head = await ask(url, { method: 'HEAD' })
  const served = { url, of, visit, head, picture: null, failure: null }
  if (visit.answer?.status !== 200) return served
  try {
    const { studio } = await openStudio()
    return studio === null
      ? served
      : { ...served, picture: await studio.readPicture(visit.answer.body) }
  } catch (cause) {
    if (!(cause instanceof PictureError)) throw cause
    return { ...served, failure: cause.message }
  }
}

/** Why pictures cannot be read here; null where they can. */
export async function whyNoPictures(): Promise<string | null> {
  return (await openStudio()).missing
}
