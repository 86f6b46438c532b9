import {
  disc,
  type Drawing,
  INK,
  lettering,
  onDial,
  PAPER,
  range,
  RED,
  square,
  stroke,
} from './svg.ts'

/** How loud somebody speaks in each second of a minute; seven breaths, none of them alike. */
function loudness(second: number): number {
  const breath = Math.abs(Math.sin((second * Math.PI) / 8.6))
  const syllable = 0.62 + 0.38 * Math.sin(second * 2.4 + Math.sin(second))
  return 0.16 + 0.84 * breath * syllable
}

/** The show's cover: a dial whose sixty ticks are a minute of speech, one of them drawn out long. */
export function cover(): Drawing {
  const ticks = range(60).map((second) => {
    const reach = second === 8 ? 420 : loudness(second) * 250
    const turn = second / 60
    const colour = second === 8 ? RED : PAPER
    return stroke(
      onDial(turn, 1120 - Math.min(reach, 250) / 2),
      onDial(turn, 1120 + reach / 2 + (second === 8 ? 90 : 0)),
      30,
      colour,
    )
  })
  return square(3000, INK, [
    ...ticks,
    lettering('The Long', [0, -70], { size: 460, colour: PAPER, anchor: 'middle' }),
    lettering('Minute', [0, 380], { size: 460, colour: PAPER, anchor: 'middle', italic: true }),
    disc([0, 640], 36, RED),
  ])
}
