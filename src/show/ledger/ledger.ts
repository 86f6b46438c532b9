import { isRecord, type Fields } from '../../base/foreign-json.ts'
import { withoutMark } from '../../base/disk.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HOWS, type AudioChapter } from '../../audio/audio.ts'
import { type Problem, problem, problemWithFix } from '../../base/problem.ts'
import type { Stated } from '../episode.ts'
import { faultOf, codeOf, whyUnreadable } from '../../base/fault.ts'
import { removeLeftovers, writeAtomically } from '../../base/write-atomically.ts'

/** The file in the content folder, committed with the posts. */
export const LEDGER_FILE = 'sidecast.ledger.json'

/** What is remembered of a published episode: its guid, and the measurements of its recording. */
export interface LedgerEntry {
  readonly guid: string
  /** Its show, if the folder holds several. */
  readonly show?: string
  /** Its post, from the content folder. */
  readonly file: string
  readonly slug: string
  /** Absolute for an article of the blog, a path (`/episodes/…`) for a page of this site. */
  readonly link: string
  readonly title: string
  /** Its date when it was published, or a later one that has passed; ISO 8601 in UTC. */
  readonly published: string
  /** When it was first in the feed, ISO 8601 in UTC; null if it was adopted from another feed. */
  readonly first: string | null
  /** It was only published at an address of this computer, so an adopted guid may still replace its own. */
  readonly preview?: true
  readonly audio: Omit<Stated, 'chapters'> & {
    /** Absolute, or a path (`/audio/…`) when this site serves it. */
    readonly url: string
    /** The chapters in a recording on another host, which is not read again; absent if there are none. */
    readonly chapters?: readonly AudioChapter[]
  }
  /** Hash of the words of the article when this recording was first seen; null if unknown. */
  readonly text: string | null
  /** It was published, and is no longer in the feed. */
  readonly gone?: true
  /** Since when its post or its recording is missing, ISO 8601 in UTC, while it stays in the feed all the same. */
  readonly missing?: string
}

/** What is remembered of a published feed, so that it keeps its address. */
export interface LedgerFeed {
  /** Its show, if the folder holds several. */
  readonly show?: string
  /** See `Part.kind`, or `show` for the feed of the show; unknown kinds are kept. */
  readonly kind: string
  readonly name: string
  /** From the root of the site, even if the show has a folder of its own. */
  readonly path: string
  /** Its `podcast:guid`. */
  readonly guid: string
}

export interface Ledger {
  /** The `podcast:guid` of the show, once it was published at a permanent address. */
  readonly showGuid: string | null
  /** The `podcast:guid` of each of several shows by name; absent if there never were several. */
  readonly showGuids?: ReadonlyMap<string, string>
  /** The published feeds of the show and its parts. */
  readonly feeds: readonly LedgerFeed[]
  readonly entries: readonly LedgerEntry[]
}

/** Whether subscribers have an episode: it was published here, or in the feed that was adopted. */
export function isOut(entry: LedgerEntry | undefined): entry is LedgerEntry {
  return entry !== undefined && entry.preview !== true && entry.gone !== true
}

export const EMPTY_LEDGER: Ledger = { showGuid: null, feeds: [], entries: [] }

/** The versions of the file. A program that knows only the first would lose the names of shows. */
const ONE_SHOW = 1
const SEVERAL_SHOWS = 2

/**
 * Parses the text of a ledger.
 *
 * @throws {RangeError} If it is not a valid ledger; the message says what was found. A broken ledger
 *   must never become an empty one: it has the guids that subscribers know.
 */
export function parseLedger(text: string): Ledger {
  const data = parseJson(withoutMark(text))
  if (!isRecord(data) || !Array.isArray(data['episodes'])) {
    throw new RangeError('expected a JSON object with "version" and "episodes"')
  }
  if (data['version'] !== ONE_SHOW && data['version'] !== SEVERAL_SHOWS) {
    throw new RangeError(
      `expected version ${ONE_SHOW} or ${SEVERAL_SHOWS}, got ${JSON.stringify(data['version']) ?? 'none'}; a newer Sidecast wrote it`,
    )
  }
  return {
    showGuid: guidOf(data['show']),
    ...('shows' in data && { showGuids: guidsOf(data['shows']) }),
    feeds: Array.isArray(data['feeds']) ? data['feeds'].map(parseFeed) : [],
    entries: data['episodes'].map(parseEntry),
  }
}

function guidOf(show: unknown): string | null {
  return isRecord(show) && typeof show['guid'] === 'string' ? show['guid'] : null
}

function guidsOf(shows: unknown): ReadonlyMap<string, string> {
  const entries = Object.entries(recordOf(shows, 'shows'))
  return new Map(entries.map(([name, show]) => [name, textOf(recordOf(show, name), 'guid', name)]))
}

/** The text of a ledger: sorted by date, stable, and readable in a diff. */
export function formatLedger(ledger: Ledger): string {
  const episodes = ledger.entries.toSorted(
    (a, b) =>
      compare(a.published, b.published) ||
      compare(a.guid, b.guid) ||
      compare(a.show ?? '', b.show ?? ''),
  )
  const show = ledger.showGuid === null ? {} : { show: { guid: ledger.showGuid } }
  const guids = [...(ledger.showGuids ?? [])].toSorted(([a], [b]) => compare(a, b))
  const shows =
    guids.length === 0
      ? {}
      : { shows: Object.fromEntries(guids.map(([name, guid]) => [name, { guid }])) }
  const hasSeveral =
    guids.length > 0 || [...ledger.entries, ...ledger.feeds].some((each) => each.show !== undefined)
  const version = hasSeveral ? SEVERAL_SHOWS : ONE_SHOW
  const feeds = ledger.feeds.toSorted((a, b) => compare(a.path, b.path)).map(showFirst)
  const parts = feeds.length === 0 ? {} : { feeds }
  return `${JSON.stringify({ version, ...show, ...shows, ...parts, episodes: episodes.map(showFirst) }, null, 2)}\n`
}

function showFirst({ show, ...rest }: LedgerEntry | LedgerFeed): object {
  return show === undefined ? rest : { show, ...rest }
}

/** The ledger of a content folder. */
export function ledgerOf(folder: string): string {
  return join(folder, LEDGER_FILE)
}

/**
 * Reads the ledger of a content folder. A broken one is a problem; a missing one is replaced by what
 * this run remembers, with a problem if it existed before.
 *
 * @param before The ledger in memory, and whether it was on disk; null at the start.
 */
export async function readLedger(
  folder: string,
  before: { readonly ledger: Ledger; readonly onDisk: boolean } | null = null,
): Promise<{ ledger: Ledger | null; problems: readonly Problem[] }> {
  try {
    return { ledger: parseLedger(await readFile(ledgerOf(folder), 'utf8')), problems: [] }
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' && before !== null && before.ledger.entries.length > 0) {
      return { ledger: before.ledger, problems: before.onDisk ? [vanishedLedger()] : [] }
    }
    if (codeOf(cause) === 'ENOENT') return { ledger: EMPTY_LEDGER, problems: [] }
    return { ledger: null, problems: [brokenLedger(cause)] }
  }
}

/** Writes the ledger if its text differs from the file; returns whether it did. Removes leftover temporary files. */
export async function writeLedger(folder: string, ledger: Ledger): Promise<boolean> {
  const file = ledgerOf(folder)
  const text = formatLedger(ledger)
  await removeLeftovers(file)
  const before = await readFile(file, 'utf8').catch(() => null)
  if (before === text || (before === null && ledger.entries.length === 0)) return false
  await writeAtomically(file, text)
  return true
}

/** The marks of a merge in which both sides added episodes. */
const CONFLICT = /^(?:<{7}|={7}|>{7})(?: |$)/
const UNMERGED =
  'a merge was not finished here; keep the episodes of both sides, and remove the marks'

class LedgerSyntaxError extends RangeError {
  readonly line: number

  constructor(line: number, message = 'expected JSON') {
    super(message)
    this.line = line
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const lines = text.split(/\r?\n/)
    const mark = lines.findIndex((line) => CONFLICT.test(line))
    if (mark !== -1) throw new LedgerSyntaxError(mark + 1, UNMERGED)
    const place = /\(line (\d+) column \d+\)/.exec(faultOf(cause).message)
    const line = place?.[1] === undefined ? text.split('\n').length : Number(place[1])
    throw new LedgerSyntaxError(line)
  }
}

function parseFeed(value: unknown, index: number): LedgerFeed {
  const where = `feeds[${index}]`
  const feed = recordOf(value, where)
  return {
    ...('show' in feed && { show: textOf(feed, 'show', where) }),
    kind: textOf(feed, 'kind', where),
    name: textOf(feed, 'name', where),
    path: textOf(feed, 'path', where),
    guid: textOf(feed, 'guid', where),
  }
}

/** Checks that a value is an entry, see {@link LedgerEntry}. */
function parseEntry(value: unknown, index: number): LedgerEntry {
  const where = `episodes[${index}]`
  const entry = recordOf(value, where)
  const guid = textOf(entry, 'guid', where)
  const audio = recordOf(entry['audio'], `${where}.audio`)
  return {
    guid,
    ...('show' in entry && { show: textOf(entry, 'show', where) }),
    file: textOf(entry, 'file', where),
    slug: textOf(entry, 'slug', where),
    link: textOf(entry, 'link', where),
    title: textOf(entry, 'title', where),
    published: textOf(entry, 'published', where),
    first: textOrNull(entry, 'first', where),
    ...(entry['preview'] === true && { preview: true }),
    audio: {
      url: textOf(audio, 'url', `${where}.audio`),
      bytes: countOrNull(audio, 'bytes', `${where}.audio`),
      seconds: countOrNull(audio, 'seconds', `${where}.audio`),
      type: textOf(audio, 'type', `${where}.audio`),
      how: HOWS.find((how) => how === audio['how']) ?? null,
      hash: textOrNull(audio, 'hash', `${where}.audio`),
      // Older ledgers, from before recordings on other hosts were measured, do not have it.
      etag: 'etag' in audio ? textOrNull(audio, 'etag', `${where}.audio`) : null,
      ...('chapters' in audio && { chapters: chaptersOf(audio['chapters'], `${where}.audio`) }),
    },
    text: textOrNull(entry, 'text', where),
    ...(entry['gone'] === true && { gone: true }),
    ...('missing' in entry && { missing: textOf(entry, 'missing', where) }),
  }
}

function chaptersOf(value: unknown, where: string): readonly AudioChapter[] {
  if (!Array.isArray(value)) throw new RangeError(`${where}.chapters: expected a list`)
  return value.map((item: unknown, index) => {
    const chapter = recordOf(item, `${where}.chapters[${index}]`)
    const { start } = chapter
    if (typeof start !== 'number' || !(start >= 0)) {
      throw new RangeError(
        `${where}.chapters[${index}].start: expected seconds, got ${found(start)}`,
      )
    }
    return { start, title: textOf(chapter, 'title', `${where}.chapters[${index}]`) }
  })
}

function recordOf(value: unknown, where: string): Fields {
  if (!isRecord(value)) throw new RangeError(`${where}: expected an object`)
  return value
}

function textOf(fields: Fields, name: string, where: string): string {
  const value = fields[name]
  if (typeof value === 'string') return value
  throw new RangeError(`${where}.${name}: expected text, got ${found(value)}`)
}

function textOrNull(fields: Fields, name: string, where: string): string | null {
  return fields[name] === null ? null : textOf(fields, name, where)
}

function countOrNull(fields: Fields, name: string, where: string): number | null {
  const value = fields[name]
  if (value === null || (typeof value === 'number' && value > 0)) return value
  throw new RangeError(`${where}.${name}: expected a number above 0 or null, got ${found(value)}`)
}

function found(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}

function vanishedLedger(): Problem {
  const message =
    'this ledger was removed; it has the guids known to subscribers, so it is written again from memory'
  return problem('ledger/vanished', { file: LEDGER_FILE }, message)
}

function brokenLedger(cause: unknown): Problem {
  const { code, message } = faultOf(cause)
  if (code !== '') {
    // The file may be as it should be: the machine does not let it be read.
    const what = `this ledger has the guids known to subscribers, and cannot be read: ${whyUnreadable(cause)}`
    return problem('ledger/broken', { file: LEDGER_FILE }, what)
  }
  const line = cause instanceof LedgerSyntaxError ? cause.line : null
  const what = `this ledger cannot be read (${message}); it has the guids known to subscribers`
  return problemWithFix('ledger/broken', { file: LEDGER_FILE, line }, what)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
