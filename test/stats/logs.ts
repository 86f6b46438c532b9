import { createAgentReader } from '../../src/stats/agents.ts'
import { Counter, type CountOptions } from '../../src/stats/counter.ts'
import type { Log } from '../../src/stats/log-file.ts'
import { readLogs } from '../../src/stats/log-files.ts'
import type { CountedEpisode, CountedRecording } from '../../src/stats/recordings.ts'
import { type Statistics, statisticsOf } from '../../src/stats/statistics.ts'

/** Two minutes of 8000 bytes a second behind a tag of 1000 bytes: a download is 480000 bytes of sound. */
export const TIDES: CountedRecording = {
  address: 'https://podcast.example.org/audio/tides.mp3',
  bytes: 961_000,
  seconds: 120,
  tagBytes: 1000,
}

export function episode(guid: string, ...recordings: readonly CountedRecording[]): CountedEpisode {
  return { guid, title: guid, published: new Date('2026-11-01T06:00:00Z'), recordings }
}

/** One request of the combined form, whole and by an app unless it is said otherwise. */
export interface Asked {
  /** Of November 2026, in UTC. */
  readonly at?: string
  readonly by?: string
  readonly from?: string
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly sent?: number
  /** What is logged behind the user agent. */
  readonly more?: string
}

export const PHONE = 'AntennaPod/3.4.0'

export function line(asked: Asked = {}): string {
  const { at = '05 10:00:00', by = PHONE, from = '198.51.100.7', method = 'GET' } = asked
  const { path = '/audio/tides.mp3', status = 200, sent = 961_000, more = '' } = asked
  const [day, clock] = at.split(' ')
  return `${from} - - [${day}/Nov/2026:${clock} +0000] "${method} ${path} HTTP/1.1" ${status} ${sent} "-" "${by}"${more}`
}

/** A log with these lines, as a file has them. */
export function logOf(lines: readonly string[] | Uint8Array, name = 'access.log'): Log {
  const bytes =
    lines instanceof Uint8Array ? lines : Buffer.from(lines.map((each) => `${each}\n`).join(''))
  return {
    name,
    isOnce: false,
    // Pieces that end within lines, as those of a file do.
    open: async function* open() {
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
    },
  }
}

export interface Counted {
  readonly statistics: Statistics
  /** What was told of logs that cannot be read. */
  readonly told: readonly string[]
}

/** Counts what logs say, as the command does. */
export async function count(
  logs: readonly (Log | readonly string[])[],
  overrides: Partial<CountOptions> = {},
): Promise<Counted> {
  const options: CountOptions = {
    episodes: [episode('tides', TIDES)],
    others: [],
    timezone: 'UTC',
    from: null,
    to: null,
    readAgent: createAgentReader(),
    now: new Date('2026-12-01T00:00:00Z'),
    ...overrides,
  }
  const counter = new Counter(options)
  const told: string[] = []
  const all = logs.map((log) => ('open' in log ? log : logOf(log)))
  const tell = (sentence: string): void => void told.push(sentence)
  for await (const piece of readLogs(all, { tell, progress: () => undefined })) counter.add(piece)
  return { statistics: statisticsOf(counter.finish(), { title: 'Tides', ...options }), told }
}
