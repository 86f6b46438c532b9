import {
  area,
  disc,
  type Drawing,
  INK,
  onDial,
  OCHRE,
  PAPER,
  type Point,
  range,
  square,
  stroke,
} from './svg.ts'

/** A cut in the crust: pointed at both ends. */
function cut(from: Point, to: Point, bulge: number): string {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.hypot(dx, dy)
  const side = (step: number, sign: number): Point => {
    const out = (Math.sin(step * Math.PI) * bulge * sign) / length
    return [from[0] + dx * step - dy * out, from[1] + dy * step + dx * out]
  }
  const steps = range(17).map((step) => step / 16)
  return area(
    [...steps.map((step) => side(step, 1)), ...steps.toReversed().map((step) => side(step, -1))],
    PAPER,
  )
}

/** A round loaf from above in a ring of eighteen hours, the working ones marked. */
export function chleba(): Drawing {
  const working = new Set([0, 10, 11, 14, 16])
  const hours = range(18).map((hour) => {
    const turn = hour / 18
    return stroke(
      onDial(turn, 545),
      onDial(turn, working.has(hour) ? 640 : 580),
      working.has(hour) ? 30 : 14,
      working.has(hour) ? OCHRE : PAPER,
    )
  })
  return square(1400, INK, [
    ...hours,
    disc([0, 0], 430, '#8a4b22'),
    disc([0, 0], 404, '#b96a2e'),
    disc([-14, -20], 350, '#cb8140'),
    cut([-190, -255], [-190, 255], 34),
    cut([0, -320], [0, 320], 40),
    cut([190, -255], [190, 255], 34),
  ])
}
