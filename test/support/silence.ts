/** Bytes of one frame of MPEG 1 layer III at 128 kbit/s and 44.1 kHz, without padding. */
const FRAME_BYTES = 417
const SAMPLES = 1152
const RATE = 44_100

/** A playable MP3 of silence: plain frames, no tags, no header that tells its length. */
export function silentMp3(frames = 100): Buffer {
  const frame = Buffer.alloc(FRAME_BYTES)
  frame.set([0xff, 0xfb, 0x90, 0xc4])
  return Buffer.concat(Array.from({ length: frames }, () => frame))
}

/** How long {@link silentMp3} plays. */
export function silentSeconds(frames = 100): number {
  return (frames * SAMPLES) / RATE
}
