import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Colour } from '../../artwork/colour.ts'
import type { SquaredArtwork } from '../../artwork/make-artwork.ts'
import { coloursFor } from '../../artwork/palette.ts'
import { PictureError } from '../../artwork/picture-error.ts'
import { openStudio, type Studio } from '../../artwork/studio.ts'
import type { FetchedFile, KnownFile } from '../../audio/fetch-file.ts'
import { readCover } from '../../audio/read-cover.ts'
import {
  type ArtworkStore,
  type Finding,
  openArtworkStore,
  type Standing,
} from './artwork-store.ts'
import { SHOW, type Wish } from './artwork-wishes.ts'
import { faultOf } from '../fault.ts'
import { whyUnreadable } from '../folder/file-errors.ts'
import { inParallel } from '../in-parallel.ts'
import { believedFor, type MeasureOptions } from '../recordings/remote-recordings.ts'

/** Fetches a picture of another host; null where it is still the one that is known. */
export type FetchPicture = (
  url: string,
  options: { readonly known: KnownFile | null; readonly signal: AbortSignal },
) => Promise<FetchedFile | null>

/** Makes artwork, each again only when what it is made from has changed. */
export interface Artworks {
  readonly store: ArtworkStore
  /**
   * Makes what is wished and not there yet; says whether anything is another now. What cannot be
   * made is kept as findings, not thrown.
   *
   * @param colours The author's own; empty where covers take those of the show's picture.
   */
  readonly make: (
    wishes: readonly Wish[],
    colours: readonly Colour[],
    options: MakeOptions,
  ) => Promise<boolean>
}

export interface MakeOptions extends MeasureOptions {
  /** Whether only the pictures that lie here are looked at: no host is asked, no cover drawn. */
  readonly onlyHere?: boolean
}

/** Counts up whenever the same picture or words would give another artwork. */
const RECIPE = 2
/** Pictures made at the same time; each uses more than one core by itself. */
const TASKS = 2
/** Pictures after which what was made is written down. */
const SAVE_EVERY = 20
/** How long a host is left alone with a picture that it did not give. */
const AFTER_FAILURE = 10 * 60_000

/** @param open Gives what works on pictures; it is asked when the first one is to be made. */
export async function openArtworks(
  folder: string,
  fetch: FetchPicture,
  open: typeof openStudio = openStudio,
): Promise<Artworks> {
  const store = await openArtworkStore(folder)
  const { entries } = store

  async function settle(
    wish: Wish,
    colours: readonly [Colour, ...Colour[]],
    options: MeasureOptions,
  ): Promise<boolean> {
    const before = entries.get(wish.owner) ?? null
    const source = await sourceOf(wish)
    const words = hashWords(wish, colours)
    const now = options.now().getTime()
    if (before !== null && isFresh(before, { source, words }, wish, now)) return false
    const { studio, missing } = await open()
    if (studio === null) {
      const isNews = store.hindrance === null
      store.hindrance = withoutStudio(missing)
      return isNews
    }
    const known = before?.source === source ? before : null
    const tried = await tryPicture(wish, known, studio, options)
    if (options.signal.aborted) return false
    const drawn = tried.standing === null ? await draw(wish, colours, studio) : null
    const next: Standing = {
      ...(tried.standing ?? { ...NOTHING, ...drawn, words }),
      source,
      checked: now,
      failed: tried.failed,
      findings: [
        ...tried.findings.map((finding) => ended(finding, tried, drawn)),
        ...(drawn?.findings ?? []),
      ],
    }
    entries.set(wish.owner, next)
    return before === null || told(before) !== told(next)
  }

  async function draw(wish: Wish, colours: readonly [Colour, ...Colour[]], studio: Studio) {
    if (wish.words === null) return null
    const { lost, ...made } = await studio.drawArtwork({ ...wish.words, colours }, wish.side)
    return { art: await store.put(made), findings: lost === '' ? [] : [withoutLetters(lost)] }
  }

  async function tryPicture(
    wish: Wish,
    before: Standing | null,
    studio: Studio,
    options: MeasureOptions,
  ): Promise<Tried> {
    const { picture } = wish
    if (picture === null) return { standing: null, findings: [], failed: false }
    const known = before?.words === null && before.art !== null ? before : null
    try {
      const read = await readBytes(picture, known, options)
      if (read === null) return { standing: known, findings: lasting(known), failed: false }
      const { bytes, etag, modified } = read
      const made = await studio.squareArtwork(bytes, wish.most)
      const standing = {
        ...NOTHING,
        art: await store.put(made),
        kept: keptOf(wish, made),
        colours: made.colours,
        etag,
        modified,
      }
      return { standing, findings: findingsOf(wish, made), failed: false }
    } catch (cause) {
      const finding = findingOf(cause, picture.name)
      const isAway = finding.rule === 'artwork/unreachable'
      const standing = isAway ? known : null
      return { standing, findings: [...lasting(standing), finding], failed: isAway }
    }
  }

  function readBytes(
    picture: NonNullable<Wish['picture']>,
    known: Standing | null,
    { signal }: MeasureOptions,
  ): Promise<FetchedFile | null> {
    if ('url' in picture) return fetch(picture.url, { known, signal })
    const read = 'recording' in picture ? readCoverIn(picture.recording) : readFile(picture.file)
    return read.then(
      (bytes) => ({ bytes, etag: null, modified: null }),
      (cause: unknown) => {
        throw new PictureError(`cannot be read: ${whyUnreadable(cause)}`, 'unreadable', { cause })
      },
    )
  }

  let last: Promise<unknown> = Promise.resolve()

  return {
    store,
    make(wishes, given, options) {
      // One run after the other: the second then finds nearly all of it done.
      const run = last.then(() => makeAll(wishes, given, options))
      last = run.catch(() => undefined)
      return run
    },
  }

  async function makeAll(
    wishes: readonly Wish[],
    given: readonly Colour[],
    options: MakeOptions,
  ): Promise<boolean> {
    let done = 0
    let news = false
    const wanted = options.onlyHere === true ? wishes.filter(liesHere) : wishes
    const step = async (wish: Wish, colours: readonly [Colour, ...Colour[]]): Promise<void> => {
      if (options.signal.aborted) return
      news = (await settle(wish, colours, options)) || news
      done += 1
      options.progress(done, wanted.length)
      if (done % SAVE_EVERY === 0) await store.save()
    }
    for (const wish of wanted.filter(({ owner }) => owner === SHOW)) {
      await step(wish, coloursOf(given, [], wish))
    }
    const found = entries.get(SHOW)?.colours ?? []
    const rest = wanted.filter(({ owner }) => owner !== SHOW)
    const [first] = wishes
    if (first !== undefined) {
      const colours = coloursOf(given, found, first)
      await inParallel(TASKS, rest, (wish) => step(wish, colours))
    }
    if (!options.signal.aborted && forgetOthers(entries, wishes)) news = true
    if (news) await store.save()
    await store.prune()
    return news
  }
}

function liesHere({ picture }: Wish): boolean {
  return picture !== null && !('url' in picture)
}

/** What became of a picture; `standing` is null where it gives no artwork. */
interface Tried {
  readonly standing: Standing | null
  readonly findings: readonly Finding[]
  readonly failed: boolean
}

const NOTHING: Standing = {
  source: null,
  words: null,
  art: null,
  kept: null,
  colours: [],
  findings: [],
  checked: 0,
  etag: null,
  modified: null,
  failed: false,
}

/** The author's colours, else those of the show's picture, else some that suit its title. */
function coloursOf(
  given: readonly Colour[],
  found: readonly Colour[],
  show: Wish,
): readonly [Colour, ...Colour[]] {
  const [first, ...others] = given.length > 0 ? given : found
  return first === undefined ? coloursFor(show.words?.title ?? '') : [first, ...others]
}

/** Empty where it is not there any more, which is told as of any other picture. */
async function readCoverIn(recording: string): Promise<Buffer> {
  return Buffer.from((await readCover(recording)) ?? [])
}

/** Tells a picture from what it was before, without reading it. */
async function sourceOf({ picture }: Wish): Promise<string | null> {
  if (picture === null) return null
  if ('url' in picture) return `${RECIPE} ${picture.url}`
  const file = 'recording' in picture ? picture.recording : picture.file
  const facts = await stat(file).catch(() => null)
  return `${RECIPE} ${file} ${facts?.size ?? '-'} ${facts?.mtimeMs ?? '-'}`
}

function hashWords({ words, side }: Wish, colours: readonly Colour[]): string | null {
  if (words === null) return null
  const all = JSON.stringify([RECIPE, words, side, colours])
  return createHash('sha256').update(all).digest('hex').slice(0, 16)
}

function isFresh(
  before: Standing,
  now: Pick<Standing, 'source' | 'words'>,
  { picture, published }: Wish,
  time: number,
): boolean {
  if (before.source !== now.source) return false
  const isPicture = before.words === null && before.art !== null
  if (!isPicture && before.words !== now.words) return false
  if (picture === null || !('url' in picture)) return true
  const patience = before.failed ? AFTER_FAILURE : believedFor(time - published.getTime())
  return time - before.checked < patience
}

/** What listeners and the author see of it. */
function told({ art, kept, findings }: Standing): string {
  return JSON.stringify([art?.id, kept, findings])
}

function forgetOthers(entries: Map<string, Standing>, wishes: readonly Wish[]): boolean {
  const wanted = new Set(wishes.map(({ owner }) => owner))
  const others = [...entries.keys()].filter((owner) => !wanted.has(owner))
  for (const owner of others) entries.delete(owner)
  return others.length > 0
}

/** The cover of a show stays where its author has put it, if directories take it from there. */
function keptOf({ isCover, picture }: Wish, made: SquaredArtwork): Standing['kept'] {
  if (!isCover || picture === null || !('url' in picture)) return null
  const { type } = made.format
  const isTaken = type !== null && made.faults.length === 0 && isNamedRight(picture.url, made)
  return isTaken ? { url: picture.url, type } : null
}

function isNamedRight(name: string, { format }: SquaredArtwork): boolean {
  return format.endings.includes(endingOf(name))
}

function endingOf(name: string): string {
  return extname(name.replace(/[?#].*$/s, '')).toLowerCase()
}

/** What is inside a recording has no name of its own. */
function isMisnamed({ picture }: Wish, made: SquaredArtwork): boolean {
  if (picture === null || 'recording' in picture) return false
  return endingOf(picture.name) !== '' && !isNamedRight(picture.name, made)
}

function findingsOf(wish: Wish, made: SquaredArtwork): readonly Finding[] {
  const name = `"${wish.picture?.name}"`
  const { format, width, height, way, faults } = made
  const findings: Finding[] = []
  const advise = (rule: string, message: string) =>
    findings.push({ severity: 'advice', rule, message })
  if (isMisnamed(wish, made)) {
    advise('artwork/name', `${name} is a ${format.name}; let its name end in ${format.endings[0]}`)
  }
  if (way === 'small') {
    advise(
      'artwork/small',
      `${name} has only ${width} × ${height} pixels, so it was set into a frame; give one of at least 1400 × 1400`,
    )
  } else if (wish.isCover && faults.length > 0) {
    advise(
      'artwork/cover',
      `directories would refuse ${name}, for ${faults.join(' and ')}; a copy that they take goes out instead, so nothing need be done unless you want another one`,
    )
  }
  return findings
}

function findingOf(cause: unknown, name: string): Finding {
  if (cause instanceof PictureError) {
    return {
      severity: 'warning',
      rule: `artwork/${cause.trouble}`,
      message: `"${name}" ${cause.message}`,
    }
  }
  return { severity: 'warning', rule: 'artwork/unreachable', message: faultOf(cause).message }
}

/** What was said of a picture, but for the host that could not be reached at that time. */
function lasting(standing: Standing | null): readonly Finding[] {
  return standing?.findings.filter(({ rule }) => rule !== 'artwork/unreachable') ?? []
}

/** A failure ends in what listeners see meanwhile. */
function ended(finding: Finding, { standing }: Tried, drawn: object | null): Finding {
  if (finding.severity !== 'warning') return finding
  const meanwhile =
    standing !== null
      ? 'what was made before stands'
      : drawn !== null
        ? 'until then a drawn cover stands in'
        : 'until then there is no artwork for it'
  return { ...finding, message: `${finding.message}; ${meanwhile}` }
}

function withoutStudio(missing: string): Finding {
  return {
    severity: 'warning',
    rule: 'artwork/missing',
    message: `pictures go out as they are and no covers are drawn, for ${missing}; run "npm install --include=optional", or write artwork: { make: no } in sidecast.yml`,
  }
}

function withoutLetters(lost: string): Finding {
  return {
    severity: 'advice',
    rule: 'artwork/letters',
    message: `its title has letters that no font here can write ("${lost}"), so the drawn cover is without them; name a picture (image: …)`,
  }
}
