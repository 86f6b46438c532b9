import { readFile } from 'node:fs/promises'
import type { Speech } from './engines/engine.ts'
import { readRaw, writeRaw } from './pcm.ts'

/** The files of one piece of speech: its samples, and what else is known of it. */
export type SpeechFile = 'speech.pcm' | 'speech.json'

/** The files that keep a piece of speech. */
export function writeSpeech({ samples, rate, times }: Speech): {
  readonly name: SpeechFile
  readonly bytes: Buffer
}[] {
  return [
    { name: 'speech.pcm', bytes: writeRaw(samples) },
    { name: 'speech.json', bytes: Buffer.from(JSON.stringify({ rate, times })) },
  ]
}

/** Reads what {@link writeSpeech} has made. @param pathOf The path of each file. */
export async function readSpeech(pathOf: (name: SpeechFile) => string): Promise<Speech> {
  const [samples, about] = await Promise.all([
    readFile(pathOf('speech.pcm')),
    readFile(pathOf('speech.json'), 'utf8'),
  ])
  const { rate, times }: Omit<Speech, 'samples'> = JSON.parse(about)
  return { samples: readRaw(samples), rate, times }
}
