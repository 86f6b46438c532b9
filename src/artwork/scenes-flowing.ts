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
} from './scene.ts'

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
