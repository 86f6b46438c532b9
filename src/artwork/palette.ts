import type { Chance } from '../base/chance.ts'
import { type Colour, contrast } from '../base/colour.ts'

/** The colours of one drawn cover. */
export interface Palette {
  /** The background; `ink` is readable on it. */
  readonly ground: Colour
  /** Close to `ground`, for subtle shapes. */
  readonly shade: Colour
  /** For shapes, from muted to bright. */
  readonly accents: readonly [Colour, Colour, Colour]
  /** For the title. */
  readonly ink: Colour
  /** For less important text. */
  readonly quiet: Colour
}

/** Lightness and chroma of dark, light and saturated covers. */
const SCHEMES = [
  { ground: 0.25, chroma: 0.055, shade: 0.31, accents: [0.42, 0.62, 0.8], ink: 0.97, quiet: 0.84 },
  { ground: 0.94, chroma: 0.022, shade: 0.89, accents: [0.8, 0.66, 0.52], ink: 0.24, quiet: 0.4 },
  { ground: 0.43, chroma: 0.11, shade: 0.39, accents: [0.55, 0.68, 0.86], ink: 0.985, quiet: 0.93 },
  { ground: 0.88, chroma: 0.062, shade: 0.84, accents: [0.76, 0.64, 0.45], ink: 0.22, quiet: 0.34 },
] as const

/** Hue differences from the ground to each accent, in degrees. */
const HARMONIES = [
  [0, 24, 48],
  [0, -28, -56],
  [8, 30, 180],
  [-12, 150, 178],
  [0, 40, 205],
] as const

/** The contrast that WCAG requires of normal text, although the text is large. */
const READABLE = 4.5

/** A palette around one of the colours of a show. */
export function createPalette(colours: readonly [Colour, ...Colour[]], chance: Chance): Palette {
  const base = chance.pick(colours)
  const scheme = chance.pick(SCHEMES)
  const harmony = chance.pick(HARMONIES)
  const hue = base.hue + chance.between(-14, 14)
  // A grey show stays nearly grey.
  const strength = Math.min(1, Math.max(0.25, base.chroma / 0.09))
  const at = (lightness: number, chroma: number, turn: number): Colour => ({
    lightness,
    chroma: chroma * strength,
    hue: (hue + turn + 360) % 360,
  })
  const ground = at(scheme.ground, scheme.chroma, 0)
  const [low, middle, high] = scheme.accents
  const shade = at(scheme.shade, scheme.chroma * 1.1, harmony[0])
  return {
    ground,
    shade,
    accents: [
      at(low, 0.085, harmony[0]),
      at(middle, 0.125, harmony[1]),
      at(high, 0.14, harmony[2]),
    ],
    ink: readable(at(scheme.ink, 0.012, 0), [ground, shade]),
    quiet: readable(at(scheme.quiet, 0.03, harmony[1]), [ground, shade]),
  }
}

/** Moves the lightness away from that of the background until the text is readable. */
function readable(ink: Colour, behind: readonly [Colour, ...Colour[]]): Colour {
  const step = ink.lightness > behind[0].lightness ? 0.02 : -0.02
  const isRead = (colour: Colour): boolean =>
    behind.every((ground) => contrast(colour, ground) >= READABLE)
  let { lightness } = ink
  while (!isRead({ ...ink, lightness }) && lightness > 0 && lightness < 1) {
    lightness = Math.min(1, Math.max(0, lightness + step))
  }
  return { ...ink, lightness }
}
