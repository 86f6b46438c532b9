import type { Meter } from './facts.ts'
import { createMpegMeter } from './mpeg/meter.ts'
import type { Content } from './content.ts'
import type { Format } from './sniff.ts'

type CreateMeter = (recording: Content) => Meter

/**
 * How recordings of each format are measured. What is not for MP3 is loaded when first needed, since
 * most shows never need it.
 */
const METERS: Readonly<Record<Format, () => Promise<CreateMeter>>> = {
  mpeg: async () => createMpegMeter,
  adts: async () => (await import('./adts.ts')).createAdtsMeter,
  mp4: async () => (await import('./mp4/meter.ts')).createMp4Meter,
  ogg: async () => (await import('./ogg/meter.ts')).createOggMeter,
  flac: async () => (await import('./flac/meter.ts')).createFlacMeter,
  wav: async () => (await import('./wav.ts')).createWavMeter,
  webm: async () => (await import('./webm/meter.ts')).createWebmMeter,
}

/** Makes a meter for a recording of that format. */
export async function createMeter(format: Format, recording: Content): Promise<Meter> {
  const create = await METERS[format]()
  return create(recording)
}
