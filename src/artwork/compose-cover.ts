import sharp from 'sharp'
import { createChance } from '../base/chance.ts'
import { type Colour, toHex } from '../base/colour.ts'
import { createPalette, type Palette } from './palette.ts'
import { type Raster, toRaster } from './raster.ts'
import {
  hills,
  threads,
  waves,
  discs,
  ripples,
  tiles,
  loudness,
  stairs,
  stripes,
} from './scenes.ts'
import { type DrawScene, MARGIN, round, type Scene, SIDE } from './scene.ts'
import { type SetText, setText } from './set-text.ts'

/** What a cover is made from. */
export interface CoverWords {
  readonly title: string
  /** A small line above the title, e.g. the title of the show; null for none. */
  readonly above: string | null
  /** A small line below the title, e.g. the author; null for none. */
  readonly below: string | null
  /** A language tag. */
  readonly language: string
  /** Distinguishes covers with the same texts. */
  readonly seed: string
  /** Of the show; the cover is based on one of them. */
  readonly colours: readonly [Colour, ...Colour[]]
}

/** A drawn cover. */
export interface DrawnCover {
  readonly picture: Raster
  /** Characters that no font has, which are omitted. */
  readonly lost: string
}

const SCENES = [
  waves,
  discs,
  loudness,
  tiles,
  ripples,
  hills,
  threads,
  stairs,
  stripes,
] as const satisfies readonly DrawScene[]

/** Font sizes and height of a line above or below the title. */
const SMALL = { size: 37, smallest: 28, height: 66 } as const
/** Font sizes of the title. */
const LARGEST = 184
const SMALLEST = 40

/**
 * Draws a cover. The same texts, seed and colours give the same image on every machine, since the text
 * is shaped with bundled fonts and drawn as outlines.
 *
 * @param side Pixels each way.
 */
export async function drawCover(words: CoverWords, side: number): Promise<DrawnCover> {
  const { svg, lost } = await composeCover(words)
  const drawing = sharp(Buffer.from(svg), { density: (72 * side) / SIDE }).resize(side, side)
  return { picture: await toRaster(drawing), lost }
}

/** The cover as SVG in units of a thousandth of its side, with text as outlines. */
export async function composeCover(words: CoverWords): Promise<{ svg: string; lost: string }> {
  const chance = createChance(words.seed)
  const draw = chance.pick(SCENES)
  const palette = createPalette(words.colours, chance)
  const scene = draw(palette, chance)
  const block = await setBlock(words, scene)
  const mirrored = block.title.direction === 'rtl' ? ` transform="matrix(-1 0 0 1 ${SIDE} 0)"` : ''
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}" width="${SIDE}" height="${SIDE}">`,
    ground(palette),
    `<g${mirrored}>${scene.shapes}</g>`,
    renderBlock(block, scene, palette),
    '</svg>',
  ].join('')
  return { svg, lost: block.title.lost }
}

/** A barely visible gradient, without which the background looks flat. */
function ground({ ground: from, shade }: Palette): string {
  return `<linearGradient id="ground" x1="0" y1="0" x2="0.6" y2="1"><stop offset="0.2" stop-color="${toHex(from)}"/><stop offset="1" stop-color="${toHex(shade)}"/></linearGradient><rect width="${SIDE}" height="${SIDE}" fill="url(#ground)"/>`
}

interface Block {
  readonly above: SetText | null
  readonly title: SetText
  readonly below: SetText | null
}

async function setBlock(words: CoverWords, { free }: Scene): Promise<Block> {
  const { language } = words
  const width = SIDE - 2 * MARGIN
  const small = async (text: string | null): Promise<SetText | null> => {
    if (text === null || text.trim() === '') return null
    const room = { width, height: SMALL.height, largest: SMALL.size, smallest: SMALL.smallest }
    return setText(text, { language, weight: 600 }, room)
  }
  const [above, below] = await Promise.all([small(words.above), small(words.below)])
  const taken = [above, below].reduce((sum, text) => sum + (text === null ? 0 : SMALL.height), 0)
  const height = free.bottom - free.top - taken
  const room = { width, height, largest: LARGEST, smallest: SMALLEST }
  return { above, title: await setText(words.title, { language, weight: 700 }, room), below }
}

function renderBlock({ above, title, below }: Block, { free }: Scene, palette: Palette): string {
  const heights = [
    above === null ? 0 : SMALL.height,
    title.height,
    below === null ? 0 : SMALL.height,
  ]
  const [first = 0, second = 0] = heights
  const height = heights.reduce((sum, each) => sum + each, 0)
  const top = free.anchor === 'top' ? free.top : free.bottom - height
  const side = title.direction
  return [
    above === null ? '' : renderText(above, top, side, palette.quiet),
    renderText(title, top + first, side, palette.ink),
    below === null
      ? ''
      : renderText(below, top + first + second + SMALL.height / 3, side, palette.quiet),
  ].join('')
}

/** Share of a line that is above the baseline. */
const ASCENT = 0.78

function renderText(text: SetText, top: number, side: SetText['direction'], fill: Colour): string {
  const lines = text.lines.flatMap(({ width, outlines }, index) => {
    const x = side === 'rtl' ? SIDE - MARGIN - width : MARGIN
    const y = top + index * text.leading + text.leading * ASCENT
    return outlines.map((outline) => {
      const scale = outline.scale * text.size
      const at = `${round(x + outline.x * text.size)} ${round(y + outline.y * text.size)}`
      return `<path transform="matrix(${scale} 0 0 ${-scale} ${at})" d="${outline.path}"/>`
    })
  })
  return `<g fill="${toHex(fill)}">${lines.join('')}</g>`
}
