import { readFileSync } from 'node:fs'
import type { Spoken } from '../tools/record-episodes.ts'

export interface SpokenSentence {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** When each sentence is heard, from where its samples were laid when the recording was made. */
export function readSpoken(name: string): readonly SpokenSentence[] {
  const file = new URL(`spoken/${name}.json`, import.meta.url)
  const { sampleRate, delay, sentences } = JSON.parse(readFileSync(file, 'utf8')) as Spoken
  return sentences.map(([from, to, text]) => ({
    start: (from + delay) / sampleRate,
    end: (to + delay) / sampleRate,
    text,
  }))
}

/** What a listener hears of a text: signs make no sound. */
export function heard(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

let state = 20_260_504
/** The same numbers in each run. @returns From 0 to 1. */
export function random(): number {
  state = (state * 48_271) % 2_147_483_647
  return state / 2_147_483_647
}
