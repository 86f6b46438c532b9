import { html, type SafeHtml } from '@remix-run/html-template'
import type { PlayerParts } from './episode-page-player.ts'
import { formatClock } from '../../base/written-times.ts'
import { formatBytes, formatDuration } from '../format.ts'
import { icon } from './layout-icons.ts'
import { fill, wordsFor } from '../words/words.ts'

/** The choices of the sleep timer, in minutes. */
const SLEEP_MINUTES = [5, 10, 15, 20, 30, 45, 60]

function renderVolume({ show }: PlayerParts): SafeHtml {
  const words = wordsFor(show.language)
  return html`<div class="row">
    <label for="volume">${words.volume}</label>
    <button
      type="button"
      class="round"
      data-do="mute"
      data-mute
      aria-pressed="false"
      aria-label="${words.mute}"
    >
      ${icon('volume')}
    </button>
    <input
      type="range"
      class="level"
      id="volume"
      min="0"
      max="1"
      step="0.05"
      value="1"
      autocomplete="off"
      dir="ltr"
      data-volume
    />
  </div>`
}

function renderSleep({ show, chapters }: PlayerParts): SafeHtml {
  const words = wordsFor(show.language)
  const minutes = SLEEP_MINUTES.map(
    (count) => html`<option value="${count}">${formatDuration(count * 60, show.language)}</option>`,
  )
  return html`<div class="row">
    <label for="sleep">${words.sleep}</label>
    <select class="choice" id="sleep" autocomplete="off" data-sleep>
      <option value="">${words.sleepOff}</option>
      ${minutes}
      ${chapters.length === 0 ? null : html`<option value="chapter">${words.sleepChapter}</option>`}
      <option value="end">${words.sleepEnd}</option>
    </select>
    <span class="clock" data-sleep-left data-text="${words.sleepLeft}" hidden></span>
  </div>`
}

function renderAlong({ show, spoken }: PlayerParts): SafeHtml | null {
  if (!spoken) return null
  const words = wordsFor(show.language)
  return html`<div class="row">
    <label class="check"><input type="checkbox" checked data-along /> ${words.along}</label>
    <span class="steps">
      <button
        type="button"
        class="round"
        data-do="sentenceBack"
        aria-label="${words.sentenceBack}"
      >
        ${icon('up')}
      </button>
      <button
        type="button"
        class="round"
        data-do="sentenceForward"
        aria-label="${words.sentenceForward}"
      >
        ${icon('down')}
      </button>
    </span>
  </div>`
}

function renderPlayOn({ show, next }: PlayerParts): SafeHtml | null {
  if (next === null) return null
  return html`<div class="row">
    <label class="check">
      <input type="checkbox" data-play-on /> ${wordsFor(show.language).playOn}
    </label>
  </div>`
}

/** The option to keep the recording for offline use, which the script shows if the browser supports it. */
function renderOffline({ show, episode }: PlayerParts): SafeHtml {
  const words = wordsFor(show.language)
  const { bytes } = episode.audio
  const size = bytes === null ? null : formatBytes(bytes, show.language)
  return html`<button
    type="button"
    class="button"
    data-offline
    data-keeping="${words.keepingOffline}"
    data-kept="${words.keptOffline}"
    data-forget="${words.forgetOffline}"
    data-full="${words.offlineFull}"
    data-failed="${words.offlineFailed}"
    hidden
  >
    ${icon('keep')} <span data-label>${words.keepOffline}</span>
    ${size === null ? null : html`<span class="soft">${size}</span>`}
  </button>`
}

function renderActions(parts: PlayerParts): SafeHtml {
  const { show, source } = parts
  const words = wordsFor(show.language)
  const share = fill(words.share, { time: formatClock(0) })
  return html`<div class="row links">
    <button
      type="button"
      class="button"
      data-do="share"
      data-share
      data-text="${words.share}"
      data-copied="${words.shared}"
      data-shown="${words.shareShown}"
    >
      ${icon('share')} <span>${share}</span>
    </button>
    <button type="button" class="button" popovertarget="subscribe">
      ${icon('feed')} ${words.follow}
    </button>
    <a class="button" href="${source}" download>${icon('download')} ${words.download}</a>
    ${renderOffline(parts)}
    <button type="button" class="button help" data-do="help">${icon('keys')} ${words.keys}</button>
  </div>`
}

/** The options that listeners need less often, behind one button. */
export function renderPlayerOptions(parts: PlayerParts): SafeHtml {
  return html`<div
    class="more"
    id="more"
    popover
    role="group"
    aria-label="${wordsFor(parts.show.language).more}"
  >
    ${renderVolume(parts)} ${renderSleep(parts)} ${renderAlong(parts)} ${renderPlayOn(parts)}
    ${renderActions(parts)}
  </div>`
}
