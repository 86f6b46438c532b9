import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readLog } from '../../src/stats/log-file.ts'
import { count, line, logOf } from './logs.ts'

/** Requests of different clients, one an hour for some days of November. */
function hourly(days: readonly number[], host: number): readonly string[] {
  return days.flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => {
      const at = `${String(day).padStart(2, '0')} ${String(hour).padStart(2, '0')}:00:00`
      return line({ at, from: `203.0.113.${host}`, by: `Overcast/3.0 phone ${hour}` })
    }),
  )
}

function text(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\n'))
}

describe('logs', () => {
  test('are read in the order of their times, rotated, compressed, and of several servers', async () => {
    const days = [1, 2, 3, 4, 5, 6, 7]
    const rotated = days.map((day) =>
      logOf(gzipSync(text(hourly([day], 1))), `access.log.${8 - day}.gz`),
    )
    const other = logOf(zstdCompressSync(text(hourly(days, 2))), 'other.zst')
    const { statistics, told } = await count([...rotated.toReversed(), other])
    expect(told).toEqual([])
    expect(statistics.downloads).toBe(2 * 7 * 24)
    expect(statistics.counting.leftOut.stray).toBe(0)
  })

  test('may have lines out of order by a day, and none by more', async () => {
    const late = [...hourly([5], 1), ...hourly([6], 1), ...hourly([5], 2), ...hourly([8], 1)]
    const lines = [...late, ...hourly([9], 1), ...hourly([5], 3)]
    const { statistics } = await count([lines])
    expect(statistics.downloads).toBe(5 * 24)
    expect(statistics.counting.leftOut.stray).toBe(24)
  })

  test('may have a line with a wrong clock, which costs no other', async () => {
    const wrong = ['01/Jan/1970', '31/Dec/2099', '30/Nov/2026'].map((date) =>
      line().replace('05/Nov/2026', date),
    )
    for (const lines of [
      [...wrong, ...hourly([1, 2, 3], 1)],
      [...hourly([1], 1), ...wrong, ...hourly([2, 3], 1)],
    ]) {
      const { statistics } = await count([lines])
      expect(statistics.downloads).toBe(3 * 24 + 1)
      expect(statistics.counting.leftOut.stray).toBe(2)
      expect(statistics.period?.first).toBe('2026-11-01')
    }
  })

  test('that cannot be read are told of, and what can be is', async () => {
    const compressed = gzipSync(text(hourly([1, 2, 3], 1)), { level: 0 })
    const logs = [
      logOf(compressed.subarray(0, -500), 'cut.gz'),
      logOf(Buffer.concat([Buffer.from('1f8b', 'hex'), Buffer.alloc(50)]), 'damaged.gz'),
      logOf(Buffer.from('fd377a585a000004', 'hex'), 'access.log.xz'),
      logOf(Buffer.from(`\u{FEFF}${line()}`, 'utf16le'), 'shell.log'),
      logOf(hourly([4], 1)),
      logOf([], 'empty.log'),
    ]
    const { statistics, told } = await count(logs)
    expect(told.toSorted()).toEqual([
      'access.log.xz is in a format that is not supported; pass its text: xz -dc access.log.xz | sidecast stats -',
      'cut.gz ends in the middle of its compressed data; copy it again',
      expect.stringMatching(/^damaged\.gz has damaged compressed data \(.+\); copy it again$/),
      'shell.log is in a format that is not supported; pass its text: iconv -f UTF-16 -t UTF-8 shell.log | sidecast stats -',
    ])
    expect(statistics.downloads).toBeGreaterThan(3 * 24)
  })

  test('may have broken lines, of which the first is named', async () => {
    const broken = [
      'open() "/srv/audio/tides.mp3" failed (13: Permission denied)',
      '{"path":"/audio/tides.mp3","status":',
      line().slice(0, 70),
      line().replace('Nov', 'Abc'),
    ]
    const other = ['nothing of interest', '', '{"level":"info","msg":"ready for tides.mp3"}']
    const { statistics } = await count([[line(), ...other, ...broken]])
    expect(statistics.downloads).toBe(1)
    expect(statistics.counting.broken).toEqual({ count: 4, first: 'access.log:5' })
  })

  test('may have a line without an end, which takes no memory', async () => {
    const endless = Buffer.alloc(1_000_000, 'tides.mp3 ')
    const bytes = Buffer.concat([
      text([line(), '']),
      endless,
      text(['', line({ from: '203.0.113.1' })]),
    ])
    const { statistics } = await count([logOf(bytes)])
    expect(statistics.downloads).toBe(2)
    expect(statistics.counting.broken).toEqual({ count: 1, first: 'access.log:2' })
    expect(statistics.counting.lines).toBe(3)
  })

  test('give a piece at a time', async () => {
    let pieces = 0
    for await (const { requests } of readLog(logOf(hourly([1, 2], 1)))) {
      expect(requests.length).toBeLessThan(20)
      pieces += 1
    }
    expect(pieces).toBeGreaterThan(4)
  })
})
