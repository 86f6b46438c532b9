import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { probeFile } from '../../src/audio/probe-file.ts'
import * as narrate from '../../src/commands/narrate.ts'
import { EVERYTHING } from '../support/extent.ts'
import { runAt } from '../support/in-process.ts'
import { ebur128 } from '../support/sound-file.ts'
import { makeUnspokenShow } from '../support/unspoken-show.ts'
import { AUDIBLE_LEVEL, findOnset, levelBetween, SAMPLE_RATE } from '../tools/levels.ts'
import { readVtt } from '../tools/read-vtt.ts'
import { decode } from '../tools/sound.ts'

/** Seconds by which what is said of a recording may differ from what is heard in it. */
const NEAR = 0.05
const LOUDNESS = -16

test('the posts of the sample show are spoken, and all that is said of a recording agrees with it', async () => {
  const folder = await makeUnspokenShow()
  const all = (await readdir(folder)).filter((name) => name.endsWith('.md'))
  // The shortest of them.
  const names = EVERYTHING ? all : ['2026-02-09-minuta.md']
  for (const only of names) {
    const running = runAt('2026-11-29T10:00:00Z', narrate, folder, { only })
    expect({ code: await running.ended, output: running.output() }).toEqual({
      code: 0,
      output: expect.stringMatching(/ min, \d+ sentences/),
    })
  }
  for (const name of names) {
    const recording = join(folder, name.replace(/md$/, 'mp3'))
    const { seconds, chapters } = await probeFile(recording)
    const cues = readVtt(await readFile(recording.replace(/mp3$/, 'vtt'), 'utf8'))
    expect(Math.abs((cues.at(-1)?.end ?? 0) - seconds)).toBeLessThan(NEAR)
    expect(Math.abs((await ebur128(recording)).loudness - LOUDNESS)).toBeLessThan(0.5)

    const samples = await decode(recording)
    expect(Math.abs(samples.length / SAMPLE_RATE - seconds)).toBeLessThan(NEAR)
    const late = cues.filter(({ start }, index) => {
      const before = Math.max(cues[index - 1]?.end ?? 0, start - 0.3)
      const onset = findOnset(samples, before + NEAR, 0.5) ?? Number.NaN
      const isQuiet = levelBetween(samples, before + NEAR, start - NEAR) < AUDIBLE_LEVEL
      return !(Math.abs(onset - start) < NEAR && (index === 0 || isQuiet))
    })
    expect({ name, late }).toEqual({ name, late: [] })
    // The first begins with the recording.
    expect(chapters?.[0]?.start ?? 0).toBe(0)
    for (const chapter of (chapters ?? []).slice(1)) {
      const cue = cues.find(({ text }) => text === chapter.title)
      expect({ ...chapter, away: Math.abs(chapter.start - (cue?.start ?? -1)) < NEAR }).toEqual({
        ...chapter,
        away: true,
      })
    }
  }
}, 600_000)
