import { html, type SafeHtml } from '@remix-run/html-template'
import {
  type Bar,
  barsOf,
  type Mark,
  nameOf,
  renderBars,
  renderCourse,
  renderShare,
} from './chart.ts'
import { createCalendar } from './days.ts'
import { REPORT_STYLE } from './report-style.ts'
import { adviceOf, formatCount, formatShare, howCounted, leftOutOf } from './report-words.ts'
import type { EpisodeStatistics, Named, Share, Statistics } from './statistics.ts'

/** Rows that are shown at first; the others are shown on demand. */
const SHOWN = 12

/** Renders statistics as a page that needs no script and no other file. */
export function renderReport(statistics: Statistics): string {
  const { title, period, downloads } = statistics
  const when = period === null ? null : nameOf({ first: period.first, last: period.last })
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}: downloads</title>
        <style>
          ${html.raw`${REPORT_STYLE}`}
        </style>
      </head>
      <body>
        <header>
          <h1><bdi>${title}</bdi></h1>
          <p>${when === null ? 'No request for a recording in these logs' : `Downloads, ${when}`}</p>
        </header>
        <main>
          ${downloads === 0 ? '' : renderFigures(statistics)}
          ${downloads === 0 ? '' : renderDays(statistics)}
          ${downloads === 0 ? '' : renderEpisodes(statistics)}
          <div class="two">${renderApps(statistics)} ${renderCountries(statistics)}</div>
          ${renderCounting(statistics)}
        </main>
        <footer>Made by Sidecast. No address of a listener is kept.</footer>
      </body>
    </html>`
  return withoutControls(String(page))
}

/**
 * Makes a text safe for the page: bidirectional controls become references, other control characters are
 * removed.
 */
function withoutControls(text: string): string {
  return text
    .replaceAll(/[\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, (sign) => `&#${sign.codePointAt(0)};`)
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '\u{FFFD}')
}

function renderFigures({ downloads, days, episodes, apps }: Statistics): SafeHtml {
  const busiest = days.reduce((best, day) => (day.downloads > best.downloads ? day : best))
  const heard = episodes.filter((episode) => episode.downloads > 0).length
  const [app] = apps
  const daily = downloads / days.length
  const figures: readonly (readonly [term: string, value: string, more: string])[] = [
    [
      'Downloads',
      formatCount(downloads),
      `of ${formatCount(heard)} of ${episodes.length} episodes`,
    ],
    ['A day', daily < 10 ? daily.toFixed(1) : formatCount(Math.round(daily)), 'on average'],
    [
      'Busiest day',
      formatCount(busiest.downloads),
      nameOf({ first: busiest.day, last: busiest.day }),
    ],
    ...(app === undefined
      ? []
      : [['First app', formatShare(app.downloads, downloads), app.name] as const]),
  ]
  return html`<dl class="figures">
    ${figures.map(
      ([term, value, more]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value} <small>${more}</small></dd>
        </div>`,
    )}
  </dl>`
}

function renderDays({ days, episodes, timezone, period, downloads }: Statistics): SafeHtml {
  const bars = barsOf(days)
  const dayOf = createCalendar(timezone)
  const marks = episodes
    .map(({ published, title }): Mark => ({ day: dayOf(published.getTime()), title }))
    .filter(({ day }) => period !== null && period.first <= day && day <= period.last)
  const unit = unitOf(bars)
  const label = `Chart of ${formatCount(downloads)} downloads by ${unit}; the table below it has the figures`
  return html`<section>
    <h2>By ${unit}</h2>
    <figure>
      ${renderBars(bars, { label, marks })}
      ${
        marks.length === 0
          ? ''
          : html`<figcaption>
            <i></i>a new episode${bars.some(({ isPart }) => isPart) ? `; pale: not the whole ${unit}` : ''}
          </figcaption>`
      }
    </figure>
    <details>
      <summary>As a table</summary>
      <div class="rows" tabindex="0" role="region" aria-label="Downloads by ${unit}">
        <table>
          <thead>
            <tr>
              <th scope="col">${unit[0]?.toUpperCase()}${unit.slice(1)}</th>
              <th scope="col">Downloads</th>
            </tr>
          </thead>
          <tbody>
            ${bars.map(
              (bar) =>
                html`<tr>
                  <th scope="row">${nameOf(bar)}</th>
                  <td>${formatCount(bar.downloads)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`
}

function unitOf(bars: readonly Bar[]): 'day' | 'week' | 'month' {
  const longest = Math.max(
    ...bars.map(({ first, last }) => (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1),
  )
  return longest === 1 ? 'day' : longest <= 7 ? 'week' : 'month'
}

function renderEpisodes({ episodes, days, timezone }: Statistics): SafeHtml {
  const bars = barsOf(days)
  const heard = episodes.filter(({ downloads }) => downloads > 0)
  const most = heard[0]?.downloads ?? 0
  const dayOf = createCalendar(timezone)
  const row = (episode: EpisodeStatistics): SafeHtml => {
    const { title, published, downloads, first7Days, first30Days } = episode
    const day = dayOf(published.getTime())
    return html`<tr>
      <th scope="row">
        <bdi>${title}</bdi>
        <small>${nameOf({ first: day, last: day })}</small>
      </th>
      <td class="course-cell">${renderCourse(episode.days, bars)}</td>
      <td class="share-cell">${renderShare(downloads, most)}</td>
      <td>${formatCount(downloads)}</td>
      <td class="later">${first7Days === null ? '' : formatCount(first7Days)}</td>
      <td class="later">${first30Days === null ? '' : formatCount(first30Days)}</td>
    </tr>`
  }
  const table = (rows: readonly EpisodeStatistics[], name: string): SafeHtml =>
    html`<div class="rows" tabindex="0" role="region" aria-label="${name}">
      <table>
        <thead>
          <tr>
            <th scope="col">Episode</th>
            <td class="course-cell"></td>
            <td class="share-cell"></td>
            <th scope="col">Downloads</th>
            <th scope="col" class="later">first 7 days</th>
            <th scope="col" class="later">30 days</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(row)}
        </tbody>
      </table>
    </div>`
  const rest = heard.slice(SHOWN)
  const unheard = episodes.length - heard.length
  return html`<section class="long">
    <h2>Episodes</h2>
    ${table(heard.slice(0, SHOWN), 'Episodes')}
    ${
      rest.length === 0
        ? ''
        : html`<details>
          <summary>${formatCount(rest.length)} more</summary>
          ${table(rest, 'More episodes')}
        </details>`
    }
    ${
      unheard === 0
        ? ''
        : html`<p class="note">${formatCount(unheard)} of ${formatCount(episodes.length)} had no download.</p>`
    }
  </section>`
}

function renderApps({ apps, downloads }: Statistics): SafeHtml | '' {
  return renderShares('Apps', apps, downloads)
}

function renderCountries({ countries, downloads }: Statistics): SafeHtml | '' {
  return renderShares('Countries', countries, downloads)
}

function renderShares(heading: string, shares: readonly Share[], whole: number): SafeHtml | '' {
  if (shares.length === 0) return ''
  const most = shares[0]?.downloads ?? 0
  const table = (rows: readonly Share[], caption: string): SafeHtml =>
    html`<table aria-label="${caption}">
      <tbody>
        ${rows.map(
          ({ name, downloads }) =>
            html`<tr>
              <th scope="row"><bdi>${name === '' ? 'Unknown' : name}</bdi></th>
              <td class="share-cell">${renderShare(downloads, most)}</td>
              <td>${formatCount(downloads)}</td>
              <td>${formatShare(downloads, whole)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
  const rest = shares.slice(SHOWN)
  return html`<section>
    <h2>${heading}</h2>
    ${table(shares.slice(0, SHOWN), heading)}
    ${
      rest.length === 0
        ? ''
        : html`<details>
          <summary>${formatCount(rest.length)} more</summary>
          ${table(rest, `More ${heading.toLowerCase()}`)}
        </details>`
    }
  </section>`
}

function renderCounting(statistics: Statistics): SafeHtml {
  const { counting } = statistics
  const advice = adviceOf(statistics)
  const rows = leftOutOf(counting)
  return html`<section>
    <h2>How this was counted</h2>
    <p>${howCounted(statistics)}</p>
    <p>
      The logs have ${formatCount(counting.lines)} lines, of which
      ${formatCount(counting.requests)} are requests for recordings of this show. Several requests of
      one client on one day are one download. Left out were:
    </p>
    ${
      rows.length === 0
        ? html`<p>Nothing.</p>`
        : html`<table aria-label="Requests that were left out">
          <tbody>
            ${rows.map(
              ([why, count]) =>
                html`<tr>
                  <th scope="row">${why}</th>
                  <td>${formatCount(count)}</td>
                </tr>`,
            )}
          </tbody>
        </table>`
    }
    ${renderNames('Taken for robots', counting.bots)}
    ${
      advice.length === 0
        ? ''
        : html`<h3>About the logs</h3>
          <ul>
            ${advice.map((sentence) => html`<li>${sentence}</li>`)}
          </ul>`
    }
  </section>`
}

function renderNames(heading: string, names: readonly Named[]): SafeHtml | '' {
  if (names.length === 0) return ''
  return html`<details>
    <summary>${heading}</summary>
    <table aria-label="${heading}">
      <tbody>
        ${names.map(
          ({ name, requests }) =>
            html`<tr>
              <th scope="row"><bdi>${name}</bdi></th>
              <td>${formatCount(requests)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`
}
