import { html, type SafeHtml } from '@remix-run/html-template'
import type { Chapter } from '../../posts/fields/chapters-field.ts'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { renderPlayerOptions } from './episode-page-player-options.ts'
import { renderNext } from './episode-page-next.ts'
import { formatClock } from '../../base/written-times.ts'
import { formatSpeed } from '../format.ts'
import { icon } from './layout-icons.ts'
import type { Href } from './layout-links.ts'
import { interfaceLanguage, languageOf } from './layout.ts'
import { fill, wordsFor } from '../words/words.ts'

/** Everything that the player of one page is made from. */
export interface PlayerParts {
  readonly show: Show
  readonly episode: Episode
  readonly chapters: readonly Chapter[]
  /** The address of the recording. */
  readonly source: string
  /** The artwork for the lock screen; null if there is none. */
  readonly artwork: string | null
  /** The article to play after this one; null if there is none. */
  readonly next: Episode | null
  /** Whether the sentences of the article have times. */
  readonly spoken: boolean
  readonly href: Href
}

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3]

/** What a clock shows while the time is unknown. */
const UNKNOWN_TIME = '–:––'

/** A longer list of chapters is collapsed, so that the article stays visible. */
const OPEN_CHAPTERS = 8

/** The starts of chapters as marks on the scrubber; null while the duration is unknown. */
function renderMarks({ episode, chapters }: PlayerParts): SafeHtml | null {
  const seconds = episode.audio.seconds ?? 0
  const starts = chapters.map(({ start }) => start).filter((start) => 0 < start && start < seconds)
  if (starts.length === 0) return null
  return html`<svg class="marks" aria-hidden="true">
    ${starts.map(
      (start) =>
        html`<rect x="${((start / seconds) * 100).toFixed(2)}%" width="2" height="100%" />`,
    )}
  </svg>`
}

function renderScrubber(parts: PlayerParts): SafeHtml {
  const { seconds } = parts.episode.audio
  const words = wordsFor(parts.show.language)
  const total = seconds === null ? UNKNOWN_TIME : formatClock(seconds)
  return html`<div class="scrubber">
    <span class="clock" data-elapsed>${formatClock(0)}</span>
    <span class="track">
      <span class="heard" data-heard></span>
      ${renderMarks(parts)}
      <input
        type="range"
        min="0"
        max="${Math.floor(seconds ?? 0)}"
        step="1"
        value="0"
        autocomplete="off"
        aria-label="${words.position}"
        aria-valuetext="${fill(words.positionValue, { time: formatClock(0), total })}"
        data-value-text="${words.positionValue}"
        data-seek
      />
      <span class="rail" aria-hidden="true"><span class="tip" data-tip hidden></span></span>
    </span>
    <span class="clock" data-total>${total}</span>
  </div>`
}

function renderSpeeds(show: Show): SafeHtml {
  return html`<select class="speed" data-speed aria-label="${wordsFor(show.language).speed}">
    ${SPEEDS.map(
      (speed) =>
        html`<option value="${speed}" ${speed === 1 ? html`selected` : null}>
          ${formatSpeed(speed, show.language)}
        </option>`,
    )}
  </select>`
}

function renderButton(action: string, label: string, drawing: SafeHtml): SafeHtml {
  return html`<button
    type="button"
    class="round ${action}"
    data-do="${action}"
    aria-label="${label}"
  >
    ${drawing}
  </button>`
}

/** The button by which a reader who has scrolled away returns to the spoken sentence. */
function renderReadAlong(show: Show): SafeHtml {
  return html`<button
    type="button"
    class="button read-along"
    data-do="readAlong"
    data-read-along
    hidden
  >
    ${icon('readAlong')} ${wordsFor(show.language).readAlong}
  </button>`
}

/** The controls, which work with the script; without it the browser shows its own. */
function renderControls(parts: PlayerParts): SafeHtml {
  const { show, chapters } = parts
  const words = wordsFor(show.language)
  const toChapters = html`<button
    type="button"
    class="round"
    popovertarget="sheet"
    aria-label="${words.chapters}"
  >
    ${icon('chapters')}
  </button>`
  return html`<div class="controls" dir="ltr" data-controls hidden>
    <div class="buttons">
      ${renderButton('toggle', words.play, html`${icon('play')} ${icon('pause')}`)}
      ${renderButton('back', words.back, icon('back'))}
      ${renderButton('forward', words.forward, icon('forward'))} ${renderSpeeds(show)}
      ${chapters.length === 0 ? null : toChapters}
      <button type="button" class="round" popovertarget="more">
        ${icon('more')} <span class="aside">${words.more}</span>
        <span class="badge" data-badge hidden></span>
      </button>
    </div>
    ${renderScrubber(parts)}
  </div>`
}

/**
 * The player: the plain one of the browser, and the controls that replace it when the script runs. All
 * texts of the script are attributes here.
 */
export function renderPlayer(parts: PlayerParts): SafeHtml {
  const { show, episode, source, artwork, next, href } = parts
  const words = wordsFor(show.language)
  return html`<section
    class="player"
    id="player"
    aria-label="${words.player}"
    ${interfaceLanguage(show, words)}
    data-player
    data-guid="${episode.guid}"
    data-seconds="${episode.audio.seconds}"
    data-title="${episode.title}"
    data-artist="${episode.authors.join(', ')}"
    data-album="${show.title}"
    data-artwork="${artwork}"
    data-play="${words.play}"
    data-pause="${words.pause}"
    data-error="${words.playerError}"
    data-loading="${words.loading}"
    data-slow="${words.slow}"
  >
    ${parts.spoken ? renderReadAlong(show) : null} ${renderNext(show, next, href)}
    <audio controls preload="none" src="${source}"></audio>
    ${renderControls(parts)}
    <div class="told">
      <p class="message" role="status" data-message></p>
      <button type="button" class="button retry" data-do="retry" data-retry hidden>
        ${words.retry}
      </button>
    </div>
    <p class="aside" role="status" data-told></p>
    ${renderPlayerOptions(parts)} ${renderSheet(parts)} ${renderKeys(parts)}
  </section>`
}

/** Where the script puts the chapters, over the bar. */
function renderSheet({ show, chapters }: PlayerParts): SafeHtml | null {
  if (chapters.length === 0) return null
  const { chapters: name } = wordsFor(show.language)
  return html`<div
    class="chapters more sheet"
    id="sheet"
    popover
    role="group"
    aria-label="${name}"
    data-sheet
  ></div>`
}

/** The chapters of the recording as links to their times, which work without the script, too. */
export function renderChapterList(parts: PlayerParts): SafeHtml | null {
  const { show, episode, chapters, source } = parts
  if (chapters.length === 0) return null
  const open = chapters.length > OPEN_CHAPTERS ? null : html`open`
  return html`<details class="chapters" id="chapters" ${open}>
    <summary ${interfaceLanguage(show, wordsFor(show.language))}>
      ${wordsFor(show.language).chapters} <span class="soft">${chapters.length}</span>
    </summary>
    <ol ${languageOf(show, episode.language)}>
      ${chapters.map(
        ({ start, title }) =>
          html`<li>
            <a href="${source}#t=${start}" data-start="${start}" data-title="${title}">
              <span class="clock">${formatClock(start)}</span> <span>${title}</span>
            </a>
          </li>`,
      )}
    </ol>
  </details>`
}

function renderKeyRow(keys: readonly string[], meaning: string): SafeHtml {
  return html`<div>
    <dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
    <dd>${meaning}</dd>
  </div>`
}

/**
 * The keyboard shortcuts, and the option to turn them off, which single-letter shortcuts must have.
 *
 * @see https://www.w3.org/TR/WCAG22/#character-key-shortcuts
 */
function renderKeys({ show, chapters, spoken }: PlayerParts): SafeHtml {
  const words = wordsFor(show.language)
  const sentences = renderKeyRow([words.keysShift, '←', '→'], words.keysSentences)
  return html`<dialog class="keys" closedby="any" aria-labelledby="keys-title" data-help>
    <h2 id="keys-title">${words.keys}</h2>
    <dl>
      ${renderKeyRow([words.keysSpace, 'K'], words.keysToggle)} ${renderKeyRow(['J'], words.back)}
      ${renderKeyRow(['L'], words.forward)} ${renderKeyRow(['←', '→'], words.keysArrows)}
      ${spoken ? sentences : null}
      ${chapters.length === 0 ? null : renderKeyRow(['P', 'N'], words.keysChapters)}
      ${renderKeyRow(['0', '…', '9'], words.keysDigits)} ${renderKeyRow(['M'], words.mute)}
      ${renderKeyRow(['?'], words.keysHelp)}
    </dl>
    <form method="dialog">
      <label><input type="checkbox" checked data-keys /> ${words.keysOn}</label>
      <button class="button" autofocus>${words.close}</button>
    </form>
  </dialog>`
}
