import { expect, test } from 'vitest'
import { SERVED_RECORDING_CHECKS } from '../../src/check/live/served-recording-checks.ts'
import type { Visit } from '../../src/check/live/visit.ts'

const WAV = Buffer.from('RIFF\u0024\0\0\0WAVEfmt \u0010\0\0\0', 'latin1')
const FLAC = Buffer.from('fLaC\0\0\0\u0022', 'latin1')
const OGG = Buffer.from('OggS\0\u0002', 'latin1')
const MP3 = Buffer.from('ID3\u0004\0\0\0\0\0\0', 'latin1')

/** What the rule on types says of a recording. */
function typeMessages(declared: string, sent: string, body: Buffer): readonly string[] {
  const url = 'https://example.org/a'
  const first: Visit = {
    asked: url,
    hops: [],
    answer: { url, status: 206, headers: { 'content-type': sent }, body },
    failure: null,
    stumbles: [],
    milliseconds: 1,
  }
  const found = SERVED_RECORDING_CHECKS['served/recording-type']?.find({
    url,
    of: 'Tides',
    declared: { type: declared, length: 5000, seconds: 60 },
    ranged: first,
    head: first,
    first,
    byClient: {},
    seconds: null,
    silence: null,
    suffix: first,
    beyond: null,
    again: null,
  })
  return [...(found ?? [])].map(({ message }) => message)
}

test.each([
  ['audio/wav', 'audio/x-wav', WAV],
  ['audio/wave', 'audio/vnd.wave', WAV],
  ['audio/flac', 'audio/x-flac', FLAC],
  ['audio/ogg', 'application/ogg', OGG],
  ['audio/opus', 'audio/ogg', OGG],
  ['audio/mpeg', 'Audio/MP3; charset=binary', MP3],
])('%s in the feed and %s from the server are the same', (declared, sent, body) => {
  expect(typeMessages(declared, sent, body)).toEqual([])
})

test.each([
  ['audio/mpeg', 'audio/x-wav', WAV, /the feed says audio\/mpeg, the server audio\/x-wav/],
  ['audio/wav', 'audio/mpeg', WAV, /expected audio\/wav, as the bytes are, got audio\/mpeg/],
  ['audio/x-flac', 'audio/ogg', FLAC, /expected audio\/flac/],
])('%s in the feed and %s from the server are not', (declared, sent, body, message) => {
  expect(typeMessages(declared, sent, body)).toEqual([expect.stringMatching(message)])
})
