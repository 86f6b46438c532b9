import jsqr from 'jsqr'
import { expect, test } from 'vitest'
import { renderQrCode } from '../../src/render/pages/index-page-subscribe.ts'

/** Pixels in a module of the code, each way. */
const SCALE = 4

interface Edge {
  readonly x: number
  readonly top: number
  readonly bottom: number
}

/** The upright edges of an outline that is made of straight lines only, and closed. */
function uprightEdges(path: string): readonly Edge[] {
  const outlines = path.split('Z').map((outline) =>
    outline
      .split(/[ML]/)
      .filter((point) => point !== '')
      .map((point) => point.split(' ').map(Number)),
  )
  return outlines.flatMap((points) =>
    points.flatMap(([x = NaN, y = NaN], index) => {
      const [nextX = NaN, nextY = NaN] = points[(index + 1) % points.length] ?? []
      const upright = x === nextX && y !== nextY
      return upright ? { x, top: Math.min(y, nextY), bottom: Math.max(y, nextY) } : []
    }),
  )
}

/** Fills the outline as a browser does: what is inside is what an odd number of edges is left of. */
function draw(svg: string): { readonly pixels: Uint8ClampedArray; readonly size: number } {
  const [start = NaN, , width = NaN] = (/viewBox="([^"]+)"/.exec(svg)?.[1] ?? '')
    .split(' ')
    .map(Number)
  const edges = uprightEdges(/<path d="([^"]+)"/.exec(svg)?.[1] ?? '')
  const size = width * SCALE
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255)
  for (let index = 0; index < size * size; index += 1) {
    const x = ((index % size) + 0.5) / SCALE + start
    const y = (Math.floor(index / size) + 0.5) / SCALE + start
    const left = edges.filter((edge) => edge.x < x && edge.top < y && y < edge.bottom)
    if (left.length % 2 === 1) pixels.fill(0, index * 4, index * 4 + 3)
  }
  return { pixels, size }
}

test.each([
  'https://podcast.example.org/feed.xml',
  'http://127.0.0.1:3000/feed.xml',
  'https://xn--ltka-zna.example/podcast/%C5%99eka/feed.xml?a=1&b=2',
])('a camera reads %s', (url) => {
  const { pixels, size } = draw(String(renderQrCode(url)))
  expect(jsqr.default(pixels, size, size)?.data).toBe(url)
})
