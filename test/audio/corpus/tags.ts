import { randomBytes } from './recipe.ts'

/** What an ID3v2 tag is to be like. */
export interface Id3Options {
  readonly version?: 2 | 3 | 4
  /** Frames, made by {@link id3Frame}. */
  readonly content?: Buffer
  /** Zero bytes behind the frames. */
  readonly padding?: number
  readonly flags?: number
  /** Its size as it states it, where that is to be a lie. */
  readonly stated?: number
}

/** A tag of ID3v2. */
export function id3v2(options: Id3Options = {}): Buffer {
  const { version = 3, content = id3Frame('TIT2', text('Tides')), padding = 0, flags = 0 } = options
  const body = Buffer.concat([content, Buffer.alloc(padding)])
  const head = (mark: string): Buffer =>
    Buffer.concat([
      Buffer.from(mark),
      Buffer.from([version, 0, flags]),
      synchsafe(options.stated ?? body.length),
    ])
  return Buffer.concat([head('ID3'), body, (flags & 0x10) === 0 ? Buffer.alloc(0) : head('3DI')])
}

/** A frame of version 3, or of version 4 if it is shorter than 128 bytes. */
export function id3Frame(id: string, content: Buffer, flags = 0): Buffer {
  const head = Buffer.alloc(10)
  head.write(id, 0, 'latin1')
  head.writeUInt32BE(content.length, 4)
  head.writeUInt16BE(flags, 8)
  return Buffer.concat([head, content])
}

/** The content of a text frame in UTF-8. */
export function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([3]), Buffer.from(value)])
}

/** A chapter; its places in bytes are left open, as nearly all writers do. */
export function id3Chapter(
  element: string,
  milliseconds: number,
  ...about: readonly Buffer[]
): Buffer {
  const times = Buffer.alloc(16, 0xff)
  times.writeUInt32BE(milliseconds, 0)
  times.writeUInt32BE(milliseconds + 1000, 4)
  return id3Frame('CHAP', Buffer.concat([Buffer.from(`${element}\0`), times, ...about]))
}

/** The title of a chapter, or of a recording. */
export function id3Title(value: string): Buffer {
  return id3Frame('TIT2', text(value))
}

/** A frame with artwork that looks like a JPEG of so many bytes. */
export function artwork(bytes: number): Buffer {
  const head = Buffer.from('\0image/jpeg\0\x03\0\xff\xd8\xff\xe0', 'latin1')
  return id3Frame('APIC', Buffer.concat([head, randomBytes(bytes, 7)]))
}

/** 28 bits, seven in each byte. */
export function synchsafe(value: number): Buffer {
  return Buffer.from([21, 14, 7, 0].map((shift) => (value >> shift) & 0x7f))
}

/** A tag of ID3v1, the 128 bytes at the very end. */
export function id3v1(): Buffer {
  const tag = Buffer.alloc(128)
  tag.write('TAGTides', 0, 'latin1')
  return tag
}

/** The older, longer relative of ID3v1, which stands right before it. */
export function id3v1Extended(): Buffer {
  const tag = Buffer.alloc(227)
  tag.write('TAG+Tides', 0, 'latin1')
  return tag
}

/** A tag of APE, with a cover of so many bytes; version 1 has no header of its own. */
export function ape(version: 1 | 2, coverBytes = 0): Buffer {
  const item = Buffer.concat([
    Buffer.alloc(8),
    Buffer.from('Cover Art (Front)\0'),
    randomBytes(coverBytes, 11),
  ])
  item.writeUInt32LE(coverBytes, 0)
  const end = (flags: number): Buffer => {
    const mark = Buffer.alloc(32)
    mark.write('APETAGEX', 0, 'latin1')
    mark.writeUInt32LE(version * 1000, 8)
    mark.writeUInt32LE(item.length + 32, 12)
    mark.writeUInt32LE(1, 16)
    mark.writeUInt32LE(version === 1 ? 0 : flags, 20)
    return mark
  }
  return Buffer.concat(version === 1 ? [item, end(0)] : [end(0xa0000000), item, end(0x80000000)])
}

/** Lyrics of either version, in Latin-1, with a letter that looks like the start of a frame. */
export function lyrics(version: 1 | 2, verses = 1): Buffer {
  const verse = '\xff\xfbCzech: \xff tides come'.repeat(verses)
  const song = Buffer.from(`LYRICSBEGINLYR00020${verse}`, 'latin1')
  if (version === 1) return Buffer.concat([song, Buffer.from('LYRICSEND')])
  return Buffer.concat([song, Buffer.from(`${String(song.length).padStart(6, '0')}LYRICS200`)])
}
