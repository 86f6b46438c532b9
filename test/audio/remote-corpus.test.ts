import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProbeError } from '../../src/audio/facts.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import type { RemoteAudio } from '../../src/audio/probe-url.ts'
import { sampleOf } from '../support/extent.ts'
import { writeRecipe } from './corpus/encode.ts'
import { HAND_MADE } from './corpus/hand-made.ts'
import type { Recipe } from './corpus/recipe.ts'
import { giveRecording, probe, startServer, type Server } from './support/recording-server.ts'

const RECIPES = Object.values(HAND_MADE).flatMap((group) =>
  sampleOf(group, ({ seconds }) => seconds === null),
)
const PLAYABLE = RECIPES.filter(({ seconds }) => seconds !== null)
const SILENT = RECIPES.filter(({ seconds }) => seconds === null)

let folder: string
let server: Server
let recipe: Recipe
let ranged: boolean
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecast-remote-corpus-'))
  server = await startServer((request, response, count) => {
    if (ranged) return giveRecording(recipe.bytes)(request, response, count)
    response.writeHead(200).end(recipe.bytes)
  })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function fetched(wanted: Recipe, inParts: boolean): Promise<RemoteAudio> {
  recipe = wanted
  ranged = inParts
  return probe(`${server.url}/${wanted.file}`)
}

async function refused(probing: Promise<unknown>): Promise<ProbeError> {
  const outcome = await probing.catch((error: unknown) => error)
  if (outcome instanceof ProbeError) return outcome
  throw new Error('expected a refusal', { cause: outcome })
}

describe.each([
  { how: 'in parts', inParts: true },
  { how: 'as a whole of unknown length', inParts: false },
])('A recording that a server gives $how', ({ inParts }) => {
  test.each(PLAYABLE)('is measured as on this machine: $name', async (wanted) => {
    const audio = await fetched(wanted, inParts)
    const {
      how: _,
      hash: __,
      warnings,
      tags,
      ...local
    } = await probeFile(await writeRecipe(wanted, folder), { tags: true })
    expect(audio).toMatchObject({ ...local, hash: null })
    // Artwork that is jumped over stays unread.
    expect(audio.tags).toEqual({ ...tags, cover: audio.tags?.cover ?? null })
    const { remote = [], here = [] } = Object.groupBy(audio.warnings, (warning) =>
      /sends it only as a whole|^its duration is estimated/.test(warning) ? 'remote' : 'here',
    )
    expect(here).toEqual(warnings)
    expect(remote).toHaveLength(!inParts || audio.how === 'estimate' ? 1 : 0)
  })

  test.each(SILENT)('is refused as on this machine: $name', async (wanted) => {
    // Not for its server's sake, as it would be after a connection that broke or stalled.
    const { name, refusal } = await refused(probeFile(await writeRecipe(wanted, folder)))
    expect(refusal).not.toBe('unreadable')
    expect(await refused(fetched(wanted, inParts))).toMatchObject({ name, refusal })
  })
})
