import { expect, onTestFinished, test } from 'vitest'
import { checkLive } from '../../src/check/live/check-live.ts'
import { Visitor } from '../../src/check/live/visit.ts'
import { sampleOf } from '../support/extent.ts'
import { NOW } from './check-files.ts'
import { serveWith } from './server-mistakes.ts'
import { SLOW_SERVERS } from './slow-servers.ts'

const progress = (): void => undefined

test.each(sampleOf(SLOW_SERVERS, ({ rule }) => rule))(
  'finds $name by $rule, and nothing else',
  async ({ rule, says, bounds, answer }) => {
    const url = await serveWith({ ...(answer && { answer }) })
    const visitor = new Visitor(new AbortController().signal)
    onTestFinished(visitor.close)
    const options = { visitor, now: NOW, newest: 10, progress, bounds }
    const { feed, findings } = await checkLive(url, options)
    expect(feed?.items).toHaveLength(2)
    expect(findings.map((finding) => finding.rule)).toEqual([rule])
    expect(findings[0]?.message).toMatch(says)
  },
)

test('ends, and keeps its word to whoever aborts it', async () => {
  const url = await serveWith({ answer: () => () => undefined })
  const abort = new AbortController()
  const visitor = new Visitor(abort.signal)
  onTestFinished(visitor.close)
  const checked = checkLive(url, { visitor, now: NOW, newest: 10, progress })
  abort.abort(new Error('stopped by the user'))
  await expect(checked).rejects.toThrow('stopped by the user')
})
