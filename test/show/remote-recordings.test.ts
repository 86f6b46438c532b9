import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { byCause } from '../../src/base/told-once.ts'
import { WORK } from '../../src/jobs/kinds.ts'
import { dueNow } from '../../src/jobs/worklist.ts'
import { EMPTY_LEDGER, formatLedger, LEDGER_FILE } from '../../src/show/ledger/ledger.ts'
import { nextLedger } from '../../src/show/ledger/next-ledger.ts'
import type { OpenShow } from '../../src/show/open-show.ts'
import {
  giveRecording,
  startServer,
  type Answer,
  type Server,
} from '../audio/support/recording-server.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = new Date('2026-06-01T12:00:00Z')
const RECORDING = silentMp3(400)

const after = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds)
const dateOf = (age: number): string => `date: ${after(-age).toISOString()}`
const settings = (more = 'private_networks: yes'): string =>
  `title: Tides\nlanguage: en\nartwork: { make: no }\naudio: { ${more} }\n`

/** Another host, whose answer a test may change. */
interface Host extends Server {
  readonly answer: (next: Answer) => void
  /** The conditions of the requests that had one. */
  readonly conditions: () => readonly (string | undefined)[]
}

async function startHost(first: Answer = giveRecording(RECORDING, { etag: '"a"' })): Promise<Host> {
  let current = first
  const server = await startServer((...request) => current(...request))
  onTestFinished(server.close)
  return {
    ...server,
    answer: (next) => {
      current = next
    },
    conditions: () => server.requests.flatMap(({ headers }) => headers['if-none-match'] ?? []),
  }
}

async function blogOf(host: Host, age = HOUR): Promise<string> {
  return makeFolder({
    'sidecast.yml': settings(),
    'far.md': postText('Far', `${host.url}/far.mp3`, [dateOf(age)]),
  })
}

/** Reads a folder and asks other hosts; tells what is known of the newest recording. */
async function look(opened: OpenShow, milliseconds = 0) {
  const now = after(milliseconds)
  const { show, problems, worked, composition } = await readBlog(opened, {
    now,
    work: WORK.recordings,
  })
  const [episode] = show?.episodes ?? []
  return {
    audio: episode?.audio,
    listed: episode?.listed,
    worked,
    isDue: (at: number) => dueNow(composition?.work ?? [], after(at)).length > 0,
    told: problems.flatMap(({ rule, message }) =>
      rule === 'recording/unreachable' ? message : [],
    ),
  }
}

const refuse: Answer = (_request, response) => void response.writeHead(500).end()

describe('a recording on another host', () => {
  test('is asked for once, and known after a new start', async () => {
    const host = await startHost()
    const folder = await blogOf(host)
    const first = await look(await openBlog(folder))
    expect(first).toMatchObject({ listed: true, worked: true, told: [] })
    expect(first.audio).toMatchObject({ bytes: RECORDING.length, etag: '"a"' })
    const requests = host.requests.length
    const again = await look(await openBlog(folder), HOUR / 2)
    expect(again).toMatchObject({ audio: first.audio, worked: false })
    expect(host.requests).toHaveLength(requests)
  })

  test.each([
    { age: 'an hour', old: HOUR, believed: HOUR },
    { age: 'just less than two days', old: 2 * DAY - 1, believed: HOUR },
    { age: 'two days', old: 2 * DAY, believed: DAY },
    { age: 'a week', old: 7 * DAY, believed: DAY },
    { age: 'thirty days', old: 30 * DAY, believed: 30 * DAY },
    { age: 'years', old: 2000 * DAY, believed: 30 * DAY },
  ])('of an episode that is $age old is looked at again in time', async ({ old, believed }) => {
    const host = await startHost()
    const folder = await blogOf(host, old)
    const first = await look(await openBlog(folder))
    expect(first.isDue(believed - 1)).toBe(false)
    expect(first.isDue(believed)).toBe(true)
    const requests = host.requests.length
    // A day later it may be of an age at which it is believed for longer.
    const opened = await openBlog(folder)
    const next = await look(opened, 31 * DAY)
    expect(next).toMatchObject({ worked: true, audio: first.audio, told: [] })
    expect(host.conditions()).toEqual(['"a"'])
    expect(host.requests).toHaveLength(requests + 1)
    expect(await look(opened, 31 * DAY)).toMatchObject({ worked: false })
  })

  test('is believed for longer as its episode grows older, while the program runs', async () => {
    const host = await startHost()
    const opened = await openBlog(await blogOf(host))
    expect((await look(opened)).isDue(HOUR)).toBe(true)
    const later = await look(opened, 3 * DAY)
    expect(later.isDue(3 * DAY + HOUR)).toBe(false)
    expect(later.isDue(4 * DAY)).toBe(true)
  })

  test('is told anew when it has changed', async () => {
    const host = await startHost()
    const opened = await openBlog(await blogOf(host))
    await look(opened)
    host.answer(giveRecording(silentMp3(800), { etag: '"b"' }))
    const { audio } = await look(opened, HOUR)
    expect(audio).toMatchObject({ bytes: silentMp3(800).length, etag: '"b"' })
  })

  test('keeps its facts while its host is down, and the host is left alone for ten minutes', async () => {
    const host = await startHost()
    const folder = await blogOf(host)
    const opened = await openBlog(folder)
    const first = await look(opened)
    host.answer(refuse)
    const down = await look(opened, HOUR)
    expect(down).toMatchObject({ audio: first.audio, listed: true, worked: true })
    expect(down.told).toEqual([expect.stringContaining('the last measurements are used')])
    const requests = host.requests.length
    for (const each of [opened, await openBlog(folder)]) {
      const soon = await look(each, HOUR + 10 * MINUTE - 1)
      expect(soon).toMatchObject({ audio: first.audio, worked: false, told: down.told })
    }
    expect(host.requests).toHaveLength(requests)
    host.answer(giveRecording(RECORDING, { etag: '"a"' }))
    expect(await look(opened, HOUR + 10 * MINUTE)).toMatchObject({ worked: true, told: [] })
  })

  test('that was never there is told, and asked for again in ten minutes', async () => {
    const host = await startHost(refuse)
    const opened = await openBlog(await blogOf(host))
    const first = await look(opened)
    expect(first).toMatchObject({ listed: false })
    expect(first.told).toEqual([expect.stringContaining('so this episode is not in the feed yet')])
    host.answer(giveRecording(RECORDING))
    expect(await look(opened, 10 * MINUTE - 1)).toMatchObject({ worked: false, listed: false })
    expect(await look(opened, 10 * MINUTE)).toMatchObject({ worked: true, listed: true, told: [] })
  })

  test('is asked for with what another machine measured', async () => {
    const host = await startHost()
    const folder = await blogOf(host)
    const opened = await openBlog(folder)
    const first = await look(opened)
    const { composition } = await readBlog(opened, { work: WORK.recordings })
    if (composition !== null) await opened.remember(composition, NOW)
    const elsewhere = await makeFolder()
    for (const name of ['sidecast.yml', 'far.md', 'sidecast.ledger.json']) {
      await writeFile(join(elsewhere, name), await readFile(join(folder, name)))
    }
    const requests = host.requests.length
    const other = await look(await openBlog(elsewhere))
    expect(other.audio).toMatchObject({ bytes: first.audio?.bytes, how: 'ledger' })
    expect(host.conditions()).toEqual(['"a"'])
    expect(host.requests).toHaveLength(requests + 1)
  })

  test('of two posts is asked for once, and looked at again by the younger', async () => {
    const host = await startHost()
    const folder = await blogOf(host)
    await look(await openBlog(folder))
    const requests = host.requests.length
    const twice = await blogOf(host)
    await addFiles(twice, {
      'old.md': postText('Old', `${host.url}/far.mp3`, [dateOf(2000 * DAY)]),
    })
    const { audio, isDue } = await look(await openBlog(twice))
    expect(audio).toMatchObject({ bytes: RECORDING.length })
    expect(host.requests).toHaveLength(2 * requests)
    expect(isDue(HOUR)).toBe(true)
  })

  test('on a private network is refused, and asked for at once when the setting opens', async () => {
    const host = await startHost()
    const folder = await blogOf(host)
    await addFiles(folder, { 'sidecast.yml': settings('private_networks: no') })
    const opened = await openBlog(folder)
    const closed = await look(opened)
    expect(closed.told).toEqual([expect.stringContaining('audio.private_networks: yes')])
    expect(host.requests).toEqual([])
    await addFiles(folder, { 'sidecast.yml': settings() })
    expect(await look(opened)).toMatchObject({ listed: true, told: [], worked: true })
  })

  test.each([
    { how: 'declared' as const, bytes: 700_000 },
    { how: 'scan' as const, bytes: 600_000 },
  ])('of which the ledger has what was $how has $bytes bytes after an edit', async (given) => {
    const host = await startHost(refuse)
    const url = `${host.url}/far.mp3`
    const folder = await makeFolder({
      'sidecast.yml': settings(),
      'far.md': postText('Far', url, [dateOf(HOUR), 'length: 700000', 'duration: 70']),
    })
    const opened = await openBlog(folder)
    const { show, composition } = await readBlog(opened, { work: () => false })
    if (show === null || composition === null) throw new Error('expected a show')
    const options = { now: NOW, settled: true }
    const { entries, ...ledger } = nextLedger(composition, EMPTY_LEDGER, options)
    const before = entries.map((entry) => ({
      ...entry,
      audio: { ...entry.audio, bytes: 600_000, seconds: 60, how: given.how },
    }))
    await writeFile(join(folder, LEDGER_FILE), formatLedger({ ...ledger, entries: before }))
    const { audio } = await look(await openBlog(folder))
    expect(audio?.bytes).toBe(given.bytes)
  })

  test('that was asked under a clock that is set back is asked again', async () => {
    const host = await startHost()
    const folder = await blogOf(host, 2000 * DAY)
    const first = await look(await openBlog(folder), 365 * DAY)
    const opened = await openBlog(folder)
    expect(await look(opened)).toMatchObject({ worked: true, audio: first.audio })
    expect(await look(opened, DAY)).toMatchObject({ worked: false })
  })
})

describe('one fault of an address is told once', () => {
  test.each([
    { value: 'https://cdn.example/a.mp3.', rules: ['post/audio-doubtful'] },
    { value: 'https://cdn.example/a.mp', rules: ['post/audio-doubtful'] },
    { value: 'https://cdn.example/a', rules: ['recording/type'] },
    { value: 'a.mp', rules: ['recording/missing'] },
  ])('$value: $rules', async ({ value, rules }) => {
    const folder = await makeFolder({
      'a.md': `---\ntitle: A\ndate: 2026-01-01\naudio_url: ${value}\nlength: 600000\n---\n\nText.\n`,
    })
    const { problems } = await readBlog(await openBlog(folder), { work: WORK.here })
    const told = problems.flatMap(({ file, rule }) => (file === 'a.md' ? rule : []))
    expect(told.filter((rule) => rule !== 'recording/declared')).toEqual(rules)
  })

  test('also where its host does not give it, which names it once', async () => {
    const host = await startHost(refuse)
    const { problems } = await readBlog(await openBlog(await blogOf(host)), {
      work: WORK.recordings,
    })
    const told = problems.filter(({ rule }) => rule.startsWith('recording/'))
    expect(told.map(({ rule }) => rule)).toEqual(['recording/unreachable'])
    expect(told[0]?.message.split('far.mp3')).toHaveLength(2)
  })

  test('also where a host does not answer for any of its recordings', async () => {
    const host = await startServer(refuse)
    await host.close()
    const posts = Array.from({ length: 6 }, (_, index) => [
      `${index}.md`,
      postText(`Far ${index}`, `${host.url}/${index}.mp3`, [dateOf(HOUR)]),
    ])
    const folder = await makeFolder({ 'sidecast.yml': settings(), ...Object.fromEntries(posts) })
    const { problems } = await readBlog(await openBlog(folder), { work: WORK.recordings })
    const told = problems.filter(({ rule }) => rule === 'recording/unreachable')
    expect(told).toHaveLength(6)
    expect(byCause(told)).toHaveLength(1)
  })
})
