import { decodeWithFfmpeg } from './decode-ffmpeg.ts'
import { decodeMpeg } from './decode-mpeg.ts'
import { type Listening, type Report, Undecodable } from './listening.ts'

/** Decodes a recording: MP3 with the package where it is installed, everything else with ffmpeg. */
export async function decode(listening: Listening): Promise<Report> {
  try {
    const byPackage = listening.type === 'audio/mpeg' ? await decodeMpeg(listening) : null
    const heard = byPackage ?? (await decodeWithFfmpeg(listening))
    return heard === null ? { kind: 'no-decoder' } : { kind: 'heard', heard }
  } catch (cause) {
    if (!(cause instanceof Undecodable)) throw cause
    return { kind: 'undecodable', why: cause.message }
  }
}
