import type { Pcm } from '../pcm.ts'

/** Something to be said in one voice. */
export interface Utterance {
  readonly text: string
  /** BCP 47. */
  readonly language: string
  /** As the engine calls it; null for its own choice. */
  readonly voice: string | null
  /** What the same voice says before and after it, for its melody; '' where there is nothing. */
  readonly before: string
  readonly after: string
}

/** What an engine is told by settings and environment. */
export interface Access {
  /** Where its server is; null for the engine's own. */
  readonly url: string | null
  readonly model: string | null
  /** A program and its arguments, in which `{wav}`, `{text}`, `{voice}` and `{language}` are filled in. */
  readonly command: readonly string[]
  /** The secret from the environment; '' for none. */
  readonly key: string
  /** Where packages may be installed besides ours, absolute. */
  readonly folder: string
  /** Milliseconds before a failed request is sent again; each further pause is twice as long. */
  readonly pause: number
}

/** When a character is heard, in seconds. */
export type Heard = readonly [start: number, end: number]

/** What an engine has said. */
export interface Speech extends Pcm {
  /** When each UTF-16 unit of the text is heard; null where the engine does not tell. */
  readonly times: readonly Heard[] | null
}

/** Something that speaks. */
export interface Engine {
  /** Whether it needs numbers, dates, units and abbreviations in words. */
  readonly spells: boolean
  /** What it is given at a time: of those that tell no times a sentence, so that its times are known. */
  readonly unit: 'sentence' | 'block'
  /** The characters of the longest text that it takes at a time; settings may say fewer. */
  readonly most: number
  /** The variable of the environment with its key; null where none is needed. */
  readonly key: string | null
  /** The settings that it cannot do without. */
  readonly needs: readonly ('voice' | 'command')[]
  /** @throws {SpeechError} If it cannot. */
  readonly speak: (utterance: Utterance, access: Access, signal: AbortSignal) => Promise<Speech>
}

/** Why nothing was said. The message is a sentence for the author. */
export class SpeechError extends Error {
  override readonly name = 'SpeechError'
  /** Whether nothing else that is asked of the engine can succeed either. */
  readonly isFinal: boolean
  /** Of the response of a service; null if there was none. */
  readonly status: number | null

  constructor(
    message: string,
    isFinal: boolean,
    { status = null, ...options }: ErrorOptions & { readonly status?: number | null } = {},
  ) {
    super(message, options)
    this.isFinal = isFinal
    this.status = status
  }
}
