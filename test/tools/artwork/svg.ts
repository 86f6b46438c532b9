/** The colours of the show. */
export const INK = '#17203a'
export const PAPER = '#f6efe2'
export const RED = '#e4553b'
export const OCHRE = '#e3a53a'
export const TEAL = '#2f8388'
export const NIGHT = '#22305a'

/** Debian has it as `fonts-ebgaramond`. */
const FONT = "'EB Garamond', 'DejaVu Serif', serif"

/** A picture and how large it is to be drawn. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly svg: string
}

/** Puts shapes on a ground of one colour; the middle of a square picture is its origin. */
export function square(size: number, ground: string, shapes: readonly string[]): Drawing {
  const half = size / 2
  const box = `${-half} ${-half} ${size} ${size}`
  const paper = `<rect x="${-half}" y="${-half}" width="${size}" height="${size}" fill="${ground}"/>`
  return { width: size, height: size, svg: wrap(size, size, box, [paper, ...shapes]) }
}

/** Puts shapes on a ground of one colour; the top left corner is the origin. */
export function wide(
  width: number,
  height: number,
  ground: string,
  shapes: readonly string[],
): Drawing {
  const paper = `<rect width="${width}" height="${height}" fill="${ground}"/>`
  return { width, height, svg: wrap(width, height, `0 0 ${width} ${height}`, [paper, ...shapes]) }
}

function wrap(width: number, height: number, box: string, shapes: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${box}" font-family="${FONT}">${shapes.join('')}</svg>`
}

export type Point = readonly [x: number, y: number]

/** A straight stroke with round ends. */
export function stroke(from: Point, to: Point, width: number, colour: string): string {
  const [[x1, y1], [x2, y2]] = [from, to]
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"/>`
}

/** A stroke through many points. */
export function path(points: readonly Point[], width: number, colour: string): string {
  return `<polyline points="${list(points)}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"/>`
}

export function area(points: readonly Point[], colour: string): string {
  return `<polygon points="${list(points)}" fill="${colour}"/>`
}

export function disc([x, y]: Point, radius: number, colour: string): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${radius}" fill="${colour}"/>`
}

interface Lettering {
  readonly size: number
  readonly colour: string
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly italic?: boolean
}

export function lettering(text: string, [x, y]: Point, style: Lettering): string {
  const slant = style.italic === true ? ' font-style="italic"' : ''
  return `<text x="${x}" y="${y}" font-size="${style.size}" fill="${style.colour}" text-anchor="${style.anchor ?? 'start'}"${slant}>${text}</text>`
}

/** A point on a circle around the origin; turns are counted from 12 o'clock, clockwise. */
export function onDial(turn: number, radius: number): Point {
  const angle = turn * 2 * Math.PI
  return [Math.sin(angle) * radius, -Math.cos(angle) * radius]
}

/** Whole numbers from 0, as many as wanted. */
export function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}

function list(points: readonly Point[]): string {
  return points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ')
}

function round(value: number): string {
  return value.toFixed(1)
}
