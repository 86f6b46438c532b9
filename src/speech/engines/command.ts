import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, type Speech, SpeechError } from './engine.ts'
import { wavOf } from './openai.ts'
import { runProgram } from './run-program.ts'

/** Any program that writes a WAV file; it gets the text in a file and on its standard input. */
export const COMMAND: Engine = {
  spells: true,
  unit: 'sentence',
  most: 5000,
  key: null,
  needs: ['command'],
  speak({ text, voice, language }, { command }, signal) {
    const missing = `the program "${command[0] ?? ''}" is not installed; correct narration.command in sidecast.yml`
    const fillIn = (part: string, files: Files) =>
      part
        .replaceAll('{wav}', files.wav)
        .replaceAll('{text}', files.text)
        .replaceAll('{voice}', voice ?? '')
        .replaceAll('{language}', language)
    return throughFiles(text, (files) =>
      runProgram(
        command.map((part) => fillIn(part, files)),
        text,
        missing,
        signal,
      ),
    )
  },
}

interface Files {
  readonly wav: string
  readonly text: string
}

/** Runs a program that reads text from one file and writes sound to another. */
export async function throughFiles(
  text: string,
  run: (files: Files) => Promise<void>,
): Promise<Speech> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-speech-'))
  try {
    const files = { wav: join(folder, 'speech.wav'), text: join(folder, 'text.txt') }
    await writeFile(files.text, `${text}\n`)
    await run(files)
    const wav = await readFile(files.wav).catch((cause: unknown) => {
      throw new SpeechError(
        'the program that speaks has written no file; narration.command must write a WAV file to {wav}',
        true,
        { cause },
      )
    })
    return { ...wavOf(wav, 'the program'), times: null }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
