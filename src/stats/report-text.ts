import { type Line, lineOf } from '../base/terminal.ts'
import { adviceOf, formatCount, formatShare, howCounted, leftOutOf } from './report-words.ts'
import type { Share, Statistics } from './statistics.ts'

/** Rows of a table that are printed; the rest is summed up in one row. */
const MOST_ROWS = 15
/** The number of most recent days that are printed. */
const MOST_DAYS = 14
const LONGEST_NAME = 56
const INDENT = '  '

interface Row {
  readonly name: string
  readonly cells: readonly string[]
}

/** Formats statistics for a terminal. */
export function formatStatistics(statistics: Statistics): readonly Line[] {
  const { title, period, timezone, downloads, counting, days, episodes, apps, countries } =
    statistics
  if (period === null) return [`${title}: no request for a recording of this show in these logs`]
  const lines: Line[] = [
    lineOf(
      `${title}: `,
      ['bold', `${formatCount(downloads)} ${downloads === 1 ? 'download' : 'downloads'}`],
      ` from ${period.first} to ${period.last} (${timezone})`,
    ),
  ]
  const heard = episodes.filter((episode) => episode.downloads > 0)
  const episodeRows = heard.map(({ title: name, first7Days, downloads: count }) => ({
    name,
    cells: [formatCount(count), first7Days === null ? '' : formatCount(first7Days)],
  }))
  lines.push(...table('Episodes', ['downloads', 'first 7 days'], episodeRows))
  const unheard = episodes.length - heard.length
  if (unheard > 0) lines.push(`  ${unheard} without a download`)
  const shown = days.slice(-MOST_DAYS)
  const most = Math.max(1, ...shown.map((day) => day.downloads))
  lines.push('', lineOf(['bold', shown.length < days.length ? 'Last days' : 'Days']))
  for (const day of shown) {
    const bar = '█'.repeat(Math.round((day.downloads / most) * 30))
    lines.push(`  ${day.day}  ${formatCount(day.downloads).padStart(7)}  ${bar}`.trimEnd())
  }
  lines.push(...table('Apps', ['downloads', ''], rowsOf(apps, downloads)))
  if (countries.length > 0) {
    lines.push(...table('Countries', ['downloads', ''], rowsOf(countries, downloads)))
  }
  const left = leftOutOf(counting)
  lines.push('', lineOf(['bold', 'Requests']))
  lines.push(
    `  ${formatCount(counting.requests).padStart(9)}  for recordings, in ${formatCount(counting.lines)} lines`,
  )
  for (const [why, count] of left)
    lines.push(`  ${formatCount(count).padStart(9)}  left out: ${why}`)
  lines.push('', howCounted(statistics))
  return lines
}

/** What is reported beside the statistics: advice on the logs. */
export function formatAdvice(statistics: Statistics): readonly string[] {
  return adviceOf(statistics).map((sentence) => `! ${sentence}`)
}

function rowsOf(shares: readonly Share[], whole: number): readonly Row[] {
  return shares.map(({ name, downloads }) => ({
    name: name === '' ? 'unknown' : name,
    cells: [formatCount(downloads), formatShare(downloads, whole)],
  }))
}

function table(heading: string, columns: readonly string[], rows: readonly Row[]): readonly Line[] {
  const shown = rows.slice(0, MOST_ROWS)
  const names = shown.map(({ name }) => shorten(name))
  const width = Math.max(heading.length, ...names.map((name) => name.length))
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...shown.map(({ cells }) => cells[index]?.length ?? 0)),
  )
  const line = (name: string, space: number, cells: readonly string[]): string =>
    [name.padEnd(space), ...cells.map((cell, index) => cell.padStart(widths[index] ?? 0))]
      .join('  ')
      .trimEnd()
  const rest = rows.length - shown.length
  return [
    '',
    lineOf(['bold', line(heading, width + INDENT.length, columns)]),
    ...shown.map(({ cells }, index) => INDENT + line(names[index] ?? '', width, cells)),
    ...(rest > 0 ? [`${INDENT}… and ${rest} more`] : []),
  ]
}

function shorten(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name
}
