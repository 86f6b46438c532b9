import type { Chance } from '../base/chance.ts'
import { type Colour, toHex } from '../base/colour.ts'
import type { Palette } from './palette.ts'

/** Covers are drawn in units of a thousandth of their side. */
export const SIDE = 1000
/** The margin of the text, since apps round the corners and put badges over them. */
export const MARGIN = 84

/** The background of a cover. */
export interface Scene {
  /** SVG elements. */
  readonly shapes: string
  /** The area for the text, where the background is calm. */
  readonly free: {
    readonly top: number
    readonly bottom: number
    /** The edge to which the text is aligned. */
    readonly anchor: 'top' | 'bottom'
  }
}

/** Draws a scene; the same palette and chance give the same scene. */
export type DrawScene = (palette: Palette, chance: Chance) => Scene

/** Leaves the lower part to the text. */
export function lettersBelow(shapes: string, top: number): Scene {
  return { shapes, free: { top, bottom: SIDE - MARGIN, anchor: 'bottom' } }
}

/** Leaves the upper part to the text. */
export function lettersAbove(shapes: string, bottom: number): Scene {
  return { shapes, free: { top: MARGIN, bottom, anchor: 'top' } }
}

/** Numbers from 0 up to, but not including, `count`. */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}

export function circle(x: number, y: number, radius: number, fill: Colour, more = ''): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${toHex(fill)}" ${more}/>`
}

export function bar(
  [x, y, width, height]: readonly [number, number, number, number],
  fill: Colour,
  rounding = 0,
): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${round(rounding)}" fill="${toHex(fill)}"/>`
}

export function area(path: string, fill: Colour, more = ''): string {
  return `<path d="${path}" fill="${toHex(fill)}" ${more}/>`
}

export function line(path: string, stroke: Colour, width: number): string {
  return `<path d="${path}" fill="none" stroke="${toHex(stroke)}" stroke-width="${round(width)}" stroke-linecap="round"/>`
}

/** A curve over the whole width, sampled from a function. */
export function curve(heightAt: (x: number) => number, steps = 80): string {
  const points = upTo(steps + 1).map((index) => {
    const x = (index / steps) * (SIDE + 40) - 20
    return `${round(x)},${round(heightAt(x))}`
  })
  return `M${points.join('L')}`
}

/** The colour at a position from 0 to 1 in a gradient of three. */
export function gradient([a, b, c]: Palette['accents'], share: number): Colour {
  return share < 0.5 ? between(a, b, share * 2) : between(b, c, share * 2 - 1)
}

/** Mixes two colours. */
export function between(a: Colour, b: Colour, share: number): Colour {
  const turn = ((b.hue - a.hue + 540) % 360) - 180
  return {
    lightness: a.lightness + (b.lightness - a.lightness) * share,
    chroma: a.chroma + (b.chroma - a.chroma) * share,
    hue: (a.hue + turn * share + 360) % 360,
  }
}

export function round(number: number): number {
  return Math.round(number * 100) / 100
}
