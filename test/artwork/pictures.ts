import sharp, { type Sharp } from 'sharp'

/** A picture with something in its middle, so that cropping and turning show. */
export function drawing(width: number, height: number): Sharp {
  const [x, y] = [width / 2, height / 2]
  const radius = Math.min(width, height) / 4
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#0f4c81"/><circle cx="${x}" cy="${y}" r="${radius}" fill="#f4c95d"/></svg>`,
    ),
  ).removeAlpha()
}

/** Details everywhere: any cut loses some. */
export function busy(width: number, height: number): Sharp {
  const data = Buffer.alloc(width * height * 3)
  for (let at = 0; at < data.length; at += 1) data[at] = (at * 2_654_435_761) >>> 24
  return sharp(data, { raw: { width, height, channels: 3 } })
}

/** The colour of one point of a picture. */
export async function colourAt(
  picture: Uint8Array,
  x: number,
  y: number,
): Promise<readonly number[]> {
  const { data, info } = await sharp(picture)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (Math.floor(y) * info.width + Math.floor(x)) * info.channels
  return [...data.subarray(at, at + 3)]
}

/** How far two colours are apart in the channel in which they differ most. */
export function distance(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? 0))))
}
