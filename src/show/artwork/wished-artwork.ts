import { extname } from 'node:path'
import type { Colour } from '../../artwork/colour.ts'
import { coloursFor } from '../../artwork/palette.ts'
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

/** What is to be said of a picture, before it is known which line names it. */
type Finding = Pick<Problem, 'rule' | 'message'>

/** What stands for a wish by now. */
export interface WishedArtwork {
  /** Null where nothing could be made, or not yet. */
  readonly artwork: Artwork | null
  /** Those of the picture, for what is drawn beside it. */
  readonly colours: readonly Colour[]
  readonly findings: readonly Finding[]
  /** What keeps this machine from making any artwork; null mostly. */
  readonly hindrance: Finding | null
  /** Whether it is still to be made; what was made before stands until then. */
  readonly isPending: boolean
}

/** What artwork is made with, and where it goes. */
export interface ArtworkAround {
  readonly work: Pick<Worklist, 'ask' | 'peek'>
  readonly files: Results['files']
  /** What it is called in its address. */
  readonly name: string
  readonly colours: readonly [Colour, ...Colour[]]
  /** False while the colours are not known for good. */
  readonly mayDraw: boolean
  readonly baseUrl: string
  readonly now: Date
  /** Whether hosts that are not of the public internet are asked, too. */
  readonly privateNetworks: boolean
}

/** The author's colours, else those of the show's picture, else some that suit its title. */
export function coloursOf(
  given: readonly Colour[],
  found: readonly Colour[],
  title: string,
): readonly [Colour, ...Colour[]] {
  const [first, ...others] = given.length > 0 ? given : found
  return first === undefined ? coloursFor(title) : [first, ...others]
}

/**
 * What stands for a wish: artwork made from its picture, else a drawn cover. Another picture or other
 * words become work to do, and until that is done what was made before stands.
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
  return { artwork, colours: last?.colours ?? [], findings: [], hindrance: null, isPending: true }
}

function squaredArtwork(wish: Wish, squared: SquaredPicture, around: ArtworkAround): WishedArtwork {
  const artwork = artworkOf(squared.art, keptOf(wish, squared), around)
  const findings = findingsOf(wish, squared)
  return { artwork, colours: squared.colours, findings, hindrance: null, isPending: false }
}

/** Nothing can be made here: what was made before stands, and else the picture as it is. */
function withoutStudio(
  failure: Failure,
  before: SquaredPicture | null,
  wish: Wish,
  around: ArtworkAround,
): WishedArtwork {
  const nothing = { artwork: null, colours: [], findings: [], isPending: false }
  const standing = before === null ? nothing : squaredArtwork(wish, before, around)
  return { ...standing, hindrance: hindranceOf(failure) }
}

function hindranceOf({ message }: Failure): Finding {
  return {
    rule: 'artwork/missing',
    message: `pictures go out as they are and no covers are drawn, for ${message}; run "npm install --include=optional", or write artwork: { make: no } in sidecast.yml`,
  }
}

/** A failure ends in what listeners see meanwhile. */
function insteadOf(
  wish: Wish,
  { rule, message }: Finding,
  before: SquaredPicture | null,
  around: ArtworkAround,
): WishedArtwork {
  const told = (meanwhile: string): Finding => ({
    rule,
    message: `${message}; ${meanwhile}`,
  })
  if (before !== null && rule === 'artwork/unreachable') {
    const squared = squaredArtwork(wish, before, around)
    return { ...squared, findings: [...squared.findings, told('what was made before stands')] }
  }
  const drawn = drawnArtwork(wish, around)
  const meanwhile =
    wish.words === null
      ? 'until then there is no artwork for it'
      : 'until then a drawn cover stands in'
  return { ...drawn, findings: [told(meanwhile), ...drawn.findings] }
}

function drawnArtwork(wish: Wish, around: ArtworkAround): WishedArtwork {
  const nothing = { artwork: null, colours: [], findings: [], hindrance: null, isPending: false }
  if (wish.words === null) return nothing
  const words = { ...wish.words, colours: around.colours }
  const ask = around.mayDraw ? around.work.ask : around.work.peek
  const { result, last, failure } = ask(drawCover(wish.owner, words, wish.side))
  if (failure?.code === 'missing') return { ...nothing, hindrance: hindranceOf(failure) }
  const isPending = result === null && failure === null
  const drawn = result ?? last
  if (drawn === null) return { ...nothing, isPending }
  const findings = result === null || result.lost === '' ? [] : [withoutLetters(result.lost)]
  return { ...nothing, artwork: artworkOf(drawn.art, null, around), findings, isPending }
}

/** The cover that was drawn before there was a picture. */
function drawnBefore(
  { owner, words, side }: Wish,
  { work, colours }: ArtworkAround,
): { readonly art: StoredArtwork } | null {
  return words === null ? null : work.peek(drawCover(owner, { ...words, colours }, side)).last
}

/** Gives what was made its addresses. */
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

/** The cover of a show stays where its author has put it, if directories take it from there. */
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
  return extname(name.replace(/[?#].*$/s, '')).toLowerCase()
}

/** What is inside a recording has no name of its own. */
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
    advise('artwork/name', `${name} is a ${format}; let its name end in ${endings[0]}`)
  }
  if (way === 'small') {
    advise(
      'artwork/small',
      withFix(
        'artwork/small',
        `${name} has only ${width} × ${height} pixels, so it was set into a frame`,
      ),
    )
  } else if (wish.isCover && faults.length > 0) {
    advise(
      'artwork/cover',
      `directories would refuse ${name}, for ${faults.join(' and ')}; a copy that they take goes out instead, so nothing need be done unless you want another one`,
    )
  }
  return findings
}

/** What a picture breaks that gives no artwork, by the code of the failure. */
const TROUBLES: Readonly<Record<string, RuleId>> = {
  unreadable: 'artwork/unreadable',
  'too-small': 'artwork/too-small',
}

function findingOf({ code, message }: Failure, name: string): Finding {
  const trouble = TROUBLES[code]
  return trouble === undefined
    ? { rule: 'artwork/unreachable', message }
    : { rule: trouble, message: `"${name}" ${message}` }
}

function missing({ name, refusal }: NonNullable<Wish['picture']>): Finding {
  const message = `"${name}" cannot be read: ${refusal ?? 'there is nothing under this name'}`
  return { rule: 'artwork/unreadable', message }
}

function withoutLetters(lost: string): Finding {
  const what = `its title has letters that no font here can write ("${lost}"), so the drawn cover is without them`
  return { rule: 'artwork/letters', message: withFix('artwork/letters', what) }
}
