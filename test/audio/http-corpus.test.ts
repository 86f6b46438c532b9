import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Audio } from '../../src/audio/audio.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import { writeRecipe } from './corpus/encode.ts'
import { HAND_MADE } from './corpus/hand-made.ts'
import type { Recipe } from './corpus/recipe.ts'
import { giveRecording, probe, startServer, type Server } from './support/recording-server.ts'

const RECIPES = Object.values(HAND_MADE).flat()
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

async function fetched(wanted: Recipe, inParts: boolean): Promise<Audio> {
  recipe = wanted
  ranged = inParts
  const {
    url: _,
    etag,
    modified,
    requests,
    read,
    unchanged,
    ...audio
  } = await probe(`${server.url}/${wanted.file}`)
  return audio
}

describe.each([
  ['in parts', true],
  ['as a whole of unknown length', false],
])('A recording that a server gives %s', (_, inParts) => {
  test.each(PLAYABLE)('is measured as on this machine: $name', async (wanted) => {
    const audio = await fetched(wanted, inParts)
    const local = await probeFile(await writeRecipe(wanted, folder))
    const warnings = inParts ? [] : [expect.stringContaining('its server sends it as a whole only')]
    expect({ ...audio, how: local.how }).toEqual({
      ...local,
      hash: null,
      warnings: [...warnings, ...local.warnings],
    })
  })

  test.each(SILENT)('is refused as on this machine: $name', async (wanted) => {
    await expect(fetched(wanted, inParts)).rejects.toMatchObject({ name: 'ProbeError' })
  })
})
