// @ts-check
/**
 * A small cover, drawn where there is no image, or where it cannot be loaded: a different one for each
 * title, and always the same for the same title. The pages are made with it, and load it only when an
 * image fails.
 */

/** Random numbers from 0 up to 1, seeded by a text. @param {string} text */
function chanceOf(text) {
  let state = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193)
  }
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

/**
 * Draws shapes in two colours on a background of 100 × 100 units.
 *
 * @type {((chance: () => number, colour: (index: number) => string) => string[])[]}
 */
const SCENES = [
  // Discs
  (chance, colour) =>
    Array.from({ length: 4 }, (_, index) => {
      const [x, y, radius] = [chance() * 100, chance() * 100, 12 + chance() * 28]
      return `<circle cx="${x.toFixed()}" cy="${y.toFixed()}" r="${radius.toFixed()}" fill="${colour(index)}"/>`
    }),
  // Stripes
  (chance, colour) =>
    Array.from({ length: 5 }, (_, index) => {
      const width = 4 + chance() * 8
      const turned = `rotate(${(chance() * 20 + 30).toFixed()} 50 50)`
      return `<path transform="${turned}" d="M${index * 26 - 20} -40v180h${width.toFixed()}v-180z" fill="${colour(index)}"/>`
    }),
  // Waves
  (chance, colour) =>
    Array.from({ length: 3 }, (_, index) => {
      const y = 38 + index * 20 + chance() * 8
      const bend = 8 + chance() * 14
      return `<path d="M0 ${y.toFixed()}q25 -${bend.toFixed()} 50 0t50 0v60H0z" fill="${colour(index)}"/>`
    }),
  // Arcs
  (chance, colour) => {
    const [x, y] = [chance() > 0.5 ? 0 : 100, chance() > 0.5 ? 0 : 100]
    return Array.from({ length: 4 }, (_, index) => {
      const radius = 88 - index * 21 + chance() * 6
      return `<circle cx="${x}" cy="${y}" r="${radius.toFixed()}" fill="${colour(index)}"/>`
    })
  },
  // Tiles
  (chance, colour) =>
    Array.from({ length: 6 }, (_, index) => {
      const [x, y] = [Math.floor(chance() * 4) * 25, Math.floor(chance() * 4) * 25]
      return `<rect x="${x}" y="${y}" width="25" height="25" fill="${colour(index)}"/>`
    }),
]

/** @type {Record<string, string>} */
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** The cover of a title, as SVG. Its letter is the first one of the title. @param {string} title */
export function drawSmallCover(title) {
  const chance = chanceOf(title)
  const hue = Math.floor(chance() * 360)
  const second = (hue + 40 + Math.floor(chance() * 140)) % 360
  const scene = SCENES[Math.floor(chance() * SCENES.length)]
  const colour = (/** @type {number} */ index) => `hsl(${index % 2 === 0 ? hue : second} 55% ${30 + ((index * 7) % 14)}%)`
  const [letter = ''] = title.match(/[\p{L}\p{N}]/u) ?? title
  const shown = letter.toUpperCase().replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? '')
  return `<svg class="art letter" viewBox="0 0 100 100" aria-hidden="true"><rect width="100" height="100" fill="hsl(${hue} 50% 22%)"/>${scene?.(chance, colour).join('')}<text x="50" y="69" fill="#fff">${shown}</text></svg>`
}
