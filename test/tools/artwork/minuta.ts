import {
  area,
  type Drawing,
  onDial,
  OCHRE,
  PAPER,
  range,
  RED,
  square,
  stroke,
  TEAL,
} from './svg.ts'

/** An hour cut into sixty parts, one of them taken out. */
export function minuta(): Drawing {
  const spokes = range(60).map((part) => {
    const turn = part / 60
    return stroke(
      onDial(turn, part % 5 === 0 ? 250 : 330),
      onDial(turn, 500),
      part % 5 === 0 ? 12 : 7,
      PAPER,
    )
  })
  const [from, to] = [5 / 60, 6 / 60]
  const part = [
    onDial(from, 0),
    ...range(9).map((step) => onDial(from + ((to - from) * step) / 8, 690)),
  ]
  return square(1400, TEAL, [
    ...spokes,
    area(part, OCHRE),
    stroke(onDial(from, 0), onDial(from, 690), 16, RED),
    stroke(onDial(to, 0), onDial(to, 690), 16, RED),
  ])
}
