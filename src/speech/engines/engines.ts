import { COMMAND } from './command.ts'
import { ELEVENLABS } from './elevenlabs.ts'
import type { Engine } from './engine.ts'
import { ESPEAK } from './espeak.ts'
import { OPENAI } from './openai.ts'
import { PIPER } from './piper.ts'

/** All engines, by their names in the setting `narration.engine`. */
export const ENGINES = {
  espeak: ESPEAK,
  command: COMMAND,
  piper: PIPER,
  openai: OPENAI,
  elevenlabs: ELEVENLABS,
} as const satisfies Readonly<Record<string, Engine>>

export type EngineName = keyof typeof ENGINES
