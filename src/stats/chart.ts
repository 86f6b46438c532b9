import { html, type SafeHtml } from '@remix-run/html-template'
import { addDays, type Day } from './days.ts'
import { formatCount } from './report-words.ts'
import type { Statistics } from './statistics.ts'

/** A bar of a chart: a day, a week or a month. */
export interface Bar {
  readonly first: Day
  readonly last: Day
  readonly downloads: number
  /** Whether the logs cover only some days of the period. */
  readonly isPart: boolean
}

/** The most bars that fit on a phone. */
const MOST_DAYS = 124
const MOST_WEEKS = 124 * 7

/** One bar for each day of a period, or for each week or month if there are many days. */
export function barsOf(days: Statistics['days']): readonly Bar[] {
  const unit = UNITS.find(({ most }) => days.length <= most) ?? MONTH
  const groups = Map.groupBy(days, ({ day }) => unit.keyOf(day))
  return [...groups].map(([key, group]) => ({
    first: group[0]?.day ?? '',
    last: group.at(-1)?.day ?? '',
    downloads: group.reduce((sum, { downloads }) => sum + downloads, 0),
    isPart: group.length < unit.daysOf(key),
  }))
}

interface Unit {
  /** Days of a period for which it is used, at most. */
  readonly most: number
  readonly keyOf: (day: Day) => string
  readonly daysOf: (key: string) => number
}

const MONTH: Unit = {
  most: Infinity,
  keyOf: (day) => day.slice(0, 7),
  daysOf: (key) =>
    new Date(Date.UTC(Number(key.slice(0, 4)), Number(key.slice(5)), 0)).getUTCDate(),
}

const UNITS: readonly Unit[] = [
  { most: MOST_DAYS, keyOf: (day) => day, daysOf: () => 1 },
  { most: MOST_WEEKS, keyOf: mondayOf, daysOf: () => 7 },
  MONTH,
]

function mondayOf(day: Day): Day {
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7))
}

/** `29 November 2026`, or the first and the last day. */
export function nameOf({ first, last }: Pick<Bar, 'first' | 'last'>): string {
  return RANGE.formatRange(new Date(first), new Date(last))
}

const RANGE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const SHORT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const MONTHS = new Intl.DateTimeFormat('en-GB', {
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** An episode that was published within the period. */
export interface Mark {
  readonly day: Day
  readonly title: string
}

/** Labels below a chart: as many as fit on a phone. */
const MOST_LABELS = 4

/** Draws a bar chart that is as wide as its container. Only the bars are stretched; text keeps its size. */
export function renderBars(
  bars: readonly Bar[],
  { label, marks }: { readonly label: string; readonly marks: readonly Mark[] },
): SafeHtml {
  const steps = axisOf(Math.max(...bars.map(({ downloads }) => downloads)))
  const top = steps.at(-1) ?? 1
  const isLong = bars.some(({ first, last }) => addDays(first, 6) < last)
  const labelled = Math.max(1, Math.ceil(bars.length / MOST_LABELS))
  const place = (index: number): string => ((index / bars.length) * 100).toFixed(2)
  return html`<div class="chart" role="img" aria-label="${label}">
    <div class="plot">
      ${steps.map(
        (step) =>
          html`<span class="step" style="inset-block-end: ${((step / top) * 100).toFixed(2)}%"
            >${formatCount(step)}</span
          >`,
      )}
      <svg viewBox="0 0 ${bars.length * 10} 100" preserveAspectRatio="none">
        ${bars.map((bar, index) => {
          const height = (bar.downloads / top) * 100
          return html`<g>
            <title>${nameOf(bar)}: ${formatCount(bar.downloads)}</title>
            <rect class="room" x="${index * 10}" width="10" height="100" />
            <rect
              x="${index * 10 + 1.2}"
              class="${bar.isPart ? 'part' : ''}"
              y="${(100 - height).toFixed(2)}"
              width="7.6"
              height="${height.toFixed(2)}"
            />
          </g>`
        })}
      </svg>
    </div>
    <div class="marks">
      ${marks.map(({ day, title }) => {
        const index = bars.findIndex(({ first, last }) => first <= day && day <= last)
        return html`<span
          style="inset-inline-start: ${((100 * (index + 0.5)) / bars.length).toFixed(2)}%"
          title="New: ${title}"
        ></span>`
      })}
    </div>
    <div class="labels">
      ${bars.map((bar, index) =>
        index % labelled === 0
          ? html`<span style="inset-inline-start: ${place(index)}%"
              >${(isLong ? MONTHS : SHORT).format(new Date(bar.first))}</span
            >`
          : '',
      )}
    </div>
  </div>`
}

/** Round numbers from zero to above the maximum. */
function axisOf(most: number): readonly number[] {
  const rough = Math.max(1, most) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10].map((each) => each * power).find((s) => s >= rough) ?? 1,
  )
  const whole = Number.isInteger(step) ? step : Math.ceil(step)
  const count = Math.max(1, Math.ceil(most / whole))
  return Array.from({ length: count + 1 }, (_, index) => index * whole)
}

/** Draws a bar in a row of a table, which also gives the number. */
export function renderShare(part: number, most: number): SafeHtml {
  const width = most === 0 ? 0 : (part / most) * 100
  return html`<svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect width="${width.toFixed(2)}" height="1" />
  </svg>`
}

/** Draws the downloads of one episode over the bars of the period. */
export function renderCourse(days: ReadonlyMap<Day, number>, bars: readonly Bar[]): SafeHtml {
  const counts = bars.map(({ first, last }) => {
    let count = 0
    for (const [day, downloads] of days) if (first <= day && day <= last) count += downloads
    return count
  })
  const most = Math.max(1, ...counts)
  const points = counts.map(
    (count, index) => `L${index} ${(20 - (count / most) * 19).toFixed(1)}H${index + 1}`,
  )
  return html`<svg
    class="course"
    viewBox="0 0 ${counts.length} 20"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <path d="M0 20${points.join('')}V20Z" />
  </svg>`
}
