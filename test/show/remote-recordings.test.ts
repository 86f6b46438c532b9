import { describe, expect, test } from 'vitest'
import type { RemoteFacts } from '../../src/show/recordings/remote-recordings.ts'
import type {
  RemoteRecording,
  RemoteRecordings,
} from '../../src/show/recordings/remote-recordings.ts'
import { openRemoteRecordings } from '../../src/show/recordings/remote-recordings.ts'
import type { RemoteAudio } from '../../src/audio/probe-url.ts'
import { addFiles, makeFolder } from '../support/folder.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const NOW = Date.parse('2026-06-01T12:00:00Z')
const URL_A = 'https://cdn.example/a.mp3'

function audio(overrides: Partial<RemoteAudio> = {}): RemoteAudio {
  return {
    url: URL_A,
    bytes: 1000,
    seconds: 60,
    type: 'audio/mpeg',
    codec: null,
    bitrate: null,
    sampleRate: null,
    channels: null,
    vbr: null,
    chapters: [],
    tags: { title: null, artist: null, album: null, cover: null },
    how: 'header',
    hash: null,
    warnings: [],
    etag: '"a"',
    modified: null,
    requests: 4,
    read: 100,
    unchanged: false,
    ...overrides,
  }
}

/** A host that answers from a list, one answer after the other, and what it was asked with. */
function host(...answers: readonly (RemoteAudio | Error)[]) {
  const asked: (RemoteFacts | null)[] = []
  return {
    asked,
    probe: (_url: string, { known }: { known: RemoteFacts | null }): Promise<RemoteAudio> => {
      const answer = answers[Math.min(asked.length, answers.length - 1)]
      asked.push(known)
      return answer instanceof Error || answer === undefined
        ? Promise.reject(answer ?? new Error('no answer'))
        : Promise.resolve(answer)
    },
  }
}

const recording = (overrides: Partial<RemoteRecording> = {}): RemoteRecording => ({
  url: URL_A,
  published: new Date(NOW - HOUR),
  remembered: null,
  limits: { seconds: 60, bytes: 1e9 },
  ...overrides,
})

function look(remote: RemoteRecordings, at: number, wanted = recording()): Promise<boolean> {
  return remote.measure(remote.due([wanted], new Date(at)), {
    now: () => new Date(at),
    signal: AbortSignal.timeout(60_000),
    progress: () => undefined,
  })
}

describe('a recording on another host', () => {
  test('is asked for once, and known after a new start', async () => {
    const folder = await makeFolder()
    const { probe, asked } = host(audio())
    const remote = await openRemoteRecordings(folder, probe)
    expect(remote.known(URL_A)).toBeNull()
    expect(await look(remote, NOW)).toBe(true)
    expect(await look(remote, NOW + HOUR / 2)).toBe(false)
    const again = await openRemoteRecordings(folder, probe)
    expect(again.known(URL_A)).toMatchObject({
      bytes: 1000,
      seconds: 60,
      how: 'header',
      etag: '"a"',
    })
    expect(await look(again, NOW + HOUR / 2)).toBe(false)
    expect(asked).toEqual([null])
  })

  test.each([
    { age: 'an hour old', published: NOW - HOUR, believed: HOUR },
    { age: 'almost two days old', published: NOW - 2 * DAY + 2 * HOUR, believed: HOUR },
    { age: 'more than two days old', published: NOW - 2 * DAY - HOUR, believed: DAY },
    { age: 'almost thirty days old', published: NOW - 30 * DAY + 2 * DAY, believed: DAY },
    { age: 'more than thirty days old', published: NOW - 30 * DAY - DAY, believed: 30 * DAY },
    { age: 'years old', published: NOW - 2000 * DAY, believed: 30 * DAY },
  ])('of an episode that is $age is looked at again in time', async ({ published, believed }) => {
    const { probe, asked } = host(audio(), audio({ unchanged: true }))
    const remote = await openRemoteRecordings(await makeFolder(), probe)
    const wanted = recording({ published: new Date(published) })
    await look(remote, NOW, wanted)
    for (const later of [believed / 2, believed - 1]) {
      expect(remote.due([wanted], new Date(NOW + later))).toEqual([])
    }
    expect(await look(remote, NOW + believed, wanted)).toBe(false)
    expect(asked[1]).toMatchObject({ etag: '"a"', bytes: 1000 })
  })

  test('is told anew when it has changed', async () => {
    const { probe } = host(audio(), audio({ bytes: 2000, etag: '"b"' }))
    const remote = await openRemoteRecordings(await makeFolder(), probe)
    await look(remote, NOW)
    expect(await look(remote, NOW + HOUR)).toBe(true)
    expect(remote.known(URL_A)).toMatchObject({ bytes: 2000, etag: '"b"' })
  })

  test('keeps its facts while its host is down, and the host is left alone for a while', async () => {
    const { probe, asked } = host(audio(), new Error('the host does not answer'), audio())
    const remote = await openRemoteRecordings(await makeFolder(), probe)
    await look(remote, NOW)
    expect(await look(remote, NOW + HOUR)).toBe(true)
    expect(remote.known(URL_A)?.bytes).toBe(1000)
    expect(remote.failure(URL_A)?.message).toBe('the host does not answer')
    await look(remote, NOW + HOUR + 60_000)
    expect(asked).toHaveLength(2)
    await look(remote, NOW + 2 * HOUR)
    expect(remote.failure(URL_A)).toBeNull()
  })

  test('is asked for with what another machine measured', async () => {
    const { probe, asked } = host(audio({ unchanged: true }))
    const remote = await openRemoteRecordings(await makeFolder(), probe)
    const remembered: RemoteFacts = {
      bytes: 7,
      seconds: 8,
      type: 'audio/mpeg',
      how: 'ledger',
      chapters: [],
      etag: '"x"',
      modified: null,
      warnings: [],
    }
    await look(remote, NOW, recording({ remembered }))
    expect(asked).toEqual([remembered])
    expect(remote.known(URL_A)).toEqual(remembered)
  })

  test('of two posts is asked for once', async () => {
    const remote = await openRemoteRecordings(await makeFolder(), host(audio()).probe)
    const twice = [recording(), recording({ published: new Date(NOW - DAY) })]
    expect(remote.due(twice, new Date(NOW))).toHaveLength(1)
  })
})

test.each([
  '',
  'no JSON',
  '{"version":1,"entries":{"https://cdn.example/a.mp3":{"facts":{"bytes":"x"},"checked":1}}}',
  '{"version":1,"entries":[]}',
  '{"version":99,"entries":{}}',
])('a broken memory is an empty one: %s', async (text) => {
  const folder = await makeFolder()
  await addFiles(folder, { '.sidecast/remote.json': text })
  expect((await openRemoteRecordings(folder, host().probe)).known(URL_A)).toBeNull()
})
