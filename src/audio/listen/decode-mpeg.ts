import { readSync } from 'node:fs'
import type { MPEGDecoder } from 'mpg123-decoder'
import { Ear } from './ear.ts'
import type { Heard } from './heard.ts'
import { type Listening, Undecodable } from './listening.ts'

const CHUNK_BYTES = 64 * 1024

/**
 * Decodes an MP3 with the package `mpg123-decoder`, piece by piece.
 *
 * Nothing is trimmed by what its header says of the encoder's delay: frames that were copied under
 * another header, or under none, give the same samples.
 *
 * @returns Null if the package is not installed.
 * @throws {Undecodable} If no sample can be decoded.
 */
export async function decodeMpeg(listening: Listening): Promise<Heard | null> {
  const decoder = await openDecoder()
  if (decoder === null) return null
  try {
    return await decodeAll(decoder, listening)
  } finally {
    decoder.free()
  }
}

async function openDecoder(): Promise<MPEGDecoder | null> {
  const loaded = await import('mpg123-decoder').catch(() => null)
  if (loaded === null) return null
  const decoder = new loaded.MPEGDecoder({ enableGapless: false })
  await decoder.ready
  return decoder
}

async function decodeAll(
  decoder: MPEGDecoder,
  { descriptor, channels, alive }: Listening,
): Promise<Heard> {
  const buffer = new Uint8Array(CHUNK_BYTES)
  let ear: Ear | null = null
  for (let position = 0; ;) {
    const bytes = readSync(descriptor, buffer, 0, CHUNK_BYTES, position)
    if (bytes === 0) break
    position += bytes
    const { channelData, samplesDecoded, sampleRate } = decoder.decode(buffer.subarray(0, bytes))
    alive()
    if (samplesDecoded === 0) continue
    // The decoder gives one channel twice.
    const own = channelData.slice(0, channels)
    ear ??= new Ear(sampleRate, own.length)
    ear.push(own, sampleRate)
  }
  if (ear === null) throw new Undecodable('no sound can be decoded')
  return ear.end('mpg123')
}
