import { COMMAND } from './command.ts'
import { ELEVENLABS } from './elevenlabs.ts'
import type { Engine } from './engine.ts'
import { ESPEAK } from './espeak.ts'
import { OPENAI } from './openai.ts'
import { PIPER } from './piper.ts'

/** Everything that speaks, by the name in the settings. */
export const ENGINES = {
  espeak: ESPEAK,
  command: COMMAND,
  piper: PIPER,
  openai: OPENAI,
  elevenlabs: ELEVENLABS,
} as const satisfies Readonly<Record<string, Engine>>

export type EngineName = keyof typeof ENGINES
