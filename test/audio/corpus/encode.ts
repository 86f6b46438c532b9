import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SECONDS, type EncodedRecipe } from './encoded-recipes.ts'
import type { Recipe } from './recipe.ts'
import { sound, SOUND_RATE } from './sound.ts'

const INPUT = sound(SECONDS)

/** Lets an encoder make a recording. */
export async function encode(recipe: EncodedRecipe): Promise<Recipe> {
  const { encoder, options, change, seconds = SECONDS, ...rest } = recipe
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-encode-'))
  try {
    // Containers are completed by going back in them, which no pipe allows.
    const path = join(folder, recipe.file)
    await run(encoder, COMMANDS[encoder](options, path), INPUT)
    const bytes = await readFile(path)
    return { ...rest, seconds, bytes: change ? change(bytes) : bytes }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const COMMANDS = {
  ffmpeg: (options: readonly string[], path: string) =>
    `-loglevel error -y -f s16le -ar ${SOUND_RATE} -ac 1 -i -`.split(' ').concat(options, path),
  lame: (options: readonly string[], path: string) =>
    `--quiet -r -s ${SOUND_RATE / 1000} --bitwidth 16 --little-endian -m m`
      .split(' ')
      .concat(options, '-', path),
} as const

/** @throws {Error} If the command fails; what it said is the message. */
async function run(command: string, args: readonly string[], input: Buffer): Promise<void> {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'] })
  const complaints: string[] = []
  child.stderr.on('data', (text: Buffer) => complaints.push(text.toString()))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  await new Promise<void>((resolve, reject) => {
    child.on('error', (cause) => reject(missing(command, cause)))
    child.on('close', (code) => {
      if (code === 0) resolve()
      else
        reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${complaints.join('')}`))
    })
  })
}

/** Says how to get a program that cannot be started. */
export function missing(command: string, cause: Error): Error {
  const debian = command === 'ffprobe' ? 'ffmpeg' : command
  return new Error(`"${command}" cannot be started; on Debian: apt-get install ${debian}`, {
    cause,
  })
}

/** Writes a recording under its own name, into a new folder inside `folder`; returns its path. */
export async function writeRecipe(
  { file, bytes }: Pick<Recipe, 'file' | 'bytes'>,
  folder: string,
): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'recording-')), file)
  await writeFile(path, bytes)
  return path
}
