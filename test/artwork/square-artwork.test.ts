import { setTimeout as wait } from 'node:timers/promises'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { squareArtwork } from '../../src/artwork/make-artwork.ts'
import { EVERYTHING, sampleOf } from '../support/extent.ts'
import { busy, colourAt, distance, drawing } from './pictures.ts'

const BLUE = [0x0f, 0x4c, 0x81]
const YELLOW = [0xf4, 0xc9, 0x5d]

/** What every piece of artwork is, whatever it was made from. */
async function expectArtwork(bytes: Buffer, side: number): Promise<void> {
  const { format, width, height, space, channels, depth, density, hasAlpha, exif } =
    await sharp(bytes).metadata()
  expect({ format, width, height, space, channels, depth, density, hasAlpha, exif }).toEqual({
    format: 'jpeg',
    width: side,
    height: side,
    space: 'srgb',
    channels: 3,
    depth: 'uchar',
    density: 72,
    hasAlpha: false,
    exif: undefined,
  })
}

const HUGE_TEXT = { IFD0: { Copyright: 'x', ImageDescription: 'taken at home' } }

/** Pictures of the kinds that authors have; all of them show a yellow disc on blue. */
const KINDS = [
  { kind: 'a JPEG', make: () => drawing(1400, 1400).jpeg() },
  { kind: 'a PNG', make: () => drawing(1400, 1400).png() },
  { kind: 'a PNG of 16 bits', make: () => drawing(1400, 1400).toColourspace('rgb16').png() },
  { kind: 'a PNG with a palette', make: () => drawing(1400, 1400).png({ palette: true }) },
  { kind: 'a PNG that can be seen through', make: () => drawing(1400, 1400).ensureAlpha(1).png() },
  { kind: 'a GIF', make: () => drawing(1400, 1400).gif() },
  { kind: 'a WebP', make: () => drawing(1400, 1400).webp() },
  { kind: 'an AVIF', make: () => drawing(1400, 1400).avif({ effort: 0 }) },
  { kind: 'a TIFF', make: () => drawing(1400, 1400).tiff() },
  {
    kind: 'a JPEG in the colours of print',
    make: () => drawing(1400, 1400).toColourspace('cmyk').jpeg(),
    tolerance: 60,
  },
  {
    kind: 'a JPEG in the colours of a wide screen',
    make: () => drawing(1400, 1400).withIccProfile('p3').jpeg(),
  },
  {
    kind: 'a JPEG that says where it was taken',
    make: () => drawing(1400, 1400).withExif(HUGE_TEXT).jpeg(),
  },
  {
    kind: 'a JPEG that lies on its side',
    make: () => drawing(1400, 1400).withMetadata({ orientation: 6 }).jpeg(),
  },
] as const

/** A disc with nothing around it. */
function discOnNothing(fill: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1500" height="1500"><circle cx="750" cy="750" r="400" fill="${fill}"/></svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

async function sharpness(picture: Buffer): Promise<number> {
  return (await sharp(picture).stats()).sharpness
}

describe('squareArtwork takes', () => {
  test.each(sampleOf(KINDS, ({ kind }) => kind.split(' ', 2)[1]))('$kind', async (row) => {
    const { large, small } = await squareArtwork(await row.make().toBuffer())
    await expectArtwork(large.bytes, 1400)
    for (const { bytes, side } of small) await expectArtwork(bytes, side)
    const tolerance = 'tolerance' in row ? row.tolerance : 12
    expect(distance(await colourAt(large.bytes, 700, 700), YELLOW)).toBeLessThan(tolerance)
    expect(distance(await colourAt(large.bytes, 40, 40), BLUE)).toBeLessThan(tolerance)
  })

  test.runIf(EVERYTHING)('only the first of moving pictures', async () => {
    const frames = await Promise.all(
      ['#c33', '#33c'].map((background) =>
        sharp({ create: { width: 1500, height: 1500, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const moving = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100] })
      .toBuffer()
    expect((await sharp(moving).metadata()).pages).toBe(2)
    const { large } = await squareArtwork(moving)
    expect(distance(await colourAt(large.bytes, 700, 700), [0xcc, 0x33, 0x33])).toBeLessThan(12)
  })

  test('a picture that is as it should be without touching a byte', async () => {
    const bytes = await drawing(2000, 2000).jpeg().toBuffer()
    const { large, way, faults } = await squareArtwork(bytes)
    expect({ way, faults, same: large.bytes.equals(bytes) }).toEqual({
      way: 'kept',
      faults: [],
      same: true,
    })
  })

  test.runIf(EVERYTHING)('the same bytes to the same artwork', async () => {
    const bytes = await busy(900, 700).png().toBuffer()
    const [one, other] = [await squareArtwork(bytes), await squareArtwork(bytes)]
    expect(one.large.bytes.equals(other.large.bytes)).toBe(true)
  })

  test.runIf(EVERYTHING)('noise within 512 KB', async () => {
    const { large } = await squareArtwork(await busy(2400, 2400).png().toBuffer())
    expect(large.bytes.length).toBeLessThanOrEqual(512 * 1024)
    await expectArtwork(large.bytes, large.side)
  })

  test.runIf(EVERYTHING)(
    'light letters on nothing to a dark ground, and all else to white',
    async () => {
      const light = await squareArtwork(await discOnNothing('#fff'))
      const dark = await squareArtwork(await discOnNothing('#222'))
      expect(Math.max(...(await colourAt(light.large.bytes, 20, 20)))).toBeLessThan(60)
      expect(Math.min(...(await colourAt(dark.large.bytes, 20, 20)))).toBeGreaterThan(245)
    },
  )
})

describe('squareArtwork makes square', () => {
  test('what has its details in the middle by cutting off the sides', async () => {
    const { large, way } = await squareArtwork(await drawing(2400, 1500).png().toBuffer())
    expect(way).toBe('cropped')
    await expectArtwork(large.bytes, 1500)
    expect(distance(await colourAt(large.bytes, 750, 750), YELLOW)).toBeLessThan(12)
  })

  test.each(
    sampleOf([
      { what: 'a crop', make: () => drawing(2600, 2400) },
      { what: 'a frame', make: () => busy(2600, 1200) },
    ]),
  )('no larger than is enough, be it by $what', async ({ make }) => {
    const { large } = await squareArtwork(await make().png().toBuffer(), 1500)
    expect(large.side).toBe(1500)
    await expectArtwork(large.bytes, 1500)
  })

  test.runIf(EVERYTHING)('what has its details at one end by cutting off the other', async () => {
    const left = await drawing(1400, 1400).png().toBuffer()
    const wide = sharp({
      create: { width: 2600, height: 1400, channels: 3, background: '#0f4c81' },
    })
    const picture = await wide
      .composite([{ input: left, left: 0, top: 0 }])
      .png()
      .toBuffer()
    const { large, way } = await squareArtwork(picture)
    expect(way).toBe('cropped')
    const { dominant } = await sharp(large.bytes).stats()
    expect(dominant.b).toBeGreaterThan(dominant.r)
    expect(
      distance(await colourAt(large.bytes, large.side * 0.5, large.side * 0.5), YELLOW),
    ).toBeLessThan(12)
  })

  test.each(
    sampleOf([
      { width: 2400, height: 1350 },
      { width: 1200, height: 2000 },
    ]),
  )(
    'what is full of details ($width × $height) by showing all of it',
    async ({ width, height }) => {
      const { large, way } = await squareArtwork(await busy(width, height).png().toBuffer())
      expect(way).toBe('framed')
      await expectArtwork(large.bytes, large.side)
    },
  )

  test('a drawing on paper by more of the same paper', async () => {
    const ink = await busy(1200, 500).png().toBuffer()
    const paper = sharp({
      create: { width: 1600, height: 800, channels: 3, background: '#f7efe0' },
    })
    const { large, way } = await squareArtwork(
      await paper
        .composite([{ input: ink, left: 200, top: 150 }])
        .png()
        .toBuffer(),
    )
    expect(way).toBe('framed')
    for (const y of [10, 300, 1300, 1590]) {
      expect(distance(await colourAt(large.bytes, 20, y), [0xf7, 0xef, 0xe0])).toBeLessThan(8)
    }
  })

  test('a small picture by a frame, not by blowing it up', async () => {
    const { large, way } = await squareArtwork(await busy(500, 500).png().toBuffer())
    expect(way).toBe('small')
    await expectArtwork(large.bytes, 1400)
    const blown = await busy(500, 500).resize(1400, 1400).jpeg().toBuffer()
    const middle = await sharp(large.bytes)
      .extract({ left: 300, top: 300, width: 800, height: 800 })
      .png()
      .toBuffer()
    expect(await sharpness(middle)).toBeGreaterThan(await sharpness(blown))
  })

  test.runIf(EVERYTHING)('a thread of 20,000 × 10 pixels without much ado', async () => {
    const { large, way } = await squareArtwork(await drawing(20_000, 10).png().toBuffer())
    expect(way).toBe('framed')
    await expectArtwork(large.bytes, large.side)
  })
})

/** A PNG that claims to be of a size, without the pixels. */
function claiming(png: Buffer, width: number, height: number): Buffer {
  const claim = Buffer.from(png)
  claim.writeUInt32BE(width, 16)
  claim.writeUInt32BE(height, 20)
  return claim
}

const SVG_WITH_FILE =
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="2000" height="2000"><image href="file:///etc/passwd"/></svg>'

const REFUSED: readonly { what: string; make: () => Promise<Buffer>; sentence: RegExp }[] = [
  { what: 'nothing', make: async () => Buffer.alloc(0), sentence: /is empty/ },
  { what: 'text', make: async () => Buffer.from('image'), sentence: /is not an image/ },
  {
    what: 'a web page',
    make: async () => Buffer.from('\n<!DOCTYPE html><html>404'),
    sentence: /is a web page, not an image/,
  },
  { what: 'an SVG', make: async () => Buffer.from(SVG_WITH_FILE), sentence: /is an SVG drawing/ },
  { what: 'a PDF', make: async () => Buffer.from('%PDF-1.7'), sentence: /is a PDF document/ },
  {
    what: 'half a JPEG',
    make: async () => (await busy(1500, 1500).jpeg().toBuffer()).subarray(0, 100_000),
    sentence: /is a damaged JPEG; save or upload it again/,
  },
  {
    what: 'half a PNG',
    make: async () => (await busy(1500, 1500).png().toBuffer()).subarray(0, 100_000),
    sentence: /is a damaged PNG; save or upload it again/,
  },
  {
    what: 'the head of a JPEG',
    make: async () => (await busy(1500, 1500).jpeg().toBuffer()).subarray(0, 40),
    sentence: /is a damaged JPEG/,
  },
  {
    what: 'one pixel',
    make: () => drawing(1, 1).png().toBuffer(),
    sentence: /has only 1 × 1 pixels; use one of at least 1400 × 1400/,
  },
  {
    what: 'a PNG that claims 40,000 × 40,000 pixels',
    make: async () => claiming(await drawing(300, 300).png().toBuffer(), 40_000, 40_000),
    sentence: /has more than 120 million pixels|is a damaged PNG/,
  },
]

describe('squareArtwork refuses', () => {
  test.each(sampleOf(REFUSED))('$what', async ({ make, sentence }) => {
    const bytes = await make()
    const late = wait(30_000, 'too long', { ref: false })
    const refused = squareArtwork(bytes).then(
      () => 'taken',
      (cause: unknown) => (cause instanceof Error ? `${cause.name}: ${cause.message}` : 'no error'),
    )
    const outcome = await Promise.race([refused, late])
    expect(outcome).toMatch(/^PictureError: /)
    expect(outcome).toMatch(sentence)
  })
})

const FAULTY: readonly { what: string; make: () => Sharp; fault: string }[] = [
  {
    what: 'a WebP',
    make: () => drawing(1600, 1600).webp(),
    fault: 'it is a WebP, not a JPEG or PNG',
  },
  {
    what: 'an oblong',
    make: () => drawing(1600, 1500).jpeg(),
    fault: 'it is not square (1600 × 1500 pixels)',
  },
  {
    what: 'a small one',
    make: () => drawing(1000, 1000).jpeg(),
    fault: 'it has fewer than 1400 pixels each way (1000 × 1000)',
  },
  {
    what: 'a large one',
    make: () => drawing(3200, 3200).jpeg(),
    fault: 'it has more than 3000 pixels each way (3200 × 3200)',
  },
  {
    what: 'one for print',
    make: () => drawing(1600, 1600).toColourspace('cmyk').jpeg(),
    fault: 'its colours are CMYK, not RGB',
  },
  {
    what: 'one with holes',
    make: () => drawing(1600, 1600).ensureAlpha(0.5).png(),
    fault: 'it is transparent',
  },
]

describe('the faults of a picture', () => {
  test.each(sampleOf(FAULTY, ({ what }) => what.startsWith('a ')))(
    '$what: $fault',
    async ({ make, fault }) => {
      expect((await squareArtwork(await make().toBuffer())).faults).toEqual([fault])
    },
  )
})
