import { encode } from '../audio/corpus/encode.ts'
import { ENCODED_RECIPES } from '../audio/corpus/encoded-recipes.ts'
import { HAND_MADE } from '../audio/corpus/hand-made.ts'

/** A recording that mutants are made of. */
export interface Seed {
  readonly name: string
  readonly file: string
  readonly bytes: Buffer
}

/** All recordings of the corpus that are made by hand and have fewer than so many bytes. */
export function handMadeSeeds(largest: number): readonly Seed[] {
  return Object.values(HAND_MADE)
    .flat()
    .filter(({ bytes }) => bytes.length < largest)
}

/** All recordings of the corpus that encoders make. */
export async function encodedSeeds(): Promise<readonly Seed[]> {
  const seeds: Seed[] = []
  for (const recipe of ENCODED_RECIPES) seeds.push(await encode(recipe))
  return seeds
}
