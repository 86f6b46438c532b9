import { frames, framesSeconds, PLAIN, variableFrames, type Stream } from './mpeg-frames.ts'
import { vbriFrame, xingFrame, type Xing } from './mpeg-headers.ts'
import type { Recipe } from './recipe.ts'

const COUNT = 200
const LAME = { encoder: 'LAME3.100', delay: 576, padding: 1200 } as const
const GAPLESS = (LAME.delay + LAME.padding) / PLAIN.rate
const MONO: Stream = { ...PLAIN, mode: 'mono', kbps: 64 }
const LOW: Stream = { ...PLAIN, version: 2, rate: 24_000, kbps: 64 }
const PHONE: Stream = { ...PLAIN, version: 2.5, rate: 8000, kbps: 24, mode: 'mono' }

/** Sound behind a header that says `xing` of it. */
function headed(
  name: string,
  xing: Xing,
  more: Partial<Recipe> & { readonly stream?: Stream; readonly count?: number } = {},
): Recipe {
  const { stream = PLAIN, count = COUNT, ...rest } = more
  return {
    name,
    file: 'talk.mp3',
    bytes: Buffer.concat([xingFrame(stream, xing), variableFrames(stream, count)]),
    seconds: framesSeconds(stream, count),
    ...rest,
  }
}

const seconds = framesSeconds(PLAIN, COUNT)
const variable = variableFrames(PLAIN, COUNT)
const header = xingFrame(PLAIN, {})
const bytes = header.length + variable.length

const CUT = /header states .* cut off/
const JOINED = /header states .* appended/

/** Frames of silence that speak of the whole stream, rightly or wrongly. */
export const HEADER_RECIPES: readonly Recipe[] = [
  headed('a Xing header', { frames: COUNT, bytes }),
  headed('an Info header', { mark: 'Info', frames: COUNT, bytes }),
  headed('a Xing header without a table of contents', {
    frames: COUNT,
    toc: false,
    quality: false,
  }),
  headed('a Xing header with nothing in it', { toc: false, quality: false }),
  headed(
    'a Xing header in mono',
    { frames: COUNT },
    { stream: MONO, seconds: framesSeconds(MONO, COUNT) },
  ),
  headed(
    'a Xing header in MPEG 2',
    { frames: COUNT },
    { stream: LOW, seconds: framesSeconds(LOW, COUNT) },
  ),
  headed(
    'a Xing header in MPEG 2 in mono',
    { frames: COUNT },
    { stream: { ...LOW, mode: 'mono' }, seconds: framesSeconds(LOW, COUNT) },
  ),
  headed(
    'a Xing header in a frame with a checksum',
    { frames: COUNT },
    { stream: { ...PLAIN, crc: true } },
  ),
  ...['LAME3.100', 'LAME3.93 ', 'Lavf58.29', 'Lavc59.37', 'L3.99r1  '].map((encoder) =>
    headed(
      `delay and padding of ${encoder.trim()}`,
      { frames: COUNT, bytes, gapless: { ...LAME, encoder } },
      { seconds: seconds - GAPLESS },
    ),
  ),
  headed(
    'delay and padding at 24 kHz',
    { frames: COUNT, gapless: LAME },
    { stream: LOW, seconds: framesSeconds(LOW, COUNT) - (LAME.delay + LAME.padding) / LOW.rate },
  ),
  headed(
    'delay and padding beside the right count of bytes alone',
    { bytes, gapless: LAME },
    { seconds: seconds - GAPLESS },
  ),
  headed('the tag of an encoder that counts otherwise', {
    frames: COUNT,
    gapless: { ...LAME, encoder: 'GOGO4.00 ' },
  }),
  headed(
    'more padding than there is sound',
    { frames: 2, gapless: { encoder: 'LAME3.100', delay: 4095, padding: 4095 } },
    { count: 2 },
  ),
  headed('a header of half the frames', { frames: COUNT / 2 }, { warning: JOINED }),
  headed('a header of twice the frames', { frames: COUNT * 2 }, { warning: CUT }),
  headed('a header of one frame', { frames: 1 }, { warning: JOINED }),
  headed('a header of no frames', { frames: 0 }, { warning: JOINED }),
  headed('a header of the most frames there can be', { frames: 0xffffffff }, { warning: CUT }),
  headed('a header that is three in a hundred too low', { frames: COUNT * 0.97, bytes }),
  headed(
    'delay and padding beside a wrong count',
    { frames: COUNT * 2, bytes, gapless: LAME },
    { warning: CUT },
  ),
  {
    name: 'a VBRI header',
    file: 'talk.mp3',
    bytes: Buffer.concat([vbriFrame(PLAIN, COUNT, bytes), variable]),
    seconds,
  },
  {
    name: 'a VBRI header in mono',
    file: 'talk.mp3',
    bytes: Buffer.concat([vbriFrame(MONO, COUNT, 0), frames(MONO, COUNT)]),
    seconds: framesSeconds(MONO, COUNT),
  },
  {
    name: 'the word Xing in the midst of the sound',
    file: 'talk.mp3',
    bytes: withWord(frames(PLAIN, COUNT), 'Xing', 60_000),
    seconds,
  },
  {
    name: 'a header of 8 kHz with a full frame of padding',
    file: 'talk.mp3',
    bytes: Buffer.concat([
      xingFrame(PHONE, { frames: 100, gapless: { ...LAME, padding: 576 } }),
      frames(PHONE, 100),
    ]),
    seconds: framesSeconds(PHONE, 100) - (LAME.delay + 576) / PHONE.rate,
  },
]

function withWord(sound: Buffer, word: string, at: number): Buffer {
  sound.write(word, at, 'latin1')
  return sound
}
