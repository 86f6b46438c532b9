import {
  area,
  disc,
  type Drawing,
  INK,
  lettering,
  NIGHT,
  OCHRE,
  PAPER,
  path,
  type Point,
  range,
  square,
  stroke,
  TEAL,
  wide,
} from './svg.ts'

/** Hours from high water to high water: the moon's and the sun's share. */
const MOON = 12.4206
const SUN = 12

/** Metres above the mean, in a port where the sun does a bit less than half as much as the moon. */
function height(hours: number): number {
  return 1.9 * Math.cos((2 * Math.PI * hours) / MOON) + 0.85 * Math.cos((2 * Math.PI * hours) / SUN)
}

function swell(level: number, swing: number, shift: number, colour: string): string {
  const crest = range(57).map((step): Point => [
    -700 + step * 25,
    level + swing * Math.sin(step / 7 + shift),
  ])
  return area([[-700, 700], ...crest, [700, 700]], colour)
}

/** The moon over four swells. */
export function tides(): Drawing {
  return square(1400, INK, [
    disc([170, -250], 270, PAPER),
    disc([70, -300], 250, INK),
    swell(170, 46, 0.4, NIGHT),
    swell(300, 52, 2.3, '#27537a'),
    swell(430, 44, 4.1, TEAL),
    swell(560, 38, 5.6, '#57a6a3'),
  ])
}

/** Fifteen days of tides in one port, from new moon to full moon. */
export function fortnight(): Drawing {
  const days = 15
  const [left, right, middle] = [120, 1350, 390]
  const x = (hours: number) => left + ((right - left) * hours) / (days * 24)
  const curve = range(days * 24 * 2 + 1).map((half): Point => [
    x(half / 2),
    middle - height(half / 2) * 78,
  ])
  const scale = [-2, 0, 2].flatMap((metres) => [
    stroke(
      [left, middle - metres * 78],
      [right, middle - metres * 78],
      2,
      metres === 0 ? '#9a947f' : '#d9d0bb',
    ),
    lettering(
      metres === 0 ? '0' : `${metres > 0 ? '+' : '−'}2 m`,
      [left - 14, middle - metres * 78 + 10],
      { size: 30, colour: INK, anchor: 'end' },
    ),
  ])
  const marks = range(days + 1).map((day) =>
    stroke([x(day * 24), 640], [x(day * 24), 652], 2, '#9a947f'),
  )
  const label = (text: string, day: number, anchor: 'start' | 'middle' | 'end') =>
    lettering(text, [x(day * 24), 715], { size: 38, colour: INK, anchor, italic: true })
  const y = 95
  return wide(1400, 760, PAPER, [
    ...scale,
    path(curve, 5, TEAL),
    ...marks,
    disc([x(0) + 30, y], 30, INK),
    disc([x(7.38 * 24), y], 30, INK),
    `<path d="M${x(7.38 * 24)} ${y - 30} a30 30 0 0 1 0 60 z" fill="${OCHRE}"/>`,
    disc([x(14.77 * 24) - 30, y], 30, OCHRE),
    label('new moon: springs', 0, 'start'),
    label('half moon: neaps', 7.38, 'middle'),
    label('full moon: springs', days, 'end'),
  ])
}
