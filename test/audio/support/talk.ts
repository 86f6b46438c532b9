import { frames, framesSeconds, PLAIN } from '../corpus/mpeg-frames.ts'
import { xingFrame } from '../corpus/mpeg-headers.ts'

/** Large enough that it is not read whole without need. */
const FRAMES = 1500
const SILENCE = { encoder: 'LAME3.100', delay: 576, padding: 1000 }

/** Frames of a constant bit rate, and how long they last. */
export const SOUND = frames(PLAIN, FRAMES)
export const SOUND_SECONDS = framesSeconds(PLAIN, FRAMES)

/** A header that tells the truth of SOUND. */
const HEADER = xingFrame(PLAIN, {
  mark: 'Info',
  frames: FRAMES,
  bytes: SOUND.length + xingFrame(PLAIN, {}).length,
  gapless: SILENCE,
})

/** The recording that most tests are about, as an encoder makes it. */
export const TALK = Buffer.concat([HEADER, SOUND])
export const TALK_SECONDS = SOUND_SECONDS - (SILENCE.delay + SILENCE.padding) / PLAIN.rate
