import { frame, frames, PLAIN } from './mpeg-frames.ts'
import { xingFrame } from './mpeg-headers.ts'
import { randomBytes, repeated, type Recipe } from './recipe.ts'
import { ape, artwork, id3v1, id3v2 } from './tags.ts'

/** The first bytes of files that are something else for certain, with random bytes behind them. */
const OTHERS: readonly { readonly what: string; readonly start: string; readonly says: RegExp }[] =
  [
    {
      what: 'a JPEG image',
      start: '\xff\xd8\xff\xe0\0\x10JFIF\0',
      says: /is a JPEG image; replace it/,
    },
    { what: 'a PNG image', start: '\x89PNG\r\n\x1a\n', says: /is a PNG image/ },
    { what: 'a GIF image', start: 'GIF89a', says: /is a GIF image/ },
    { what: 'a WebP image', start: 'RIFF\0\0\0\0WEBPVP8 ', says: /is a WebP image/ },
    { what: 'an AVIF image', start: '\0\0\0\x20ftypavif', says: /is an AVIF image/ },
    { what: 'a PDF document', start: '%PDF-1.7\n', says: /is a PDF document/ },
    { what: 'a ZIP archive', start: 'PK\x03\x04', says: /is a ZIP archive; unpack it/ },
    { what: 'a gzip archive', start: '\x1f\x8b\x08', says: /is a gzip archive/ },
    {
      what: 'an AIFF recording',
      start: 'FORM\0\0\0\0AIFFCOMM',
      says: /AIFF recording; podcast apps do not/,
    },
    {
      what: 'a Windows Media recording',
      start: '0&\xb2u\x8ef\xcf\x11',
      says: /Windows Media recording/,
    },
    { what: 'an AVI video', start: 'RIFF\0\0\0\0AVI LIST', says: /is an AVI video; extract/ },
    { what: 'an MPEG video', start: '\0\0\x01\xba\x44', says: /is an MPEG video/ },
    { what: 'a MIDI file', start: 'MThd\0\0\0\x06', says: /is a MIDI file/ },
  ]

const UNKNOWN = /holds no sound that is known; expected MP3, M4A/

function silent(name: string, bytes: Buffer | string, refusal: RegExp): Recipe {
  return { name, file: 'talk.mp3', bytes: Buffer.from(bytes), seconds: null, refusal }
}

/** A video stream in packets of 188 bytes, with frames of MP3 in them. */
function transportStream(): Buffer {
  const sound = frames(PLAIN, 100)
  return Buffer.concat(
    Array.from({ length: 200 }, (_, index) =>
      Buffer.concat([
        Buffer.from([0x47, 1, 0, 0x10]),
        sound.subarray(index * 184, (index + 1) * 184),
      ]),
    ),
  )
}

/** Files that hold nothing to be played, whatever their name says. */
export const SILENT_RECIPES: readonly Recipe[] = [
  silent('nothing at all', '', /is empty \(0 bytes\)/),
  silent(
    'a web page',
    '<!DOCTYPE html>\n<html><head><title>404</title>',
    /looks like a web page, not/,
  ),
  silent(
    'a web page behind spaces',
    '\ufeff\n  <html lang="cs"><body>Nenalezeno',
    /looks like a web page/,
  ),
  silent(
    'an XML error of a cloud store',
    '<?xml version="1.0"?><Error>AccessDenied',
    /an XML or HTML doc/,
  ),
  silent('JSON', '{"error":"not found"}', /looks like text, not/),
  silent(
    'text',
    'Tides come and go.\n'.repeat(500),
    /looks like text, not like a recording; replace/,
  ),
  silent(
    'a Git LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha',
    /git lfs pull/,
  ),
  silent('a git-annex pointer', '/annex/objects/SHA256E-s1--0.mp3\n', /git annex get/),
  ...OTHERS.map(({ what, start, says }) =>
    silent(what, Buffer.concat([Buffer.from(start, 'latin1'), randomBytes(60_000, 6)]), says),
  ),
  silent('a transport stream', transportStream(), /is an MPEG transport stream/),
  silent('an ID3 tag alone', id3v2(), /holds a tag of \d+ bytes, but no sound after it/),
  silent('an ID3 tag with artwork alone', id3v2({ content: artwork(90_000) }), /no sound after it/),
  silent('ID3 tags at both ends', Buffer.concat([id3v2(), id3v1()]), /no sound after it/),
  silent(
    'an ID3 tag that goes on behind the end',
    id3v2({ stated: 9_000_000 }),
    /ends inside its ID3 tag/,
  ),
  silent(
    'an ID3 tag that swallows the sound',
    Buffer.concat([id3v2({ stated: 9_000_000 }), frames(PLAIN, 50)]),
    /ends inside its ID3 tag.*cut off/,
  ),
  silent('a tag of APE alone', ape(2, 50_000), UNKNOWN),
  silent(
    'the header of an MP3 alone',
    xingFrame(PLAIN, { frames: 9000 }),
    /only the header of an MP3/,
  ),
  silent('the start of a frame', frame(PLAIN).subarray(0, 300), UNKNOWN),
  silent('random bytes', randomBytes(1_000_000, 8), UNKNOWN),
  silent('zeros', Buffer.alloc(1_000_000), UNKNOWN),
  silent('1 MB of ff', repeated([0xff], 1_000_000), UNKNOWN),
  silent('1 MB of ff fb', repeated([0xff, 0xfb], 1_000_000), UNKNOWN),
  silent('1 MB of headers of MP3', repeated([0xff, 0xfb, 0x90], 1_000_000), UNKNOWN),
  silent('1 MB of headers in free format', repeated([0xff, 0xfb, 0x00], 1_000_000), UNKNOWN),
  silent(
    '1 MB of longer headers in free format',
    repeated([0xff, 0xfb, 0, 0, 0], 1_000_000),
    UNKNOWN,
  ),
  silent('1 MB of headers of AAC', repeated([0xff, 0xf1, 0x50], 1_000_000), UNKNOWN),
]
