import { copySound, makeSound, type SoundRecipe } from '../support/sound-file.ts'

/** A recording with one mistake that is only heard, or with none. */
export interface SoundMistake extends SoundRecipe {
  readonly name: string
  /** Null where nothing is to be found. */
  readonly rule: string | null
  /** What the finding says, and what cannot but come with it. */
  readonly says?: string
  readonly besides?: readonly string[]
  /** How the recording is then copied, frame by frame, into one of another episode. */
  readonly copy?: string
}

const MP3 = '-b:a 64k'
const WIDE = '-b:a 128k'
const SIDES = 'pan=stereo|c0=c0|c1=c0'
/** A noise that is far too quiet to be heard, in LUFS about. */
const HISS = '=anoisesrc=a=0.0001:d=20:r=44100'
const FIRST_HALF = "volume='if(lt(t,9),1,0)':eval=frame"
const IN_THE_MIDDLE = "volume='if(between(t,4,15),0,1)':eval=frame"

/** What is heard, by rule: what the rule is named for first, then its neighbours. */
export const LISTEN_MISTAKES: readonly SoundMistake[] = [
  { name: 'digital silence', rule: 'sound/silent', file: 'a.mp3', sound: '=anullsrc=d=20' },
  { name: 'hiss alone', rule: 'sound/silent', file: 'b.flac', sound: HISS },
  {
    name: 'a constant offset',
    rule: 'sound/silent',
    file: 'c.wav',
    sound: '=aevalsrc=0.0004:d=20:s=44100',
  },
  {
    name: 'a gap',
    rule: 'sound/silence',
    says: 'nothing is heard from 0:05 to 0:15',
    file: 'd.mp3',
    sound: IN_THE_MIDDLE,
    options: MP3,
  },
  {
    name: 'a late start',
    rule: 'sound/silence',
    says: 'nothing is heard from 0:00 to 0:12',
    file: 'e.m4a',
    sound: 'adelay=12000',
    options: MP3,
  },
  {
    name: 'a gap of hiss',
    rule: 'sound/silence',
    file: 'f.flac',
    sound: `${IN_THE_MIDDLE}[s];anoisesrc=a=0.0001:d=20:r=44100[n];[s][n]amix=normalize=0`,
  },
  { name: 'a pause', rule: null, file: 'g.mp3', sound: 'adelay=5000', options: MP3 },
  {
    name: 'a silent end',
    rule: 'sound/silent-end',
    says: 'nothing is heard in the last 11 s, from 0:21',
    file: 'h.mp3',
    sound: 'apad=pad_dur=12',
    options: MP3,
  },
  {
    name: 'the microphone off halfway',
    rule: 'sound/silent-end',
    file: 'i.opus',
    sound: FIRST_HALF,
    options: MP3,
  },
  { name: 'an ending', rule: null, file: 'j.mp3', sound: 'apad=pad_dur=3', options: MP3 },
  {
    name: 'a quiet recording',
    rule: 'sound/loudness',
    says: 'too quiet: expected about −19 LUFS of a mono recording, got −3',
    file: 'k.mp3',
    sound: 'volume=-15dB',
    options: MP3,
  },
  {
    name: 'a loud recording',
    rule: 'sound/loudness',
    says: 'too loud: expected about −16 LUFS, got −',
    besides: ['sound/peak'],
    file: 'l.mp3',
    sound: `volume=12dB,alimiter=limit=0.95:level=false,${SIDES}`,
    options: WIDE,
  },
  {
    name: 'a recording for radio',
    rule: 'sound/loudness',
    file: 'm.flac',
    sound: `volume=-5.5dB,${SIDES},volume=-2dB`,
  },
  { name: 'as loud as Spotify asks', rule: null, file: 'n.mp3', sound: 'volume=1dB', options: MP3 },
  { name: 'two channels as loud', rule: null, file: 'o.flac', sound: SIDES },
  {
    name: 'a click',
    rule: 'sound/peak',
    says: 'expected a true peak of at most −1 dBTP, got ',
    file: 'p.flac',
    sound: 'aeval=val(0)+if(between(t\\,5\\,5.00002)\\,0.9\\,0)',
  },
  {
    name: 'a peak between samples',
    rule: 'sound/peak',
    file: 'q.wav',
    sound: 'aeval=if(between(t\\,5\\,5.02)\\,0.95*sin(2*PI*11025*t+PI/4)\\,val(0))',
  },
  {
    name: 'a clipped recording',
    rule: 'sound/clipped',
    besides: ['sound/loudness'],
    file: 'r.mp3',
    sound: 'volume=20dB,aformat=sample_fmts=s16',
    options: MP3,
  },
  {
    name: 'one clipped channel',
    rule: 'sound/clipped',
    besides: ['sound/loudness'],
    file: 's.wav',
    sound: 'pan=stereo|c0=c0|c1=8*c0,aformat=sample_fmts=s16',
  },
  {
    name: 'clipped for a moment',
    rule: 'sound/clipped',
    file: 't.m4a',
    sound: "volume='if(between(t,5,6),15,1)':eval=frame,aformat=sample_fmts=s16",
    options: '-b:a 128k',
  },
  {
    name: 'nothing in the right channel',
    rule: 'sound/one-channel',
    says: 'nothing is heard in the right channel',
    file: 'u.mp3',
    sound: 'pan=stereo|c0=c0|c1=0*c0,volume=3dB',
    options: WIDE,
  },
  {
    name: 'nothing in the left channel',
    rule: 'sound/one-channel',
    says: 'nothing is heard in the left channel',
    file: 'v.m4a',
    sound: 'pan=stereo|c0=0*c0|c1=c0,volume=3dB',
    options: WIDE,
  },
  {
    name: 'crosstalk in the right channel',
    rule: 'sound/one-channel',
    file: 'w.opus',
    sound: 'pan=stereo|c0=c0|c1=0.01*c0,volume=3dB',
    options: WIDE,
  },
  { name: 'one voice aside', rule: null, file: 'x.mp3', sound: 'pan=stereo|c0=c0|c1=0.3*c0' },
  {
    name: 'opposite channels',
    rule: 'sound/inverted-channel',
    file: 'y.mp3',
    sound: 'pan=stereo|c0=c0|c1=-1*c0',
    options: WIDE,
  },
  {
    name: 'nearly opposite channels',
    rule: 'sound/inverted-channel',
    file: 'z.flac',
    sound: 'pan=stereo|c0=c0|c1=-0.9*c0',
  },
  {
    name: 'the same sound with another title',
    rule: 'sound/same',
    says: 'the recording has the same sound as that of first-',
    file: 'ba.mp3',
    sound: 'atrim=1:18',
    options: MP3,
    copy: '-metadata title=Another -write_id3v1 1',
  },
  {
    name: 'the same sound without a header',
    rule: 'sound/same',
    file: 'bb.mp3',
    sound: 'atrim=2:19',
    options: MP3,
    copy: '-write_xing 0 -id3v2_version 0',
  },
  {
    name: 'the same sound with its index in front',
    rule: 'sound/same',
    file: 'bc.m4a',
    sound: 'atrim=3:20',
    options: MP3,
    copy: '-movflags +faststart -metadata title=Another',
  },
]

/** The files of a show with these recordings; the post of each is called like it. */
export async function soundFiles(
  mistakes: readonly SoundMistake[],
): Promise<Record<string, string | Uint8Array>> {
  const all = await Promise.all(
    mistakes.map(async (mistake) => {
      const { file, name, copy } = mistake
      const bytes = await makeSound(mistake)
      const made: Record<string, string | Uint8Array> = {
        [file]: copy === undefined ? bytes : await copySound(bytes, file, copy),
        [`${file}.md`]: post(name, file),
      }
      if (copy !== undefined) {
        made[`first-${file}`] = bytes
        made[`first-${file}.md`] = post(`First ${name}`, `first-${file}`, '2026-04-01')
      }
      return made
    }),
  )
  return Object.assign({}, ...all)
}

function post(title: string, audio: string, date = '2026-05-01'): string {
  return `---\ntitle: ${title}\ndate: ${date}\naudio: ${audio}\n---\n\nText.\n`
}
