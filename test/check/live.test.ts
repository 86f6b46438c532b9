import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createSelfSigned } from '../audio/support/certificate.ts'
import { startServer, type Answer } from '../audio/support/recording-server.ts'
import { sampleOf } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { sidecastProcess } from '../support/program.ts'
import { findings, runCheck } from './check-files.ts'
import { DOWNGRADES } from './downgrades.ts'
import { goodStore } from './good-server.ts'
import { mistaken, SERVER_MISTAKES, serveWith } from './server-mistakes.ts'

const notYet: Answer = (_, response) => void response.writeHead(503).end()

describe('check --live', () => {
  test('finds nothing where all is well', async () => {
    expect(await findings('', { live: await serveWith({}) })).toEqual([])
  })

  test.each(sampleOf(SERVER_MISTAKES, ({ rule }) => rule.split('/')[0]))(
    'finds $name by $rule, and nothing else',
    async (mistake) => {
      const { rule, besides = [] } = mistake
      const found = await findings('', { live: await serveWith(mistake) })
      const rules = new Set(found.map((finding) => finding.rule))
      expect([...rules].toSorted()).toEqual([rule, ...besides].toSorted())
    },
  )

  // It is 1 June 2026, 08:00 UTC
  test.each([
    { date: 'Tue, 02 Jun 2026 07:59:00 GMT', rules: [] },
    { date: 'Tue, 02 Jun 2026 08:01:00 GMT', rules: ['item/date-implausible'] },
  ])('finds $rules in an item of $date', async ({ date, rules }) => {
    const feed = (xml: string): string => xml.replace(/(?<=<item>.*?<pubDate>)[^<]+/s, () => date)
    const found = await findings('', { live: await serveWith({ feed }) })
    expect(found.map(({ rule }) => rule)).toEqual(rules)
  })

  test('says what it has looked at, and ends with 1 where something is an error', async () => {
    const live = await serveWith({ feed: (xml) => xml.replace(/length="\d+"/, 'length="0"') })
    const { code, printed } = await runCheck('', { live, newest: '1' })
    expect(code).toBe(1)
    expect(printed).toContain(`${live}: the feed and the newest 1 of 2 episodes checked: 1 error.`)
  })

  test.each(sampleOf(DOWNGRADES))('finds $name by $rule', async ({ rule, path }) => {
    const certificate = createSelfSigned('localhost')
    const secure = createSecureServer(certificate, (request, response) => {
      response.writeHead(301, { Location: `${open.url}${request.url}` }).end()
    })
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void secure.close())
    const { port } = secure.address() as AddressInfo
    const encrypted = `https://localhost:${port}${path}`
    let answer: Answer = notYet
    const open = await startServer((request, response, count) => answer(request, response, count))
    onTestFinished(open.close)
    const feed = (xml: string): string => xml.replace(`${open.url}${path}"`, `${encrypted}"`)
    answer = await mistaken({ name: '', rule, feed }, await goodStore(open.url), open.url)
    const folder = await makeFolder({ 'ca.pem': certificate.cert })
    const live = path === '/feed.xml' ? encrypted : `${open.url}/feed.xml`
    // Whom a process trusts is settled when it starts.
    const { stdout } = await sidecastProcess(['check', '--live', live, '--format', 'json'], {
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    })
    const { findings: found } = JSON.parse(stdout) as { findings: { rule: string }[] }
    expect(found.map((finding) => finding.rule)).toContain(rule)
  })
})
