import { decodeWithFfmpeg } from './decode-ffmpeg.ts'
import { type Listening, Undecodable } from './listening.ts'
import { readSync } from 'node:fs'
import type { MPEGDecoder } from 'mpg123-decoder'

/**
 * Decodes a recording: MP3 with the package where it is installed, everything else with ffmpeg.
 *
 * @returns The name of the decoder, since two do not make the same samples; null if there is none.
 * @throws {Undecodable} If there is no sound in it.
 */
export async function decode(listening: Listening): Promise<string | null> {
  let isSilent = true
  const hear: Listening['hear'] = (channels, rate) => {
    isSilent = false
    listening.hear(channels, rate)
  }
  const decoder = await firstDecoder({ ...listening, hear })
  if (decoder !== null && isSilent) throw new Undecodable('no sound can be decoded')
  return decoder
}

async function firstDecoder(listening: Listening): Promise<string | null> {
  if (listening.type === 'audio/mpeg' && (await decodeMpeg(listening))) return 'mpg123'
  return (await decodeWithFfmpeg(listening)) ? 'ffmpeg' : null
}

/** Half a second to two seconds of sound: decoding takes about a hundred times as much memory. */
const CHUNK_BYTES = 8 * 1024

/**
 * Decodes an MP3 with the package `mpg123-decoder`, piece by piece.
 *
 * @returns False if the package is not installed.
 */
async function decodeMpeg(listening: Listening): Promise<boolean> {
  const decoder = await openDecoder(listening.trims)
  if (decoder === null) return false
  try {
    decodeAll(decoder, listening)
    return true
  } finally {
    decoder.free()
  }
}

async function openDecoder(enableGapless: boolean): Promise<MPEGDecoder | null> {
  const loaded = await import('mpg123-decoder').catch(() => null)
  if (loaded === null) return null
  const decoder = new loaded.MPEGDecoder({ enableGapless })
  await decoder.ready
  return decoder
}

function decodeAll(decoder: MPEGDecoder, { descriptor, channels, hear, alive }: Listening): void {
  const buffer = new Uint8Array(CHUNK_BYTES)
  for (let position = 0; ;) {
    const bytes = readSync(descriptor, buffer, 0, CHUNK_BYTES, position)
    if (bytes === 0) break
    position += bytes
    const { channelData, samplesDecoded, sampleRate } = decoder.decode(buffer.subarray(0, bytes))
    alive()
    // The decoder gives one channel twice.
    if (samplesDecoded > 0) hear(channelData.slice(0, channels), sampleRate)
    release(channelData)
  }
}

/** Frees the memory of samples at once; waiting for the garbage collector takes more than 60 MB. */
function release(samples: readonly Float32Array[]): void {
  for (const { buffer } of samples) if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}
