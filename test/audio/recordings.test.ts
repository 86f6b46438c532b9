import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Audio } from '../../src/audio/audio.ts'
import { sentencesOf } from './corpus/recipe.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import { sampleOf } from '../support/extent.ts'
import { encode, writeRecipe } from './corpus/encode.ts'
import { ENCODED_RECIPES, type EncodedRecipe } from './corpus/encoded-recipes.ts'
import { HAND_MADE } from './corpus/hand-made.ts'
import type { Recipe } from './corpus/recipe.ts'

const NOTHING = /^$/
/** Seconds by which a duration may be wrong. */
const TOLERANCE = 0.05

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-audio-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function probe(recipe: Recipe): Promise<Audio> {
  return probeFile(await writeRecipe(recipe, folder))
}

function isPlayable({ seconds }: { readonly seconds?: number | null }): boolean {
  return seconds !== null
}

describe.each(Object.entries(HAND_MADE))('a recording made by hand (%s)', (_, recipes) => {
  const silent = recipes.filter((recipe) => !isPlayable(recipe))

  test.each(recipes.filter(isPlayable))('is measured: $name', async (recipe) => {
    const { seconds, bytes, ...signs } = await probe(recipe)
    expect(Math.abs(seconds - (recipe.seconds ?? 0))).toBeLessThan(TOLERANCE)
    expect(bytes).toBe(recipe.bytes.length)
    expect(sentencesOf(signs).join('\n')).toMatch(recipe.warning ?? NOTHING)
    expect(signs.cut !== null).toBe(recipe.warning?.source.includes('cut off') ?? false)
  })

  test.runIf(silent.length > 0).each(silent)('is refused: $name', async (recipe) => {
    const message: unknown = expect.stringMatching(recipe.refusal ?? '')
    await expect(probe(recipe)).rejects.toMatchObject({ name: 'ProbeError', message })
  })
})

/** Who made it, and as what. */
const kindOf = ({ encoder, file }: EncodedRecipe): string => `${encoder} ${extname(file)}`

// Most of their time is spent in other processes.
describe.concurrent('a recording by an encoder', () => {
  test.each(sampleOf(ENCODED_RECIPES.filter(isPlayable), kindOf))(
    'is measured: $name',
    async (recipe) => {
      const encoded = await encode(recipe)
      const { seconds, channels, ...signs } = await probe(encoded)
      const more = seconds - (encoded.seconds ?? 0)
      expect(more).toBeGreaterThan(-TOLERANCE)
      expect(more).toBeLessThan(recipe.added ?? TOLERANCE)
      expect(channels).toBe(recipe.channels === undefined ? 1 : recipe.channels)
      expect(sentencesOf(signs).join('\n')).toMatch(recipe.warning ?? NOTHING)
    },
  )

  test.each(ENCODED_RECIPES.filter((recipe) => !isPlayable(recipe)))(
    'is refused: $name',
    async (recipe) => {
      const encoded = await encode(recipe)
      await expect(probe(encoded)).rejects.toThrow(recipe.refusal)
    },
  )
})
