import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { probeFile } from '../../src/audio/probe-file.ts'
import { EVERYTHING, sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { AUDIBLE_LEVEL, findOnset, levelBetween } from './levels.ts'
import { readVtt } from './read-vtt.ts'
import { recordEpisodes } from './record-episodes.ts'
import { decode } from './sound.ts'

const POST = (name: string, lang: string, title: string, body: string) => `---
title: ${title}
author: Somebody
lang: ${lang}
image: none.jpg
audio: ${name}
transcript: post.vtt
chapters: post.json
---

${body}
`

test.each(sampleOf(['post.mp3', 'post.m4a']))(
  'recordEpisodes makes %s and says to 20 ms when each sentence is heard',
  async (name) => {
    const folder = await makeFolder({
      'post.md': POST(name, 'cs', 'Bez čekání', 'Praha stojí. Brno taky & dál.\n\n## Dál\n'),
    })
    const lines: string[] = []
    await recordEpisodes(folder, (line) => lines.push(line))

    expect(lines).toEqual([expect.stringMatching(/^post\.m(p3|4a): 0\.1 min, 4 sentences, heard /)])
    const cues = readVtt(await readFile(join(folder, 'post.vtt'), 'utf8'))
    expect(cues.map(({ text }) => text)).toEqual([
      'Bez čekání',
      'Praha stojí.',
      'Brno taky & dál.',
      'Dál',
    ])
    const file: { chapters: { startTime: number; title: string }[] } = JSON.parse(
      await readFile(join(folder, 'post.json'), 'utf8'),
    )
    expect(file.chapters.map(({ title }) => title)).toEqual(['Bez čekání', 'Dál'])
    const { chapters } = await probeFile(join(folder, name))
    expect(chapters).toEqual(
      name.endsWith('.mp3')
        ? file.chapters.map(({ startTime, title }) => ({ start: startTime, title }))
        : [],
    )
    const samples = await decode(join(folder, name))
    for (const { start } of cues) {
      expect(levelBetween(samples, start - 0.25, start - 0.02)).toBeLessThan(AUDIBLE_LEVEL)
      const onset = findOnset(samples, start - 0.25, 0.5)
      expect(Math.abs((onset ?? Number.NaN) - start)).toBeLessThanOrEqual(0.02)
    }
  },
  60_000,
)

test.runIf(EVERYTHING)(
  'recordEpisodes gives the same bytes for the same post',
  async () => {
    expect((await recordOnce()).equals(await recordOnce())).toBe(true)
  },
  60_000,
)

async function recordOnce(): Promise<Buffer> {
  const folder = await makeFolder({ 'post.md': POST('post.mp3', 'en', 'Again', 'Once more.') })
  await recordEpisodes(folder, () => undefined)
  return readFile(join(folder, 'post.mp3'))
}
