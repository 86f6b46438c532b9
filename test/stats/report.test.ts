import { expect, test } from 'vitest'
import { formatLines } from '../../src/base/terminal.ts'
import { barsOf } from '../../src/stats/chart.ts'
import { daysBetween } from '../../src/stats/days.ts'
import { renderReport } from '../../src/stats/report-html.ts'
import { formatStatistics } from '../../src/stats/report-text.ts'
import { count, episode, line, TIDES } from './logs.ts'

async function statistics() {
  const episodes = [
    episode('Tides', TIDES),
    episode('A <b>moon</b> & "stars"', { ...TIDES, address: '/audio/moon.mp3' }),
    episode('Unheard', { ...TIDES, address: '/audio/unheard.mp3' }),
  ]
  const lines = [
    line({ more: ' "CZ"' }),
    line({ at: '06 10:00:00', more: ' "CZ"' }),
    line({ at: '07 10:00:00', from: '198.51.100.9', more: ' "DE"', by: 'Overcast/3.0' }),
    line({ path: '/audio/moon.mp3' }),
    line({ by: '<script>alert(1)</script>' }),
  ]
  return (await count([lines], { episodes })).statistics
}

test('the text has what matters, aligned', async () => {
  const text = formatLines(formatStatistics(await statistics()))
  expect(text.split('\n').slice(0, 23)).toEqual([
    'Tides: 4 downloads from 2026-11-05 to 2026-11-07 (UTC)',
    '',
    'Episodes                   downloads  first 7 days',
    '  Tides                            3',
    '  A <b>moon</b> & "stars"          1',
    '  1 without a download',
    '',
    'Days',
    '  2026-11-05        2  ██████████████████████████████',
    '  2026-11-06        1  ███████████████',
    '  2026-11-07        1  ███████████████',
    '',
    'Apps          downloads',
    '  AntennaPod          3  75 %',
    '  Overcast            1  25 %',
    '',
    'Countries    downloads',
    '  Czechia            2  50 %',
    '  Germany            1  25 %',
    '  unknown            1  25 %',
    '',
    'Requests',
    '          5  for recordings, in 5 lines',
  ])
})

test('the page needs nothing else, and makes nothing of what clients sent', async () => {
  const page = renderReport(await statistics())
  expect(page).not.toMatch(/<script|<link|<img|src=|href=|url\(/)
  expect(page).toContain('A &lt;b&gt;moon&lt;/b&gt; &amp; &quot;stars&quot;')
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toMatch(/<title>5 November 2026: 2<\/title>/)
})

test('logs without a request give a page that says so', async () => {
  const { statistics: none } = await count([[]])
  expect(renderReport(none)).toContain('No request for a recording in these logs')
  expect(formatStatistics(none)).toEqual([
    'Tides: no request for a recording of this show in these logs',
  ])
})

test.each([
  ['2026-11-01', '2026-11-30', 30, 0],
  ['2026-01-01', '2026-11-30', 49, 2],
  ['2020-01-15', '2026-11-30', 83, 1],
])('from %s to %s there are %i bars, of which %i are pale', (first, last, all, pale) => {
  const bars = barsOf(daysBetween(first, last).map((day) => ({ day, downloads: 1 })))
  expect([bars.length, bars.filter(({ isPart }) => isPart).length]).toEqual([all, pale])
  expect(bars.reduce((sum, { downloads }) => sum + downloads, 0)).toBe(
    daysBetween(first, last).length,
  )
})
