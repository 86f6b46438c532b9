import type { Colour } from '../../base/colour.ts'
import type { Results } from '../../jobs/job.ts'
import type { Worklist } from '../../jobs/worklist.ts'
import { pathOf } from '../../posts/front-matter/values.ts'
import { problem, type Problem } from '../../base/problem.ts'
import { toSlug } from '../../posts/slug.ts'
import type { Draft } from '../episode-parts.ts'
import { keyOf } from '../post-problems.ts'
import { imageOfPart } from '../parts.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Part } from '../show.ts'
import type { Artwork } from './artwork.ts'
import {
  wishOfEpisode,
  wishOfPart,
  wishOfShow,
  type SettingsPictures,
  type Wish,
} from './artwork-wishes.ts'
import { rawPicture } from './raw-picture.ts'
import {
  coloursOf,
  wishedArtwork,
  type ArtworkAround,
  type WishedArtwork,
} from './wished-artwork.ts'

/** What the artwork of a show is made from. */
export interface ArtworkMaterial {
  readonly settings: Settings
  /** The content folder, absolute. */
  readonly folder: string
  readonly baseUrl: string
  readonly pictures: SettingsPictures
  readonly drafts: readonly Draft[]
  readonly work: Worklist
  readonly files: Results['files']
  readonly now: Date
  /** Its folder on the site, with `/` at both ends. */
  readonly place: string
}

/** The artwork so far, and the problems of the images that it was made from. */
export interface ShowArtwork {
  readonly image: Artwork | null
  /** By the files of the posts. */
  readonly episodes: ReadonlyMap<string, Artwork>
  /** For the parts of a show that has this artwork. */
  readonly part: (part: Part) => Artwork | null
  /** Complete when `part` has been called for every part. */
  readonly problems: Problem[]
}

type Place = Pick<Problem, 'file' | 'line' | 'field'>

/** The artwork of the show, its parts and its episodes; artwork that is not made yet is listed as work. */
export function showArtwork(material: ArtworkMaterial): ShowArtwork {
  const { settings, drafts, pictures, work, now, folder, baseUrl, place } = material
  const { image, artwork } = settings
  const problems: Problem[] = []
  const raw = { folder, baseUrl, pictures, make: artwork.make, ask: work.ask }
  const { title, author, language } = settings
  const show = { title, author, language, place, published: newest(drafts, now) }
  const take = reportingTo(problems)
  const make = (wish: Wish, name: string, colours: readonly Colour[], mayDraw: boolean) =>
    wishedArtwork(wish, {
      ...material,
      name,
      colours: coloursOf(artwork.colours, colours, title),
      mayDraw,
      privateNetworks: settings.audio.privateNetworks,
    } satisfies ArtworkAround)

  const cover = artwork.make
    ? take(make(wishOfShow(show, settings, pictures), 'cover', [], true), inSettings('image'))
    : null
  const colours = cover?.colours ?? []
  // Drawn covers have the colours of the cover of the show, so they are not drawn before it is known.
  const mayDraw = cover?.isPending !== true || image === null || artwork.colours.length > 0

  function ofShow(): Artwork | null {
    if (cover?.artwork != null) return cover.artwork
    const own = rawPicture(image, raw)
    problems.push(...own.problems)
    return own.artwork
  }

  function ofEpisode(draft: Draft): readonly (readonly [string, Artwork])[] {
    const wish = wishOfEpisode(draft, show, settings)
    const made = take(make(wish, draft.slug, colours, mayDraw), placeIn(draft))
    return made.artwork === null ? [] : [[draft.post.file, made.artwork]]
  }

  function ofPart(part: Part): Artwork | null {
    const named = imageOfPart(settings.parts, part)
    const wish = wishOfPart(part, show, settings, pictures)
    const made = artwork.make
      ? take(make(wish, coverName(part.path), colours, mayDraw), inSettings('feeds'))
      : null
    if (made?.artwork != null) return made.artwork
    const own = rawPicture(named, raw)
    const field = `feeds.${pathOf(part.kind, part.name)}.image`
    problems.push(...own.problems.map((each) => ({ ...each, field })))
    return own.artwork
  }

  return {
    image: ofShow(),
    episodes: new Map(artwork.make ? drafts.flatMap(ofEpisode) : []),
    part: ofPart,
    problems,
  }
}

/**
 * Makes a function that adds the problems of artwork to others. What hinders one hinders all, so that is
 * reported once.
 */
function reportingTo(problems: Problem[]): (wished: WishedArtwork, at: Place) => WishedArtwork {
  let isHindered = false
  return (wished, at) => {
    const { hindrance } = wished
    if (hindrance !== null && !isHindered) {
      isHindered = true
      problems.push(problem(hindrance.rule, {}, hindrance.message))
    }
    problems.push(...wished.findings.map(({ rule, message }) => problem(rule, at, message)))
    return wished
  }
}

function newest(drafts: readonly Draft[], now: Date): Date {
  const dates = drafts.map(({ post }) => post.published.getTime())
  return new Date(Math.max(0, ...dates.filter((date) => date <= now.getTime())))
}

/** For `/feeds/travel.xml` it is `cover-travel`. */
function coverName(path: string): string {
  return `cover-${toSlug(path.replace(/\.\w+$|\/$/, '').replace(/^.*\//s, ''))}`
}

function inSettings(field: string): Place {
  return { file: 'sidecast.yml', line: null, field }
}

function placeIn({ post }: Draft): Place {
  const field = keyOf(post, 'image')
  const line = post.lines.get(field) ?? null
  return { file: post.file, line, field: line === null ? 'title' : field }
}
