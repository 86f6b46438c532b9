import {
  area,
  bar,
  between,
  type DrawScene,
  gradient,
  lettersAbove,
  lettersBelow,
  MARGIN,
  SIDE,
  upTo,
} from './scene.ts'

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
