import { id3Title, id3v2 } from '../audio/corpus/tags.ts'
import { silentMp3 } from '../support/silence.ts'
import { all, line, MOON, put, rename, TIDES, type Edit } from './edits.ts'
import { titledMp3 } from './good-show.ts'
import { key, type InventedRow } from './invented-edits.ts'
import { plainPicture } from './invented-files.ts'

const moon = (bytes: string | Uint8Array): Edit => put('moon.mp3', bytes)
const named = (name: string, bytes: Uint8Array): Edit =>
  all(key(MOON, 'audio', name), put(name, bytes))
const whole = silentMp3(1510)
/** Samples of 16 bits, as speech services deliver them. */
const pcm = Buffer.from(
  Int16Array.from({ length: 900_000 }, (_, at) => 9000 * Math.sin(at / 30)).buffer,
)

function wav(data: Buffer, format = 1): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(format, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(22_050, 24)
  head.writeUInt32LE(44_100, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}

/** The beginning of an MP3 that says how many frames it has. */
function announced(frames: number): Buffer {
  const frame = Buffer.from(silentMp3(1))
  frame.write('Xing', 21, 'latin1')
  frame.writeUInt32BE(3, 25)
  frame.writeUInt32BE(frames, 29)
  frame.writeUInt32BE((frames + 1) * 417, 33)
  return frame
}

/** Mistakes in the recordings. */
// prettier-ignore
export const INVENTED_SOUNDS: readonly InventedRow[] = [
  ['an empty recording', moon(''), 'recording/unreadable', /empty|0 bytes/],
  ['a page of an error under the name of a recording', moon('<!DOCTYPE html><title>404 Not Found</title>'), 'recording/unreadable', /HTML|page/],
  ['a text under the name of a recording', moon('The moon.\n'.repeat(90)), 'recording/unreadable', /text|no sound|audio/],
  ['a picture under the name of a recording', moon(plainPicture(50, 50)), 'recording/unreadable', /PNG|image|picture/],
  ['a playlist under the name of a recording', moon('#EXTM3U\nhttps://b.example.net/moon.mp3\n'), 'recording/unreadable', /playlist|M3U/],
  ['an archive under the name of a recording', moon(Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(5000, 7)])), 'recording/unreadable', /ZIP|archive/i],
  ['a pointer of Git LFS', moon('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'), 'recording/unreadable', /LFS/],
  ['a bookmark of the Finder in the cloud', rename('moon.mp3', '.moon.mp3.icloud'), 'recording/missing', /moon\.mp3/],
  ['raw samples named .mp3', moon(pcm), 'recording/unreadable', /PCM|raw|samples/],
  ['raw samples named .wav', named('moon.wav', pcm), 'recording/unreadable', /PCM|raw|samples/],
  ['a WAV named .mp3', moon(wav(pcm)), 'recording/odd', /audio\/wav/],
  ['an MP3 named .m4a', named('moon.m4a', whole), 'recording/odd', /MP3|\.mp3|audio\/mpeg/],
  ['a WAV that nobody has squeezed', named('moon.wav', wav(pcm)), 'recording/format', /WAV|large|MP3/],
  ['a WAV of floats in mu-law', named('moon.wav', wav(pcm.subarray(0, 800_000), 7)), 'recording/format', /audio\/wav/],
  ['a WAV that was cut off', named('moon.wav', wav(pcm).subarray(0, 1_000_000)), 'recording/cut', /cut|missing|incomplete|ends/],
  ['an MP3 that was cut off', moon(Buffer.concat([announced(1510), silentMp3(900)])), 'recording/cut', /cut|missing|incomplete|ends|announce/],
  ['a tag and no sound', moon(Buffer.concat([id3v2({ content: id3Title('The moon') })])), 'recording/unreadable', /sound|frames/],
  ['two seconds of a test', moon(silentMp3(77)), 'recording/too-short', /0:02/],
  ['the raw recording with all breaks', moon(silentMp3(9000)), 'recording/too-long', /3:55/],
  ['the tag of another episode', moon(titledMp3('The tides')), 'recording/other-title', /The tides/],
  ['the same bytes under two names', moon(silentMp3(1500)), 'recording/copied', /same|tides\.mp3/],
  ['one recording for two posts', key(MOON, 'audio', 'tides.mp3'), 'episode/recording-shared', /tides\.mp3/],
  ['zeros in place of a recording', moon(Buffer.alloc(600_000)), 'recording/unreadable', /zero|no sound|frames/],
  ['a MIDI file', moon(Buffer.concat([Buffer.from('MThd\0\0\0\x06\0\x01\0\x02\x01\xe0MTrk'), Buffer.alloc(900)])), 'recording/unreadable', /MIDI|format|recognis/],
  ['Windows Media', named('moon.wma', Buffer.concat([Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex'), Buffer.alloc(9000)])), 'recording/unreadable', /WMA|Windows Media|ASF/],
  ['AIFF', named('moon.aiff', Buffer.concat([Buffer.from('FORM\0\x0f\x42\x40AIFFCOMM'), Buffer.alloc(9000)])), 'recording/unreadable', /AIFF/],
  ['a PDF for a recording', named('moon.pdf', Buffer.from('%PDF-1.7\n%%EOF\n')), 'post/audio-doubtful', /PDF|moon\.pdf/],
  ['a film of old', named('moon.avi', Buffer.concat([Buffer.from('RIFF\0\0\x10\0AVI LIST'), Buffer.alloc(9000)])), 'post/audio-doubtful', /AVI|video|moon\.avi/],
]

const VTT = 'WEBVTT\n\n00:01.000 --> 00:04.000\nThe moon turns the same face to us.\n'
const chapters = (yaml: string): Edit =>
  line(
    MOON,
    `chapters:\n${yaml
      .split('; ')
      .map((row) => `  - "${row}"`)
      .join('\n')}`,
  )
const transcript = (name: string, content: string | Uint8Array): Edit =>
  all(line(MOON, `transcript: ${name}`), put(name, content))

/** Mistakes in chapters and transcripts. */
// prettier-ignore
export const INVENTED_SIDECARS: readonly InventedRow[] = [
  ['a chapter beyond the end', chapters('00:00 Up; 00:20 Down; 02:00 Out'), 'episode/chapters', /120 s/],
  ['chapters without names', chapters('00:00 Chapter 1; 00:10 Chapter 2; 00:20 Chapter 3'), 'episode/chapters-unnamed', /Chapter 1|Chapter/],
  ['a chapter with 75 seconds', chapters('00:00 Up; 00:75 Down'), 'post/chapters', /00:75/],
  ['a chapter without a title', chapters('00:00 Up; 00:20'), 'post/chapters', /00:20|title/],
  ['two chapters at one time', chapters('00:00 Up; 00:20 Down; 00:20 Out'), 'episode/chapters', /20 s/],
  ['chapters in a text', line(MOON, 'chapters: none yet'), 'post/chapters', /none yet/],
  ['a file of chapters that is not there', line(MOON, 'chapters: moon.chapters.json'), 'episode/chapters', /moon\.chapters\.json/],
  ['a file of chapters with a slip', all(line(MOON, 'chapters: c.json'), put('c.json', '{"version":"1.2.0","chapters":[{"startTime":0,"title":"Up"},]}')), 'episode/chapters', /c\.json|JSON/],
  ['a file of chapters with times as text', all(line(MOON, 'chapters: c.json'), put('c.json', '{"version":"1.2.0","chapters":[{"startTime":"zero","title":"Up"},{"startTime":5,"title":"Out"}]}')), 'episode/chapters', /startTime|zero/],
  ['a picture of a chapter that is not there', line(MOON, 'chapters:\n  - { start: 0, title: Up, image: up.png }\n  - { start: 20, title: Down }'), 'site/link', /up\.png/],
  ['a transcript that is not there', line(MOON, 'transcript: moon.vtt'), 'episode/transcript', /moon\.vtt/],
  ['an empty transcript', transcript('m.srt', ''), 'episode/transcript', /m\.srt|empty/],
  ['a transcript of Word', transcript('m.docx', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(900, 7)])), 'episode/transcript', /docx/],
  ['a transcript of Acrobat', transcript('m.pdf', '%PDF-1.7\n%%EOF\n'), 'episode/transcript', /pdf/],
  ['WebVTT without its first line', transcript('m.vtt', VTT.slice(8)), 'episode/transcript', /WEBVTT/],
  ['a cue that ends before it begins', transcript('m.vtt', VTT.replace('00:04', '00:00')), 'episode/transcript', /end|before/],
  ['SRT under the name of WebVTT', transcript('m.vtt', '1\n00:00:01,000 --> 00:00:04,000\nThe moon turns.\n'), 'episode/transcript', /SRT|WEBVTT/],
  ['a transcript beyond the end', transcript('m.vtt', `${VTT}\n05:00.000 --> 05:04.000\nThe end.\n`), 'episode/transcript', /300 s/],
  ['a transcript that is a page of an error', transcript('m.vtt', '<!DOCTYPE html><title>404</title>'), 'episode/transcript', /WEBVTT|HTML/],
  ['a transcript in Latin-1', transcript('m.vtt', Buffer.from(VTT.replace('moon', 'lune à côté'), 'latin1')), 'episode/transcript', /UTF-8/],
  ['a transcript named twice', all(line(MOON, 'transcript: m.vtt'), line(TIDES, 'transcript: m.vtt'), put('m.vtt', VTT)), 'episode/transcript-shared', /m\.vtt|transcript/],
]
