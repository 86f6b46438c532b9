import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EVERYTHING, sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { findings, runCheck } from './check-files.ts'
import { goodShow } from './good-show.ts'
import { LISTEN_MISTAKES, soundFiles } from './listen-mistakes.ts'

const SAMPLE = join(import.meta.dirname, '../../episodes')
const SAMPLE_OUT = new Date('2026-11-24T08:00:00Z')

const isOfSound = ({ rule }: { readonly rule: string }): boolean => rule.startsWith('sound/')

describe('check --listen', () => {
  test('finds what is wrong with each recording, and nothing else', async () => {
    const mistakes = sampleOf(LISTEN_MISTAKES, ({ rule }) => rule ?? 'none')
    const settings = String(goodShow()['sidecast.yml'])
    const folder = await makeFolder({
      'sidecast.yml': settings,
      'cover.jpg': goodShow()['cover.jpg'] ?? '',
      ...(await soundFiles(mistakes)),
    })
    const found = (await findings(folder, { listen: true })).filter(isOfSound)
    const told = mistakes.map(({ name, file, rule }) => {
      const own = found.filter((finding) => finding.file === `${file}.md`)
      const rules = [...new Set(own.map((finding) => finding.rule))].toSorted()
      return { name, rules, says: own.find((finding) => finding.rule === rule)?.message ?? '' }
    })
    const expected = mistakes.map(({ name, rule, says = '', besides = [] }) => ({
      name,
      rules: [rule ?? [], ...besides].flat().toSorted(),
      says: expect.stringContaining(says),
    }))
    expect(told).toEqual(expected)
    const firsts = found.filter(({ file }) => file?.startsWith('first-') === true)
    expect(firsts).toEqual([])

    // Nothing is decoded without being asked for, and nothing a second time
    expect((await findings(folder)).filter(isOfSound)).toEqual([])
    const store = join(folder, '.sidecast/results/heard.json')
    const kept = await readFile(store, 'utf8')
    await writeFile(store, kept.replaceAll(/"loudness":[^,]+/g, '"loudness":-70'))
    const again = (await findings(folder, { listen: true })).filter(isOfSound)
    const quiet = again.filter(({ rule }) => rule === 'sound/loudness')
    expect(quiet.length).toBeGreaterThan(mistakes.length / 2)
  })

  test.runIf(EVERYTHING)('finds nothing in the sample show', async () => {
    expect((await findings(SAMPLE, { listen: true }, SAMPLE_OUT)).filter(isOfSound)).toEqual([])
  })

  test('says what it does not listen to', async () => {
    const folder = await makeFolder({
      'sidecast.yml': String(goodShow()['sidecast.yml']),
      'cover.jpg': goodShow()['cover.jpg'] ?? '',
      'far.md':
        '---\ntitle: Far\ndate: 2026-05-01\naudio: https://a.example.org/far.mp3\nbytes: 1000\nduration: 60\n---\n\nText.\n',
    })
    const { told } = await runCheck(folder, { listen: true })
    expect(told).toContain(
      '! not listened to 1 recording on other hosts: --listen decodes local files only',
    )
    const wrong = runCheck(folder, { listen: true, live: 'https://a.example.org/feed.xml' })
    await expect(wrong).rejects.toThrow('--listen: decodes the recordings of a folder')
  })
})
