import { extname } from 'node:path'
import type { Colour } from '../../base/colour.ts'
import { createChance } from '../../base/chance.ts'
import { nameOf, type StoredArtwork } from '../../jobs/artwork-schema.ts'
import { drawCover } from '../../jobs/draw-cover.ts'
import type { Failure, Results } from '../../jobs/job.ts'
import { squarePicture, type SquaredPicture } from '../../jobs/square-picture.ts'
import type { Worklist } from '../../jobs/worklist.ts'
import { withFix, type Problem } from '../../base/problem.ts'
import type { RuleId } from '../../base/rules.ts'
import { urlOf } from '../show.ts'
import type { Artwork, Picture } from './artwork.ts'
import type { Wish } from './artwork-wishes.ts'
import { withoutQuery } from '../../base/web-address.ts'

/** A problem of an image, without the line that names it. */
type Finding = Pick<Problem, 'rule' | 'message'>

/** The artwork for a wish so far. */
export interface WishedArtwork {
  /** Null if none could be made, or not yet. */
  readonly artwork: Artwork | null
  /** The colours of the image, for drawn covers. */
  readonly colours: readonly Colour[]
  readonly findings: readonly Finding[]
  /** Why no artwork can be made on this computer; usually null. */
  readonly hindrance: Finding | null
  /** Whether it is still to be made; until then the last artwork is used. */
  readonly isPending: boolean
}

/** What artwork is made with, and its addresses. */
export interface ArtworkAround {
  readonly work: Pick<Worklist, 'ask' | 'peek'>
  readonly files: Results['files']
  /** The name in its address. */
  readonly name: string
  readonly colours: readonly [Colour, ...Colour[]]
  /** False while the colours may still change. */
  readonly mayDraw: boolean
  readonly baseUrl: string
  readonly now: Date
  /** Whether hosts in private networks are asked, too. */
  readonly privateNetworks: boolean
}

/** The colours in the settings, or those of the image of the show, or some that are derived from its title. */
export function coloursOf(
  given: readonly Colour[],
  found: readonly Colour[],
  title: string,
): readonly [Colour, ...Colour[]] {
  const [first, ...others] = given.length > 0 ? given : found
  return first === undefined ? coloursFor(title) : [first, ...others]
}

/** Colours for a show with neither an image nor a setting. */
export function coloursFor(title: string): readonly [Colour, ...Colour[]] {
  const chance = createChance(`colours of ${title}`)
  const hue = chance.between(0, 360)
  const turned = (turn: number): Colour => ({
    lightness: 0.5,
    chroma: 0.1,
    hue: (hue + turn) % 360,
  })
  return [turned(0), turned(35), turned(chance.pick([150, 180, 210]))]
}

/**
 * The artwork for a wish: made from its image, or else a drawn cover. If image or words have changed, a
 * job is listed as work, and until it is done the last artwork is used.
 */
export function wishedArtwork(wish: Wish, around: ArtworkAround): WishedArtwork {
  const { picture } = wish
  if (picture === null) return drawnArtwork(wish, around)
  if (picture.place === null) return insteadOf(wish, missing(picture), null, around)
  const age = around.now.getTime() - wish.published.getTime()
  const job = squarePicture(wish.owner, picture.place, {
    most: wish.most,
    age,
    privateNetworks: around.privateNetworks,
  })
  const { result, last, failure } = around.work.ask(job)
  if (failure?.code === 'missing') return withoutStudio(failure, result, wish, around)
  if (failure !== null) return insteadOf(wish, findingOf(failure, picture.name), result, around)
  if (result !== null) return squaredArtwork(wish, result, around)
  const before = last ?? drawnBefore(wish, around)
  const artwork = before === null ? null : artworkOf(before.art, null, around)
  return { ...NOTHING, artwork, colours: last?.colours ?? [], isPending: true }
}

const NOTHING: WishedArtwork = {
  artwork: null,
  colours: [],
  findings: [],
  hindrance: null,
  isPending: false,
}

function squaredArtwork(wish: Wish, squared: SquaredPicture, around: ArtworkAround): WishedArtwork {
  const artwork = artworkOf(squared.art, keptOf(wish, squared), around)
  return { ...NOTHING, artwork, colours: squared.colours, findings: findingsOf(wish, squared) }
}

/** If nothing can be made here, the last artwork is used, or else the image as it is. */
function withoutStudio(
  failure: Failure,
  before: SquaredPicture | null,
  wish: Wish,
  around: ArtworkAround,
): WishedArtwork {
  const last = before === null ? NOTHING : squaredArtwork(wish, before, around)
  return { ...last, hindrance: hindranceOf(failure) }
}

function hindranceOf({ message }: Failure): Finding {
  return {
    rule: 'artwork/missing',
    message: `images are published unchanged and no covers are drawn, because ${message}; run "npm install --include=optional", or write artwork: { make: no } in sidecast.yml`,
  }
}

/** Adds to the message of a failure what is shown meanwhile. */
function insteadOf(
  wish: Wish,
  { rule, message }: Finding,
  before: SquaredPicture | null,
  around: ArtworkAround,
): WishedArtwork {
  const findingWith = (meanwhile: string) => ({ rule, message: `${message}; ${meanwhile}` })
  if (before !== null && rule === 'artwork/unreachable') {
    const squared = squaredArtwork(wish, before, around)
    return {
      ...squared,
      findings: [...squared.findings, findingWith('until then the last artwork is used')],
    }
  }
  const drawn = drawnArtwork(wish, around)
  const meanwhile = wish.words === null ? 'it has no artwork' : 'a drawn cover is used'
  return { ...drawn, findings: [findingWith(`until then ${meanwhile}`), ...drawn.findings] }
}

function drawnArtwork(wish: Wish, around: ArtworkAround): WishedArtwork {
  if (wish.words === null) return NOTHING
  const words = { ...wish.words, colours: around.colours }
  const ask = around.mayDraw ? around.work.ask : around.work.peek
  const { result, last, failure } = ask(drawCover(wish.owner, words, wish.side))
  if (failure?.code === 'missing') return { ...NOTHING, hindrance: hindranceOf(failure) }
  const isPending = result === null && failure === null
  const drawn = result ?? last
  const hindrance = failure === null ? null : undrawn(failure)
  if (drawn === null) return { ...NOTHING, hindrance, isPending }
  const findings = result === null || result.lost === '' ? [] : [withoutLetters(result.lost)]
  return { ...NOTHING, artwork: artworkOf(drawn.art, null, around), findings, hindrance, isPending }
}

function undrawn({ message }: Failure): Finding {
  const again = 'it is tried again within ten minutes'
  return { rule: 'artwork/unmade', message: `a cover could not be drawn: ${message}; ${again}` }
}

/** The cover that was drawn before there was an image. */
function drawnBefore(
  { owner, words, side }: Wish,
  { work, colours }: ArtworkAround,
): { readonly art: StoredArtwork } | null {
  return words === null ? null : work.peek(drawCover(owner, { ...words, colours }, side)).last
}

/** Gives stored artwork its addresses. */
function artworkOf(
  art: StoredArtwork,
  kept: { readonly url: string; readonly type: string } | null,
  around: ArtworkAround,
): Artwork {
  const stem = `/artwork/${around.name}-${art.id.slice(0, 8)}`
  const large = pictureOf(art, art.side, `${stem}.jpg`, around)
  const small = art.small.map((side) => pictureOf(art, side, `${stem}-${side}.jpg`, around))
  return kept === null ? { ...large, small } : { ...large, ...kept, path: null, file: null, small }
}

function pictureOf(
  { id }: StoredArtwork,
  side: number,
  path: string,
  { files, baseUrl }: ArtworkAround,
): Picture {
  const file = files.pathOf(id, nameOf(side))
  const url = urlOf({ baseUrl }, path)
  return { url, path, file, type: 'image/jpeg', width: side, height: side }
}

/** A cover on another host keeps its address if directories accept it. */
function keptOf(
  { isCover, picture }: Wish,
  { type, faults, endings }: SquaredPicture,
): { readonly url: string; readonly type: string } | null {
  if (!isCover || picture?.place == null || !('url' in picture.place)) return null
  const { url } = picture.place
  const isTaken = type !== null && faults.length === 0 && endings.includes(endingOf(url))
  return isTaken ? { url, type } : null
}

function endingOf(name: string): string {
  return extname(withoutQuery(name)).toLowerCase()
}

/** Whether the extension of an image is wrong; an image in a recording has no name. */
function isMisnamed({ picture }: Wish, { endings }: SquaredPicture): boolean {
  if (picture?.place == null || 'recording' in picture.place) return false
  const ending = endingOf(picture.name)
  return ending !== '' && !endings.includes(ending)
}

function findingsOf(wish: Wish, squared: SquaredPicture): readonly Finding[] {
  const name = `"${wish.picture?.name}"`
  const { format, endings, width, height, way, faults } = squared
  const findings: Finding[] = []
  const advise = (rule: RuleId, message: string): void => {
    findings.push({ rule, message })
  }
  if (isMisnamed(wish, squared)) {
    advise('artwork/name', `${name} is a ${format}; give it the extension ${endings[0]}`)
  }
  if (way === 'small') {
    advise(
      'artwork/small',
      withFix(
        'artwork/small',
        `${name} has only ${width} × ${height} pixels, so it was put in a frame`,
      ),
    )
  } else if (wish.isCover && faults.length > 0) {
    advise(
      'artwork/cover',
      `directories would refuse ${name}, because ${faults.join(' and ')}; a copy that they accept is published instead, so do nothing unless you want another one`,
    )
  }
  return findings
}

/** Code of a failure → the rule that the image breaks. */
const TROUBLES: Readonly<Record<string, RuleId>> = {
  unreadable: 'artwork/unreadable',
  'too-small': 'artwork/too-small',
  unmade: 'artwork/unmade',
}

function findingOf({ code, message }: Failure, name: string): Finding {
  if (code === 'failed') {
    return { rule: 'artwork/unmade', message: `"${name}" could not be read: ${message}` }
  }
  const trouble = TROUBLES[code]
  return trouble === undefined
    ? { rule: 'artwork/unreachable', message }
    : { rule: trouble, message: `"${name}" ${message}` }
}

function missing({ name, refusal }: NonNullable<Wish['picture']>): Finding {
  const message = `"${name}" cannot be read: ${refusal ?? 'it does not exist'}`
  return { rule: 'artwork/unreadable', message }
}

function withoutLetters(lost: string): Finding {
  const what = `its title has letters that are in none of the fonts ("${lost}"), so the drawn cover omits them`
  return { rule: 'artwork/letters', message: withFix('artwork/letters', what) }
}
