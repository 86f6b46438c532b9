import { html, type SafeHtml } from '@remix-run/html-template'
import type { Episode } from '../../show/episode.ts'
import type { Show } from '../../show/show.ts'
import { formatDate, formatDuration, formatIsoDuration } from '../format.ts'
import { fill, wordsFor } from '../words/words.ts'

/** Season and number of an episode; the author may write the number in another form. */
function numbersOf(episode: Episode, show: Show): (string | null)[] {
  const words = wordsFor(show.language)
  const { season, episode: number, episodeDisplay } = episode
  return [
    season === null ? null : fill(words.season, { number: season }),
    episodeDisplay ?? (number === null ? null : fill(words.episode, { number })),
  ]
}

/**
 * The date of an episode and what kind of episode it is.
 *
 * @param more Further facts, at the end.
 */
export function renderFacts(episode: Episode, show: Show, more: readonly string[]): SafeHtml {
  const words = wordsFor(show.language)
  const { published, episodeType, explicit } = episode
  const labels = [
    ...numbersOf(episode, show),
    episodeType === 'full' ? null : words[episodeType],
    explicit ? words.explicit : null,
    ...more,
  ].filter((label) => label !== null)
  const day = formatDate(published, show.language, show.timezone)
  return html`<p class="facts">
    <time datetime="${published.toISOString()}">${day}</time>
    ${labels.map((label) => html`<span><bdi>${label}</bdi></span> `)}
  </p>`
}

/** The duration of an episode; null while unknown. */
export function renderLength(episode: Episode, show: Show): SafeHtml | null {
  const { seconds } = episode.audio
  if (seconds === null) return null
  return html`<time class="length" datetime="${formatIsoDuration(seconds)}">
    ${formatDuration(seconds, show.language)}
  </time>`
}
