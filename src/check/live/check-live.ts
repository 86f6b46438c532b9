import pLimit from 'p-limit'
import { PictureError } from '../../artwork/picture-format.ts'
import { openStudio } from '../../artwork/studio.ts'
import { decodeXml } from '../../show/ledger/decode-xml.ts'
import { enclosureOf, isWebUrl, readFeed, titleOf, type Feed } from '../feed.ts'
import { FEED_CHECKS } from '../content/feed-checks.ts'
import { ITEM_CHECKS } from '../content/item-checks.ts'
import { REACH_CHECKS } from './reach-checks.ts'
import { applyChecks, type Finding } from '../rule.ts'
import { SERVED_FEED_CHECKS, type ServedFeed } from './served-feed-checks.ts'
import { SERVED_FILE_CHECKS, type ServedFile } from './served-file-checks.ts'
import { SERVED_PICTURE_CHECKS, type ServedPicture } from './served-picture-checks.ts'
import { SERVED_RECORDING_CHECKS, sizeOf, type ServedRecording } from './served-recording-checks.ts'
import { decodedBody, validatorsOf, type Visit, type Visitor } from './visit.ts'
import { childrenOf, type Node } from '../xml.ts'

export interface LiveOptions {
  readonly visitor: Visitor
  readonly now: Date
  /** How many of the newest episodes are looked into. */
  readonly newest: number
  readonly progress: (done: number, total: number) => void
}

/** What is served, and what is wrong with it. */
export interface CheckedLive {
  /** Null where there is no feed at the address. */
  readonly feed: Feed | null
  readonly findings: readonly Finding[]
}

/** Things asked for at the same time; of one host fewer. */
const AT_ONCE = 6
/** Bytes that tell what a recording is; the same that the recording's own reader looks at. */
const FIRST = 32 * 1024
const LAST = 500
/** Transcripts and pictures beyond it are no such things. */
const MOST = 16 * 1024 * 1024

/** Checks what a server really gives to whoever subscribes to a feed, made by whatever program. */
export async function checkLive(url: string, options: LiveOptions): Promise<CheckedLive> {
  const { ask } = options.visitor
  const visit = await ask(url, { headers: { 'Accept-Encoding': 'gzip, br' } })
  const reached = applyChecks(REACH_CHECKS, visit)
  if (reached.length > 0 || visit.answer === null) return { feed: null, findings: reached }
  const served = await askForFeed(url, visit, options)
  const items = newestOf(served.feed, options.newest)
  return {
    feed: served.feed,
    findings: [
      ...applyChecks(SERVED_FEED_CHECKS, served),
      ...applyChecks({ ...FEED_CHECKS, ...ITEM_CHECKS }, served.feed),
      ...(await askForParts(served.feed, items, options)),
    ],
  }
}

async function askForFeed(
  url: string,
  visit: Visit,
  { visitor, now }: LiveOptions,
): Promise<ServedFeed> {
  const { ask } = visitor
  const known = visit.answer === null ? null : validatorsOf(visit.answer)
  const text = textOf(visit)
  const plain = await ask(url, { headers: { 'Accept-Encoding': 'identity' } })
  return {
    url,
    visit,
    head: await ask(url, { method: 'HEAD' }),
    again:
      known === null
        ? null
        : await ask(url, { headers: { 'Accept-Encoding': 'gzip, br', ...known } }),
    text,
    plainText: textOf(plain),
    feed: readFeed(text, { url: visit.answer?.url ?? url, now }),
  }
}

function textOf({ answer }: Visit): string {
  if (answer === null) return ''
  return decodeXml(decodedBody(answer), answer.headers['content-type'] ?? null)
}

function newestOf({ items }: Feed, newest: number): readonly Node[] {
  return items.slice(0, newest)
}

/** Something that is asked for in one go, and gives findings. */
type Errand = () => Promise<readonly Finding[]>

async function askForParts(
  feed: Feed,
  items: readonly Node[],
  options: LiveOptions,
): Promise<readonly Finding[]> {
  const errands = [
    ...recordingErrands(items, options.visitor),
    ...pictureErrands(feed, items, options.visitor),
    ...fileErrands(items, feed.url, options.visitor),
  ]
  const results = new Map<number, readonly Finding[]>()
  await pLimit(AT_ONCE).map([...errands.entries()], async ([index, errand]) => {
    results.set(index, await errand())
    options.progress(results.size, errands.length)
  })
  return errands.flatMap((_, index) => results.get(index) ?? [])
}

function recordingErrands(items: readonly Node[], visitor: Visitor): readonly Errand[] {
  const byUrl = new Map(items.map((item) => [enclosureOf(item)?.['url'] ?? '', item]))
  return [...byUrl]
    .filter(([url]) => isWebUrl(url))
    .map(
      ([url, item]) =>
        async () =>
          applyChecks(SERVED_RECORDING_CHECKS, await askForRecording(url, item, visitor)),
    )
}

async function askForRecording(
  url: string,
  item: Node,
  { ask }: Visitor,
): Promise<ServedRecording> {
  const { length = '', type = '' } = enclosureOf(item) ?? {}
  const range = (value: string): Promise<Visit> =>
    ask(url, { headers: { Range: value, 'Accept-Encoding': 'identity' }, most: FIRST })
  const first = await range(`bytes=0-${FIRST - 1}`)
  const size = first.answer === null ? null : sizeOf(first.answer)
  const known = first.answer === null ? null : validatorsOf(first.answer)
  return {
    url,
    title: titleOf(item),
    declared: { length: /^\d+$/.test(length) ? Number(length) : null, type: type.toLowerCase() },
    first,
    // Compression is refused by whoever wants a recording, so it is asked for as browsers do.
    head: await ask(url, { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip, br' } }),
    suffix: await range(`bytes=-${LAST}`),
    beyond: size === null ? null : await range(`bytes=${size}-`),
    again: known === null ? null : await ask(url, { headers: known, most: FIRST }),
  }
}

function pictureErrands(
  { channel }: Feed,
  items: readonly Node[],
  visitor: Visitor,
): readonly Errand[] {
  const owners = [
    ...items.map((item) => ({ of: titleOf(item), node: item })),
    ...(channel === null ? [] : [{ of: 'the show', node: channel }]),
  ]
  // A picture of several belongs to the last of them, which is the show.
  const byUrl = new Map(owners.map(({ of, node }) => [pictureOf(node), of]))
  return [...byUrl]
    .filter(([url]) => isWebUrl(url))
    .map(
      ([url, of]) =>
        async () =>
          applyChecks(SERVED_PICTURE_CHECKS, await askForPicture(url, of, visitor)),
    )
}

function pictureOf(node: Node): string {
  return childrenOf(node, 'itunes:image')[0]?.attributes['href'] ?? ''
}

async function askForPicture(url: string, of: string, { ask }: Visitor): Promise<ServedPicture> {
  const visit = await ask(url, { most: MOST })
  const head = await ask(url, { method: 'HEAD' })
  if (visit.answer?.status !== 200) return { url, of, visit, head, picture: null, failure: null }
  try {
    const { studio } = await openStudio()
    const picture = studio === null ? null : await studio.readPicture(visit.answer.body)
    return { url, of, visit, head, picture, failure: null }
  } catch (cause) {
    if (!(cause instanceof PictureError)) throw cause
    return { url, of, visit, head, picture: null, failure: cause.message }
  }
}

function fileErrands(items: readonly Node[], origin: string, visitor: Visitor): readonly Errand[] {
  return items.flatMap((item) =>
    [...childrenOf(item, 'podcast:transcript'), ...childrenOf(item, 'podcast:chapters')].flatMap(
      ({ attributes }) => {
        const { url = '', type = '' } = attributes
        if (!isWebUrl(url)) return []
        return async () => {
          const headers = { Origin: new URL(origin).origin }
          const served: ServedFile = {
            url,
            of: titleOf(item),
            type,
            visit: await visitor.ask(url, { headers, most: MOST }),
          }
          return applyChecks(SERVED_FILE_CHECKS, served)
        }
      },
    ),
  )
}

/** Why pictures cannot be looked into here; null where they can. */
export async function whyNoPictures(): Promise<string | null> {
  return (await openStudio()).missing
}
