import { TORN, type Recipe } from './recipe.ts'
import { SOUND_RATE } from './sound.ts'
import { artwork, id3v1, id3v2 } from './tags.ts'

/** A recording that an encoder makes of {@link SECONDS} of sound. */
export interface EncodedRecipe extends Omit<Recipe, 'bytes' | 'seconds'> {
  readonly encoder: 'ffmpeg' | 'lame'
  /** What the encoder is told, between its input and its output. */
  readonly options: readonly string[]
  /** What is done to the result. */
  readonly change?: (bytes: Buffer) => Buffer
  /** Seconds if it is not all of the sound; null where nothing can be played. */
  readonly seconds?: number | null
  /** Channels that can be told, where not one: null where only the frames tell. */
  readonly channels?: null
  /** How much longer it may be, where the format cannot tell the sound from what was added to it. */
  readonly added?: number
}

/** Seconds of the sound that is encoded: no whole number of frames in any format. */
export const SECONDS = 3.345

function by(
  encoder: 'ffmpeg' | 'lame',
  name: string,
  file: string,
  options: string,
  more: Partial<EncodedRecipe> = {},
): EncodedRecipe {
  return { name, file, encoder, options: options.split(' ').filter((word) => word !== ''), ...more }
}

function cut(bytes: number): (whole: Buffer) => Buffer {
  return (whole) => whole.subarray(0, bytes)
}

const MP3: readonly EncodedRecipe[] = [
  by('lame', 'LAME at a constant 64 kbit/s', 'a.mp3', '-m m -b 64'),
  by('lame', 'LAME at a constant 128 kbit/s, joint stereo', 'a.mp3', '-b 128'),
  by('lame', 'LAME at a variable bit rate', 'a.mp3', '-V 5'),
  by('lame', 'LAME at a mean bit rate', 'a.mp3', '--abr 90'),
  // Frames too small for a header: all that the encoder added is played.
  by('lame', 'LAME at 22.05 kHz', 'a.mp3', '-m m -b 32 --resample 22.05', { added: 0.08 }),
  by('lame', 'LAME at 8 kHz', 'a.mp3', '-m m -b 8 --resample 8', { added: 0.22 }),
  by('lame', 'LAME at 24 kHz', 'a.mp3', '-m m -b 64 --resample 24'),
  by('lame', 'LAME with checksums', 'a.mp3', '-p -V 4'),
  by('lame', 'LAME in free format', 'a.mp3', '--freeformat -b 100'),
  by('lame', 'LAME with tags at both ends', 'a.mp3', '-V 5 --add-id3v2 --tt Tides --id3v1-only'),
  // Without a header nothing tells what the encoder added: up to two frames of 26 ms.
  by('lame', 'LAME without a header', 'a.mp3', '-V 5 -t', { added: 0.06 }),
  by('ffmpeg', 'MP3 of ffmpeg', 'a.mp3', '-b:a 96k'),
  by('ffmpeg', 'MP3 of ffmpeg at a variable bit rate', 'a.mp3', '-q:a 5'),
  by('ffmpeg', 'MP3 of ffmpeg at 24 kHz', 'a.mp3', '-ar 24000 -b:a 48k'),
  by('ffmpeg', 'MP3 of ffmpeg without a header', 'a.mp3', '-write_xing 0 -b:a 96k', {
    added: 0.06,
  }),
  by('ffmpeg', 'layer II of ffmpeg', 'a.mp2', '-c:a mp2 -b:a 128k', { added: 0.06 }),
  by('ffmpeg', 'MP3 of Shine', 'a.mp3', '-c:a libshine -b:a 96k', { added: 0.06 }),
  by('ffmpeg', 'MP3 of ffmpeg at 8 kHz', 'a.mp3', '-ar 8000 -b:a 16k'),
  by('ffmpeg', 'MP3 without a reservoir', 'a.mp3', '-b:a 100k -abr 1 -reservoir 0'),
  by('ffmpeg', 'layer II of TwoLAME', 'a.mp2', '-c:a libtwolame -b:a 96k', { added: 0.06 }),
  by('ffmpeg', 'layer II at 16 kHz', 'a.mp2', '-c:a mp2 -ar 16000 -b:a 32k', { added: 0.1 }),
  by('ffmpeg', 'MP3 inside WAV', 'a.wav', '-c:a libmp3lame -write_xing 0 -b:a 96k', {
    added: 0.06,
  }),
]

/** What makes ffmpeg write a fragment for each frame. */
const EVERY_FRAME = '+frag_every_frame+empty_moov'

const MP4: readonly EncodedRecipe[] = [
  by('ffmpeg', 'M4A', 'a.m4a', '-c:a aac'),
  by('ffmpeg', 'M4A with its index first', 'a.m4a', '-c:a aac -movflags faststart'),
  by('ffmpeg', 'M4B', 'a.m4b', '-c:a aac -f ipod'),
  by('ffmpeg', 'M4A named .mp3', 'a.mp3', '-c:a aac -f ipod', { warning: /audio\/x-m4a, though/ }),
  by('ffmpeg', 'Apple Lossless', 'a.m4a', '-c:a alac'),
  by('ffmpeg', 'Opus in MP4', 'a.mp4', '-c:a libopus'),
  by(
    'ffmpeg',
    'M4A in fragments',
    'a.m4a',
    '-c:a aac -frag_duration 1000000 -movflags empty_moov',
    {
      added: 0.05,
    },
  ),
  by(
    'ffmpeg',
    'M4A in fragments that came late',
    'a.m4a',
    '-c:a aac -frag_duration 900000 -movflags delay_moov',
  ),
  by('ffmpeg', 'M4A with a fragment for each frame', 'a.m4a', `-c:a aac -movflags ${EVERY_FRAME}`, {
    added: 0.05,
  }),
  by('ffmpeg', 'M4A in segments for DASH', 'a.m4a', '-c:a aac -movflags dash', { added: 0.05 }),
  by('ffmpeg', 'M4A in segments for CMAF', 'a.m4a', '-c:a aac -movflags cmaf', { added: 0.05 }),
  by('ffmpeg', 'MP3 in MP4', 'a.mp4', '-c:a libmp3lame -b:a 96k', { channels: null }),
  by('ffmpeg', 'AC-3 in MP4', 'a.mp4', '-c:a ac3', { channels: null }),
  by('ffmpeg', 'PCM in QuickTime', 'a.mov', '-c:a pcm_s16le'),
  by('ffmpeg', 'M4A that was cut off before its index', 'a.m4a', '-c:a aac', {
    change: cut(20_000),
    seconds: null,
    refusal: /lacks its index \(the moov box\): it was cut off/,
  }),
  by('ffmpeg', 'QuickTime', 'a.mov', '-c:a aac'),
]

const OTHERS: readonly EncodedRecipe[] = [
  by('ffmpeg', 'AAC of ffmpeg', 'a.aac', '-c:a aac', { added: 0.07 }),
  by('ffmpeg', 'AAC of ffmpeg behind a tag', 'a.aac', '-c:a aac -write_id3v2 1', { added: 0.07 }),
  by('ffmpeg', 'Vorbis', 'a.ogg', '-c:a libvorbis'),
  by('ffmpeg', 'Vorbis in short pages', 'a.ogg', '-c:a libvorbis -page_duration 1000'),
  by('ffmpeg', 'Opus in long pages', 'a.opus', '-c:a libopus -page_duration 5000000'),
  by('ffmpeg', 'chained Opus', 'a.opus', '-c:a libopus', {
    change: (whole) => Buffer.concat([whole, whole]),
    seconds: SECONDS * 2,
    warning: /is 2 recordings one after another/,
  }),
  by('ffmpeg', 'Opus', 'a.opus', '-c:a libopus'),
  by('ffmpeg', 'Opus in packets of 60 ms', 'a.opus', '-c:a libopus -frame_duration 60'),
  by(
    'ffmpeg',
    'Opus in packets of 2.5 ms',
    'a.opus',
    '-c:a libopus -frame_duration 2.5 -application lowdelay',
  ),
  by('ffmpeg', 'Speex', 'a.ogg', '-c:a libspeex -ar 16000'),
  by('ffmpeg', 'FLAC in Ogg', 'a.ogg', '-c:a flac'),
  by('ffmpeg', 'chained Vorbis', 'a.ogg', '-c:a libvorbis', {
    change: (whole) => Buffer.concat([whole, whole, whole]),
    seconds: SECONDS * 3,
    warning: /is 3 recordings one after another/,
  }),
  by('ffmpeg', 'FLAC', 'a.flac', '-c:a flac'),
  by('ffmpeg', 'FLAC behind an ID3 tag', 'a.flac', '-c:a flac', {
    change: (whole) => Buffer.concat([id3v2({ content: artwork(90_000) }), whole, id3v1()]),
  }),
  by('ffmpeg', 'FLAC without totals', 'a.flac', '-c:a flac', { change: withoutTotals }),
  by('ffmpeg', 'FLAC whose last frame is torn', 'a.flac', '-c:a flac -frame_size 4608', {
    change: (whole) => withoutTotals(whole).subarray(0, -20),
    seconds: (Math.floor((SECONDS * SOUND_RATE) / 4608) * 4608) / SOUND_RATE,
    warning: TORN,
  }),
  by('ffmpeg', 'WebM', 'a.webm', '-c:a libopus'),
  by('ffmpeg', 'WebM with Vorbis', 'a.webm', '-c:a libvorbis'),
  by('ffmpeg', 'WebM as browsers record it', 'a.webm', '-c:a libopus -f webm -live 1'),
  by('ffmpeg', 'WebM in short clusters', 'a.webm', '-c:a libopus -cluster_time_limit 200'),
  by('ffmpeg', 'Matroska', 'a.mka', '-c:a flac'),
  by('ffmpeg', 'Matroska with MP3', 'a.mka', '-c:a libmp3lame', { added: 0.08 }),
  by('ffmpeg', 'FLAC of 24 bits at 96 kHz', 'a.flac', '-c:a flac -ar 96000 -sample_fmt s32'),
  by('ffmpeg', 'RF64 of ffmpeg', 'a.wav', '-rf64 always'),
  by('ffmpeg', 'WAV of broadcasters', 'a.wav', '-write_bext 1 -metadata description=Tides'),
  by('ffmpeg', 'WAV of 64-bit floats', 'a.wav', '-c:a pcm_f64le'),
  by('ffmpeg', 'WAV in ADPCM', 'a.wav', '-c:a adpcm_ima_wav', { added: 0.05 }),
  by('ffmpeg', 'WAV of ffmpeg', 'a.wav', '-c:a pcm_s24le'),
]

/** The same FLAC as an encoder leaves it that writes to a pipe. */
function withoutTotals(flac: Buffer): Buffer {
  const bytes = Buffer.from(flac)
  bytes.writeUInt8(bytes.readUInt8(21) & 0xf0, 21)
  bytes.writeUInt32BE(0, 22)
  return bytes
}

/** Recordings of the same sound in every format that there is. */
export const ENCODED_RECIPES: readonly EncodedRecipe[] = [...MP3, ...MP4, ...OTHERS]
