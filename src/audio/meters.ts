import { createAdtsMeter } from './adts.ts'
import type { Meter } from './facts.ts'
import { createFlacMeter } from './flac.ts'
import { createMp4Meter } from './mp4/meter.ts'
import { createMpegMeter } from './mpeg/meter.ts'
import { createOggMeter } from './ogg.ts'
import type { Recording } from './recording.ts'
import type { Format } from './sniff.ts'
import { createWavMeter } from './wav.ts'
import { createWebmMeter } from './webm.ts'

/** How recordings of each format are measured. */
export const METERS: Readonly<Record<Format, (recording: Recording) => Meter>> = {
  mpeg: createMpegMeter,
  adts: createAdtsMeter,
  mp4: createMp4Meter,
  ogg: createOggMeter,
  flac: createFlacMeter,
  wav: createWavMeter,
  webm: createWebmMeter,
}
