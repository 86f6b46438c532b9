import { describe, expect, test } from 'vitest'
import { sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { findings } from './check-files.ts'
import { CONTENT_MISTAKES } from './content-mistakes.ts'
import { FOLLOWED, NOT_FOLLOWED } from './followed-advice.ts'
import { goodShow } from './good-show.ts'

const MENDED = CONTENT_MISTAKES.flatMap((mistake) => {
  const mend = FOLLOWED[mistake.name]
  return mend === undefined ? [] : [{ ...mistake, mend }]
})

describe('the advice of a rule', () => {
  test('is followed for every mistake, or it is said why not', () => {
    const known = [...Object.keys(FOLLOWED), ...Object.keys(NOT_FOLLOWED)]
    const names = [...new Set(CONTENT_MISTAKES.map(({ name }) => name))]
    expect(known.toSorted()).toEqual(names.toSorted())
  })

  test.each(sampleOf(MENDED, ({ rule }) => rule.split('/')[0]))(
    'leaves nothing to be said of $name',
    async ({ edit, mend, besides = [], arrange }) => {
      const files = goodShow()
      edit?.(files)
      mend(files)
      const folder = await makeFolder(files)
      if (edit === undefined) await arrange?.(folder)
      const left = (await findings(folder)).filter(({ rule }) => !besides.includes(rule))
      expect(left.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([])
    },
  )
})
