import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Twenty seconds of one voice, as loud as a recording should be. */
export const SPEECH = join(import.meta.dirname, '../../episodes/2026-05-04-tides.mp3')

const run = promisify(execFile)

/** How ffmpeg makes a recording. */
export interface SoundRecipe {
  /** Name of the file; its ending decides the format. */
  readonly file: string
  /** A filter over the speech, or a source of its own that begins with `=`. */
  readonly sound: string
  /** Options of the output, e.g. `-b:a 128k`. */
  readonly options?: string
}

/** Makes a recording of speech or of anything else, with ffmpeg. */
export async function makeSound({ file, sound, options = '' }: SoundRecipe): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-sound-'))
  try {
    const path = join(folder, file)
    const source = sound.startsWith('=')
      ? ['-f', 'lavfi', '-i', sound.slice(1)]
      : ['-t', '20', '-i', SPEECH, '-af', sound]
    await run('ffmpeg', ['-v', 'error', ...source, ...words(options), path])
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The same frames with other tags, or behind another header. */
export async function copySound(bytes: Buffer, file: string, options: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-sound-'))
  try {
    const [from, to] = [join(folder, `from-${file}`), join(folder, file)]
    await writeFile(from, bytes)
    await run('ffmpeg', ['-v', 'error', '-i', from, '-c', 'copy', ...words(options), to])
    return await readFile(to)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What ffmpeg's own meter says: integrated loudness in LUFS, true peak in dBTP. */
export async function ebur128(path: string): Promise<{ loudness: number; peak: number }> {
  const filter = ['-af', 'ebur128=peak=true', '-f', 'null', '-']
  const { stderr } = await run('ffmpeg', ['-nostats', '-i', path, ...filter])
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'))
  const read = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\S+)`).exec(summary)?.[1] ?? Number.NaN)
  return { loudness: read('I'), peak: read('Peak') }
}

function words(options: string): readonly string[] {
  return options.split(' ').filter((word) => word !== '')
}
