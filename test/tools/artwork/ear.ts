import { type Drawing, OCHRE, PAPER, range, RED, square, stroke } from './svg.ts'

/** Words of a page: widths that fill a line. */
const LINES = [
  [150, 60, 210, 110, 180, 90],
  [90, 240, 70, 160, 220],
  [200, 120, 60, 190, 130, 100],
  [110, 170, 250, 80, 170],
]

/** Lines of print above, the same words as sound below. */
export function ear(): Drawing {
  const print = LINES.flatMap((words, line) => {
    const y = -470 + line * 120
    let x = -500
    return words.map((width, word) => {
      const from = x
      x += width + 40
      return stroke(
        [from + 20, y],
        [from + width - 20, y],
        44,
        line === 2 && word === 3 ? OCHRE : PAPER,
      )
    })
  })
  const sound = range(42).map((bar) => {
    const x = -500 + bar * (1000 / 41)
    const swell = Math.abs(Math.sin(bar * 0.52)) * (0.55 + 0.45 * Math.sin(bar * 1.9))
    const height = 14 + 190 * Math.abs(swell)
    return stroke([x, 330 - height], [x, 330 + height], 14, bar >= 24 && bar < 29 ? OCHRE : PAPER)
  })
  return square(1400, RED, [...print, ...sound])
}
