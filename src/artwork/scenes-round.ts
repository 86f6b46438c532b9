import type { Chance } from '../base/chance.ts'
import type { Palette } from './palette.ts'
import {
  area,
  between,
  circle,
  type DrawScene,
  gradient,
  lettersAbove,
  lettersBelow,
  SIDE,
  upTo,
} from './scene.ts'

/** Two bodies that pass before one another. */
export const discs: DrawScene = ({ ground, accents }, chance) => {
  const radius = chance.between(205, 250)
  const x = chance.between(560, 700)
  const y = chance.between(235, 290)
  const angle = chance.between(0.55, 1.25) * Math.PI
  const small = radius * chance.between(0.5, 0.78)
  const distance = radius * chance.between(0.75, 1)
  const [sx, sy] = [x + distance * Math.cos(angle), y - distance * Math.sin(angle) * 0.45]
  const clip = `<clipPath id="eclipse"><circle cx="${x}" cy="${y}" r="${radius}"/></clipPath>`
  const shapes = [
    clip,
    circle(x, y, radius, accents[1]),
    circle(sx, sy, small, accents[2]),
    circle(sx, sy, small, between(accents[0], ground, 0.15), 'clip-path="url(#eclipse)"'),
  ]
  return lettersBelow(shapes.join(''), 530)
}

/** Sound that leaves a corner. */
export const ripples: DrawScene = ({ ground, accents }, chance) => {
  const x = SIDE + chance.between(-90, 10)
  const y = SIDE + chance.between(-60, 20)
  const rings = 7
  const widest = chance.between(500, 540)
  const shapes = upTo(rings).map((ring) => {
    const share = ring / (rings - 1)
    const colour = gradient(accents, share)
    const fill = ring % 2 === 0 ? colour : between(colour, ground, 0.72)
    return circle(x, y, widest * (1 - ring / rings) ** 0.9, fill)
  })
  return lettersAbove(shapes.join(''), 520)
}

/** Quarters, halves and whole circles, as on old tiles. */
export const tiles: DrawScene = (palette, chance) => {
  const size = SIDE / 5
  const shapes = upTo(10).map((index) =>
    tile((index % 5) * size, Math.floor(index / 5) * size, size, palette, chance),
  )
  return lettersBelow(shapes.join(''), 470)
}

function tile(
  x: number,
  y: number,
  size: number,
  { ground, shade, accents }: Palette,
  chance: Chance,
): string {
  const back = chance.pick([shade, between(ground, accents[0], 0.5), ground])
  const fill = chance.pick(accents)
  const [right, bottom, middleX, middleY] = [x + size, y + size, x + size / 2, y + size / 2]
  const quarters = [
    `M${x},${y}H${right}A${size},${size} 0 0 1 ${x},${bottom}Z`,
    `M${right},${y}V${bottom}A${size},${size} 0 0 1 ${x},${y}Z`,
    `M${right},${bottom}H${x}A${size},${size} 0 0 1 ${right},${y}Z`,
    `M${x},${bottom}V${y}A${size},${size} 0 0 1 ${right},${bottom}Z`,
  ] as const
  const halves = [
    `M${x},${y}H${right}A${size / 2},${size / 2} 0 0 1 ${x},${y}Z`,
    `M${x},${bottom}H${right}A${size / 2},${size / 2} 0 0 0 ${x},${bottom}Z`,
  ] as const
  const square = area(`M${x},${y}h${size + 0.5}v${size + 0.5}h-${size + 0.5}Z`, back)
  const kind = chance.next()
  if (kind < 0.56) return square + area(chance.pick(quarters), fill)
  if (kind < 0.8) return square + area(chance.pick(halves), fill)
  return square + circle(middleX, middleY, size * 0.31, fill)
}
