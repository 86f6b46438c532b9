import {
  area,
  between,
  circle,
  curve,
  type DrawScene,
  gradient,
  lettersAbove,
  lettersBelow,
  line,
  SIDE,
  upTo,
  bar,
  MARGIN,
} from './scene.ts'
import type { Chance } from '../base/chance.ts'
import type { Palette } from './palette.ts'

/** Water that comes in, band over band. */
export const waves: DrawScene = ({ ground, accents }, chance) => {
  const bands = 5
  const length = chance.between(420, 760)
  const phase = chance.between(0, length)
  const shapes = upTo(bands).map((band) => {
    const share = band / (bands - 1)
    const height = 610 + band * 78
    const swell = 34 - band * 3
    const shift = phase + band * chance.between(90, 190)
    const top = curve(
      (x) =>
        height +
        swell * Math.sin(((x + shift) / length) * 2 * Math.PI) +
        swell * 0.35 * Math.sin(((x - shift) / length) * 4.7 * Math.PI),
    )
    const [low, middle, high] = accents
    const fill = gradient([between(ground, low, 0.6), middle, high], share)
    return area(`${top}L${SIDE + 20},${SIDE}L-20,${SIDE}Z`, fill)
  })
  return lettersAbove(shapes.join(''), 548)
}

/** A low sun, and hills that grow darker towards the reader. */
export const hills: DrawScene = ({ ground, accents }, chance) => {
  const sun = circle(chance.between(560, 800), 640, chance.between(120, 165), accents[2])
  const ridges = upTo(3).map((ridge) => {
    const share = ridge / 2
    const first = chance.between(0, 7)
    const second = chance.between(0, 7)
    const top = curve(
      (x) =>
        690 +
        ridge * 92 +
        (52 - ridge * 8) * Math.sin(x / broadened(260, ridge) + first) +
        22 * Math.sin(x / broadened(97, ridge) + second),
    )
    const fill = between(between(accents[1], accents[0], share), ground, share * 0.35)
    return area(`${top}L${SIDE + 20},${SIDE}L-20,${SIDE}Z`, fill)
  })
  return lettersAbove(sun + ridges.join(''), 470)
}

/** Nearer hills are broader. */
function broadened(length: number, ridge: number): number {
  return length * (1 + ridge * 0.22)
}

/** A bundle of threads that swings like a string: the same tone, a little later each. */
export const threads: DrawScene = ({ ground, accents }, chance) => {
  const count = 26
  const knots = chance.pick([1, 1.5, 2, 2.5])
  const spread = chance.between(120, 165)
  const lean = chance.between(-0.06, 0.06)
  const shapes = upTo(count).map((index) => {
    const share = index / (count - 1)
    const swing = (share - 0.5) * 2 * spread
    const path = curve(
      (x) =>
        258 +
        lean * (x - SIDE / 2) +
        swing * Math.sin((x / SIDE) * Math.PI * knots + 0.35) +
        18 * Math.sin((x / SIDE) * Math.PI * 3 + share * 2.2),
    )
    const colour = gradient([accents[1], accents[2], accents[1]], share)
    return line(path, between(colour, ground, 0.12), 3.4)
  })
  return lettersBelow(shapes.join(''), 520)
}

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

/** How loud it was, as editors of sound show it. */
export const loudness: DrawScene = ({ ground, accents }, chance) => {
  const count = 27
  const step = (SIDE - 2 * MARGIN) / count
  const width = step * 0.56
  const center = 272
  const [first, second] = [chance.between(0, 6), chance.between(0, 6)]
  const shapes = upTo(count).map((index) => {
    const envelope =
      0.35 + 0.65 * Math.abs(Math.sin(index / 4.1 + first) * Math.sin(index / 9.7 + second))
    const height = Math.max(width, 330 * envelope * chance.between(0.42, 1))
    const share = index / (count - 1)
    const fill = between(accents[1], accents[2], share)
    const x = MARGIN + index * step + (step - width) / 2
    return bar([x, center - height / 2, width, height], between(fill, ground, 0.04), width / 2)
  })
  return lettersBelow(shapes.join(''), 510)
}

/** Steps that lead up, as days and pages do. */
export const stairs: DrawScene = ({ accents, shade }, chance) => {
  const count = chance.pick([5, 6, 7])
  const width = SIDE / count
  const rise = chance.pick([1, -1])
  const shapes = upTo(count).map((index) => {
    const step = rise > 0 ? index : count - 1 - index
    const height = 90 + step * (300 / count) + chance.between(0, 26)
    const share = index / (count - 1)
    const fill = between(
      between(accents[0], accents[1], share),
      accents[2],
      Math.max(0, share - 0.55),
    )
    const top = SIDE - height
    const x = index * width
    return (
      bar([x, top, width + 0.5, height], fill) +
      area(`M${x},${top}h${width + 0.5}L${x},${top + width * 0.55}Z`, between(fill, shade, 0.3))
    )
  })
  return lettersAbove(shapes.join(''), 545)
}

/** A beam of stripes that crosses a corner. */
export const stripes: DrawScene = ({ ground, accents }, chance) => {
  const count = 6
  const start = chance.between(470, 510)
  const step = (SIDE - start) / count
  const width = step * chance.between(0.62, 0.8)
  const shapes = upTo(count).map((index) => {
    const x = start + index * step
    const share = index / (count - 1)
    const colour = gradient(accents, share)
    return area(
      `M${x},0h${width}L${SIDE},${SIDE - x - width}V${SIDE - x}Z`,
      between(colour, ground, 0.06),
    )
  })
  return lettersBelow(shapes.join(''), 560)
}
