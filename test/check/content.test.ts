import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { findings } from './check-files.ts'
import { CONTENT_MISTAKES } from './content-mistakes.ts'
import { goodShow } from './good-show.ts'
import { TOLD_ELSEWHERE } from './told-elsewhere.ts'

const SAMPLE = join(import.meta.dirname, '../../episodes')

describe('check', () => {
  test('finds nothing in a good show', async () => {
    expect(await findings(await makeFolder(goodShow()))).toEqual([])
  })

  test('finds neither errors nor warnings in the sample show', async () => {
    const found = await findings(SAMPLE)
    expect(found.filter(({ severity }) => severity !== 'advice')).toEqual([])
  })

  test.each(CONTENT_MISTAKES)(
    'finds $name by $rule, and nothing else',
    async ({ rule, besides = [], edit, arrange }) => {
      const files = goodShow()
      edit?.(files)
      const folder = await makeFolder(files)
      await arrange?.(folder)
      const found = await findings(folder)
      const rules = new Set(found.map((finding) => finding.rule))
      expect([...rules].toSorted()).toEqual([rule, ...besides].toSorted())
    },
  )

  test.each(TOLD_ELSEWHERE)('$rule is told of $name', async ({ rule, tell }) => {
    const problems = await tell(await makeFolder(goodShow()))
    expect([...new Set(problems.map((problem) => problem.rule))]).toEqual([rule])
  })
})
