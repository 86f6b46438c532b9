import type { Color, Oklch } from 'culori'
import { lazily, load } from './lazily.ts'

/** A colour in OKLCH: lightness from 0 to 1, chroma from 0 to about 0.3, hue in degrees. */
export interface Colour {
  readonly lightness: number
  readonly chroma: number
  readonly hue: number
}

const culori = lazily((): typeof import('culori') => load('culori'))

function toOklch(colour: Color): Oklch {
  return culori().converter('oklch')(colour)
}

/** Reads a CSS colour. @throws {RangeError} If it is not one. */
export function parseColour(text: string): Colour {
  const colour = culori().parse(text)
  if (colour === undefined) throw new RangeError(`expected a colour such as #0f4c81, got "${text}"`)
  return colourOf(toOklch(colour))
}

/** @param red From 0 to 255, like the others. */
export function colourFromRgb(red: number, green: number, blue: number): Colour {
  return colourOf(toOklch({ mode: 'rgb', r: red / 255, g: green / 255, b: blue / 255 }))
}

/** The CSS form; a colour outside sRGB becomes the nearest one of the same hue. */
export function toHex(colour: Colour): string {
  return culori().formatHex(toCulori(colour))
}

/** From 1 to 21. @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(a: Colour, b: Colour): number {
  return culori().wcagContrast(toCulori(a), toCulori(b))
}

function toCulori({ lightness, chroma, hue }: Colour): Oklch {
  return culori().clampChroma({ mode: 'oklch', l: lightness, c: chroma, h: hue }, 'oklch')
}

function colourOf({ l, c, h }: Oklch): Colour {
  return { lightness: l, chroma: c, hue: h ?? 0 }
}
