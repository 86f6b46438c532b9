import * as v from 'valibot'
import { faultOf } from '../base/fault.ts'
import { SpeechError, type Access, type Utterance } from '../speech/engines/engine.ts'
import type { EngineName } from '../speech/engines/engines.ts'
import { writeSpeech, type SpeechFile } from '../speech/pcm.ts'
import { hashOf, JobFailure, type Job, type Kind } from './job.ts'

/** Milliseconds after which another run repeats a failed request: immediately. */
const AGAIN = 0
const FILES: readonly SpeechFile[] = ['speech.pcm', 'speech.json']

interface Speaking {
  readonly engine: EngineName
  readonly utterance: Utterance
  readonly access: Access
}

/** Where a piece of speech is kept. */
export interface Spoken {
  /** The name of its folder among made files. */
  readonly id: string
}

/** Speaks a piece of text. Only `narrate` requests it. */
export const SPEAK: Kind<Speaking, Spoken> = {
  name: 'speech',
  counted: 'pieces spoken',
  methods: ['speak 1'],
  schema: v.object({ id: v.string() }),
  // Services allow few requests at the same time.
  atOnce: 2,
  isDear: true,
  filesOf: ({ id }) => FILES.map((name) => ({ id, name })),
  async run({ engine, utterance, access }, { signal, files }) {
    const id = idOf(engine, utterance, access)
    // The files of a run that was interrupted before it could record the result.
    if (FILES.every((name) => files.has({ id, name }))) {
      files.keep([id])
      return { id }
    }
    try {
      const { ENGINES } = await import('../speech/engines/engines.ts')
      const speech = await ENGINES[engine].speak(utterance, access, signal)
      await files.put(id, writeSpeech(speech))
      return { id }
    } catch (cause) {
      signal.throwIfAborted()
      const isFinal = cause instanceof SpeechError && cause.isFinal
      throw new JobFailure(faultOf(cause).message, isFinal ? 'silent' : 'unspoken', AGAIN, {
        cause,
      })
    }
  },
}

/**
 * A hash of everything that the sound depends on; not the key, nor the surrounding text, which only affects
 * the melody.
 */
function idOf(engine: EngineName, { text, language, voice }: Utterance, access: Access): string {
  const { url, model, command } = access
  const called = engine === 'command' ? command : []
  return `speech-${hashOf(engine, text, language, voice, url, model, called)}`
}

/** The job of having a text spoken. */
export function speak(
  engine: EngineName,
  utterance: Utterance,
  access: Access,
): Job<Speaking, Spoken> {
  const input = idOf(engine, utterance, access)
  const work = { engine, utterance, access }
  return { kind: SPEAK, key: input, input, work, believed: Infinity }
}
