import type { Credits } from '../../src/posts/fields/credits.ts'
import type { Artwork } from '../../src/show/artwork/artwork.ts'
import type { Episode } from '../../src/show/episode.ts'
import type { RemoteItem } from '../../src/settings/directory-settings.ts'
import type { Show } from '../../src/show/show.ts'

/** Character by character, so that it shares nothing with the program's own way. */
function isKept(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return code >= 9 && code <= 13
  if (code > 0x7e && code < 0xa0) return code === 0x85
  return !(code >= 0xd800 && code < 0xe000) && !isNoncharacter(code)
}

/** The last two of each plane, and 32 in a row. */
function isNoncharacter(code: number): boolean {
  return (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef)
}

/** A text as a reader must find it. */
export function plain(text: string): string {
  const kept = Array.from(text).filter(isKept).join('')
  return kept.replace(/[\t\n\v\f\r \u0085\u2028\u2029]+/g, ' ').trim()
}

/**
 * What feedsmith must find of the podcast namespace in a channel, but for its places to talk, which
 * it reads in items only; what is absent is undefined.
 */
export function expectedChannel(show: Show) {
  return {
    locked: { value: show.locked, owner: show.owner?.email },
    medium: show.medium,
    guid: show.guid,
    images: imagesOf(show.image),
    blocks: orNone(
      show.blocks.map(({ service, blocked }) => ({ value: blocked, id: or(service) })),
    ),
    updateFrequency:
      show.updateFrequency === null
        ? undefined
        : {
            display: plain(show.updateFrequency.text),
            rrule: or(show.updateFrequency.rrule),
            dtstart: or(show.updateFrequency.start),
            complete: show.complete ? true : undefined,
          },
    podping: expectedPodping(show),
    trailers: orNone(
      show.episodes
        .filter(({ episodeType }) => episodeType === 'trailer')
        .map(({ title, audio, published, season }) => ({
          display: plain(title),
          url: urlOf(audio.url),
          length: audio.bytes,
          type: audio.type,
          pubDate: published.toUTCString(),
          season: or(season),
        })),
    ),
    podroll: show.podroll.length === 0 ? undefined : { remoteItems: show.podroll.map(remoteItem) },
    publisher:
      show.publisher === null
        ? undefined
        : { remoteItem: { ...remoteItem(show.publisher), medium: 'publisher' } },
    ...expectedCredits(show),
    socialInteracts: undefined,
  }
}

/** The same of an item, but for its transcripts and chapters, and for funding, which it does not read there. */
export function expectedItem(episode: Episode) {
  const { season, seasonName, episode: number, episodeDisplay } = episode
  return {
    images: imagesOf(episode.artwork),
    season:
      season === null
        ? undefined
        : { number: season, name: seasonName === null ? undefined : plain(seasonName) },
    episode: number === null ? undefined : { number, display: or(episodeDisplay) },
    alternateEnclosures: orNone(
      episode.alternates.map(({ url, bytes, seconds, type, integrity }) => ({
        type,
        length: bytes,
        bitrate:
          bytes === null || seconds === null
            ? undefined
            : Math.round((bytes * 8) / seconds / 1000) * 1000,
        sources: [{ uri: urlOf(url) }],
        integrity: integrity === null ? undefined : { type: 'sri', value: integrity },
      })),
    ),
    soundbites: orNone(
      episode.soundbites.map(({ start, seconds, title }) => ({
        startTime: start,
        duration: seconds,
        display: title === null ? undefined : plain(title),
      })),
    ),
    ...expectedCredits(episode),
    fundings: undefined,
  }
}

/** How a place to talk must be found. */
export function expectedSocial(social: Credits['social']) {
  return social.map(({ protocol, uri, accountId, accountUrl, priority }) => ({
    protocol,
    uri: uri?.startsWith('http') === true ? urlOf(uri) : or(uri),
    accountId: accountId === null ? undefined : plain(accountId),
    accountUrl: urlOf(accountUrl),
    priority: or(priority),
  }))
}

function expectedCredits(credits: Credits) {
  const { persons, funding, locations, license, social, payments, texts, aiContent } = credits
  return {
    persons: orNone(
      persons.map(({ name, role, group, url, image }) => ({
        display: plain(name),
        role,
        group,
        href: urlOf(url),
        img: urlOf(image),
      })),
    ),
    fundings: orNone(funding.map(({ url, text }) => ({ url: urlOf(url), display: plain(text) }))),
    locations: orNone(
      locations.map(({ name, rel, geo, osm, country }) => ({
        display: plain(name),
        rel: or(rel),
        geo: or(geo),
        osm: or(osm),
        country: or(country),
      })),
    ),
    license:
      license === null ? undefined : { display: plain(license.name), url: urlOf(license.url) },
    socialInteracts: orNone(expectedSocial(social)),
    values: payments === null ? undefined : [expectedPayments(payments)],
    txts: orNone([
      ...texts.map(({ purpose, text }) => ({
        display: plain(text),
        purpose: purpose === null ? undefined : plain(purpose),
      })),
      ...(aiContent === null ? [] : [{ display: String(aiContent), purpose: 'ai-content' }]),
    ]),
  }
}

function expectedPayments({
  type,
  method,
  suggested,
  recipients,
}: NonNullable<Credits['payments']>) {
  return {
    type,
    method,
    suggested: suggested === null ? undefined : Number(suggested),
    valueRecipients: recipients.map((recipient) => ({
      ...recipient,
      name: recipient.name === null ? undefined : plain(recipient.name),
      customKey: recipient.customKey === null ? undefined : plain(recipient.customKey),
      customValue: recipient.customValue === null ? undefined : plain(recipient.customValue),
      fee: or(recipient.fee),
    })),
  }
}

function imagesOf(artwork: Artwork | null) {
  if (artwork === null) return undefined
  const { url, type, width, height } = artwork
  const aspectRatio = width === null ? undefined : '1/1'
  const image = { href: urlOf(url), type, width: or(width), height: or(height), aspectRatio }
  return [{ ...image, purpose: 'artwork' }]
}

function remoteItem({ feedGuid, feedUrl, title }: RemoteItem) {
  return {
    feedGuid,
    feedUrl: urlOf(feedUrl),
    title: title === null ? undefined : plain(title),
  }
}

function or<T>(value: T | null): T | undefined {
  return value ?? undefined
}

function orNone<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list
}

function urlOf(url: string | null): string | undefined {
  return url === null ? undefined : new URL(url).href
}

function expectedPodping({ podping, announce }: Show): { usesPodping: boolean } | undefined {
  if (podping !== null) return { usesPodping: podping }
  return announce.podping === null ? undefined : { usesPodping: true }
}
