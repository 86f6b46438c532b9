import type { Pcm } from '../pcm.ts'

/** A text to be spoken in one voice. */
export interface Utterance {
  readonly text: string
  /** BCP 47. */
  readonly language: string
  /** The name by which the engine knows the voice; null for its default. */
  readonly voice: string | null
  /** What the same voice says before and after it, for its melody; '' for nothing. */
  readonly before: string
  readonly after: string
}

/** What an engine gets from the settings and the environment. */
export interface Access {
  /** The address of its server; null for its usual one. */
  readonly url: string | null
  readonly model: string | null
  /** A program and its arguments, in which `{wav}`, `{text}`, `{voice}` and `{language}` are filled in. */
  readonly command: readonly string[]
  /** The secret from the environment; '' for none. */
  readonly key: string
  /** Absolute path of a folder in or above which optional packages may be installed. */
  readonly folder: string
  /** Milliseconds before a failed request is sent again; each further pause is twice as long. */
  readonly pause: number
}

/** When a character is heard, in seconds. */
export type Heard = readonly [start: number, end: number]

/** The sound of an utterance. */
export interface Speech extends Pcm {
  /** When each UTF-16 unit of the text is heard; null if the engine does not report it. */
  readonly times: readonly Heard[] | null
}

/** Something that speaks. */
export interface Engine {
  /** Whether it needs numbers, dates, units and abbreviations in words. */
  readonly spells: boolean
  /**
   * The unit of text in a request. Engines that report no times get single sentences, so that the time of
   * each is known.
   */
  readonly unit: 'sentence' | 'block'
  /** The most characters in a request; the settings may lower it. */
  readonly most: number
  /** The environment variable with its key; null if it needs none. */
  readonly key: string | null
  /** The settings that it requires. */
  readonly needs: readonly ('voice' | 'command')[]
  /** @throws {SpeechError} If the text cannot be spoken. */
  readonly speak: (utterance: Utterance, access: Access, signal: AbortSignal) => Promise<Speech>
}

/** Why nothing was spoken. The message is a sentence for the author. */
export class SpeechError extends Error {
  override readonly name = 'SpeechError'
  /** Whether every further request to the engine would fail, too. */
  readonly isFinal: boolean
  /** The HTTP status of the response of a service; null if there was none. */
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
