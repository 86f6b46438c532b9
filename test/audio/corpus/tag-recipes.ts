import { frames, framesSeconds, PLAIN, variableFrames } from './mpeg-frames.ts'
import { xingFrame } from './mpeg-headers.ts'
import type { Recipe } from './recipe.ts'
import { ape, artwork, id3Frame, id3v1, id3v1Extended, id3v2, lyrics, text } from './tags.ts'

const COUNT = 120
const sound = frames(PLAIN, COUNT)
const variable = variableFrames(PLAIN, COUNT)
const header = xingFrame(PLAIN, { frames: COUNT })
const seconds = framesSeconds(PLAIN, COUNT)
const FOOTER = 0x10
const UNSYNCHRONISED = 0x80
/** A recording that lies inside a tag, as a preview or a jingle may. */
const jingle = id3Frame(
  'GEOB',
  Buffer.concat([Buffer.from('\0audio/mpeg\0\0\0'), frames(PLAIN, 30, 9)]),
)

function tagged(name: string, before: readonly Buffer[], after: readonly Buffer[] = []): Recipe {
  return { name, file: 'talk.mp3', bytes: Buffer.concat([...before, sound, ...after]), seconds }
}

/** Tags at the start, at the end, and between. */
export const TAG_RECIPES: readonly Recipe[] = [
  ...([2, 3, 4] as const).map((version) =>
    tagged(`a tag of ID3v2.${version}`, [id3v2({ version })]),
  ),
  tagged('an empty tag', [id3v2({ content: Buffer.alloc(0) })]),
  tagged('an unsynchronised tag', [id3v2({ flags: UNSYNCHRONISED })]),
  tagged('a tag with a footer', [id3v2({ version: 4, flags: FOOTER })]),
  tagged('a tag with much padding', [id3v2({ padding: 100_000 })]),
  tagged('a tag with 500 KB of artwork', [id3v2({ content: artwork(500_000) })]),
  tagged('a tag with 3 MB of artwork', [id3v2({ content: artwork(3_000_000) })]),
  tagged('a tag that says the recording lasts an hour', [
    id3v2({ content: id3Frame('TLEN', text('3600000')) }),
  ]),
  tagged('another recording inside its tag', [id3v2({ content: jingle })]),
  tagged('several tags at the start', [
    id3v2(),
    id3v2({ content: artwork(9000) }),
    id3v2({ version: 4 }),
  ]),
  tagged('zeros between tag and sound', [id3v2(), Buffer.alloc(1500)]),
  tagged('a tag that is longer than it says', [id3v2({ content: artwork(3000), stated: 100 })]),
  tagged('a tag of APE at the start', [ape(2, 5000)]),
  tagged('ID3v1 at the end', [id3v2()], [id3v1()]),
  tagged('extended ID3v1 at the end', [], [id3v1Extended(), id3v1()]),
  tagged('APE at the end', [], [ape(2)]),
  tagged('APE of the first version at the end', [], [ape(1)]),
  tagged('APE with a cover of 1 MB at the end', [], [ape(2, 1_000_000)]),
  tagged('APE of the first version with a cover of 200 KB', [], [ape(1, 200_000)]),
  tagged('APE and ID3v1 at the end', [id3v2()], [ape(2, 3000), id3v1()]),
  tagged('lyrics of the first version', [], [lyrics(1), id3v1()]),
  tagged('lyrics of the second version', [], [lyrics(2), id3v1()]),
  tagged('lyrics of many verses', [], [lyrics(2, 400), id3v1()]),
  tagged('lyrics without ID3v1', [], [lyrics(2)]),
  tagged('everything at the end', [id3v2()], [ape(2, 40_000), lyrics(2), id3v1Extended(), id3v1()]),
  tagged('an appended ID3v2.4', [], [id3v2({ version: 4, flags: FOOTER })]),
  tagged(
    'an appended ID3v2.4 with artwork',
    [],
    [id3v2({ version: 4, flags: FOOTER, content: artwork(100_000) })],
  ),
  tagged(
    'an appended tag of which the end was cut off',
    [],
    [id3v2({ content: artwork(9000) }).subarray(0, 5000)],
  ),
  tagged('another recording in a tag at its end', [], [id3v2({ content: jingle, padding: 100 })]),
  {
    name: 'a tag in the midst of the sound',
    file: 'talk.mp3',
    bytes: Buffer.concat([id3v2(), sound, id3v2({ content: artwork(60_000) }), sound]),
    seconds: seconds * 2,
  },
  {
    name: 'another recording in a tag in the midst of the sound',
    file: 'talk.mp3',
    bytes: Buffer.concat([sound, id3v2({ content: jingle, padding: 100 }), sound]),
    seconds: seconds * 2,
  },
  {
    name: 'a tag in its midst of which only the start is left',
    file: 'talk.mp3',
    bytes: Buffer.concat([
      sound,
      id3v2({ content: artwork(90_000) }).subarray(0, 4000),
      variable,
      variable,
    ]),
    seconds: seconds * 3,
  },
  {
    name: 'a torn tag in its midst that claims more than all the rest',
    file: 'talk.mp3',
    bytes: Buffer.concat([
      sound,
      id3v2({ content: artwork(9_000_000) }).subarray(0, 4000),
      variable,
    ]),
    seconds: seconds * 2,
  },
  {
    name: 'ID3v1 in the midst of the sound',
    file: 'talk.mp3',
    bytes: Buffer.concat([sound, id3v1(), sound, id3v1()]),
    seconds: seconds * 2,
  },
  {
    name: 'APE in the midst of the sound',
    file: 'talk.mp3',
    bytes: Buffer.concat([sound, ape(2, 20_000), sound]),
    seconds: seconds * 2,
  },
  {
    name: 'tags around a header and a variable bit rate',
    file: 'talk.mp3',
    bytes: Buffer.concat([
      id3v2({ content: artwork(40_000) }),
      header,
      variable,
      ape(2, 2000),
      id3v1(),
    ]),
    seconds,
  },
]
