import sharp, { type Sharp } from 'sharp'

/** Pixels in memory: red, green and blue, eight bits each. */
export interface Raster {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

/** Runs a pipeline. @param picture Without transparency. */
export async function toRaster(picture: Sharp): Promise<Raster> {
  const { data, info } = await picture
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Starts a pipeline. */
export function openRaster({ data, width, height }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
}
