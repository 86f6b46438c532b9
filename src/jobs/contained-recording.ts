import type { FileHandle } from 'node:fs/promises'
import { decode } from '../audio/listen/decode.ts'
import { missingDecoder } from '../audio/listen/listen.ts'
import { Undecodable } from '../audio/listen/listening.ts'
import { probeFile } from '../audio/probe-file.ts'
import { BETWEEN_SENTENCES, type Stretch } from '../speech/lay-out.ts'
import type { Pcm } from '../speech/pcm.ts'
import { findGain } from './level.ts'

/** The longest recording that is inserted into another one, in minutes; all of it is held in memory. */
const MOST_MINUTES = 30
const FULL = 32_768

/**
 * Decodes a recording that an article contains, to one channel.
 *
 * @throws {ProbeError} If it is not a recording.
 * @throws {Undecodable} If it cannot be decoded. The message completes "it is left out:".
 */
export async function decodeContained(path: string, { fd }: FileHandle): Promise<Pcm> {
  const { type, channels } = await probeFile(path, { descriptor: fd })
  const pieces: Int16Array[] = []
  let [length, own] = [0, 0]
  const decoder = await decode({
    path,
    descriptor: fd,
    type,
    channels: channels ?? 2,
    trims: true,
    alive: () => undefined,
    hear(heard, rate) {
      if (own !== 0 && own !== rate) {
        throw new Undecodable(`it changes from ${own} to ${rate} samples a second`)
      }
      own = rate
      length += heard[0]?.length ?? 0
      if (length > MOST_MINUTES * 60 * rate) {
        throw new Undecodable(`it is longer than ${MOST_MINUTES} minutes`)
      }
      pieces.push(togetherIn16(heard))
    },
  })
  if (decoder === null) throw new Undecodable(missingDecoder(type))
  const samples = new Int16Array(length)
  let at = 0
  for (const piece of pieces) {
    samples.set(piece, at)
    at += piece.length
  }
  return { samples, rate: own }
}

function togetherIn16(channels: readonly Float32Array[]): Int16Array {
  const [first = new Float32Array()] = channels
  return Int16Array.from(first, (_, index) => {
    const sum = channels.reduce((total, channel) => total + (channel[index] ?? 0), 0)
    return clipped((sum / channels.length) * FULL)
  })
}

function clipped(sample: number): number {
  return Math.max(-FULL, Math.min(FULL - 1, Math.round(sample)))
}

/** The gain that makes a sound as loud as the speech, after both have passed the limiter. */
export function gainLike(sound: Pcm, speeches: readonly Pcm[]): number {
  return findGain([stretchOf(sound)]) / findGain(speeches.map(stretchOf))
}

function stretchOf(speech: Pcm): Stretch {
  return { pause: BETWEEN_SENTENCES, speech, gain: 1 }
}
