import { decodeWithFfmpeg } from './decode-ffmpeg.ts'
import { decodeMpeg } from './decode-mpeg.ts'
import { type Listening, Undecodable } from './listening.ts'

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
