import { SOUND } from '../base/media-types.ts'
import { remembering } from '../base/memory.ts'
import { decodePart, withoutQuery } from '../base/web-address.ts'

/** An episode whose downloads are counted. */
export interface CountedEpisode {
  readonly guid: string
  readonly title: string
  readonly published: Date
  readonly recordings: readonly CountedRecording[]
}

/** A recording of an episode: that of the feed, or an alternate. */
export interface CountedRecording {
  /** Its URL, or its path from the root of a host. */
  readonly address: string
  /** Null if unknown. */
  readonly bytes: number | null
  /** Null if unknown. */
  readonly seconds: number | null
  /** Bytes of the ID3 tag before the sound. */
  readonly tagBytes: number
}

/** The recording that a request is for. */
export interface Found {
  /** Index of the episode. */
  readonly episode: number
  readonly recording: CountedRecording
  /** Bytes of sound that make a download. */
  readonly needed: number
}

const MINUTE = 60
/** Bytes of a minute at 128 kbit/s, for recordings whose size or duration is unknown. */
const USUAL_MINUTE = (MINUTE * 128_000) / 8
/** Request targets whose recording is kept. */
const MOST_KNOWN = 20_000

/**
 * The bytes of sound that make a download: a minute, or all of a shorter recording.
 *
 * @see https://iabtechlab.com/standards/podcast-measurement-guidelines/
 */
function neededBytes({ bytes, seconds, tagBytes }: CountedRecording): number {
  const sound = bytes === null ? Infinity : Math.max(1, bytes - tagBytes)
  if (seconds === null || bytes === null) return Math.min(sound, USUAL_MINUTE)
  return Math.ceil(sound * Math.min(1, MINUTE / seconds))
}

/**
 * Finds the recording that a request is for, by the end of its path. The beginning may differ: CDNs, proxies
 * and buckets add or remove folders, and recordings move between hosts.
 */
export function createFinder(
  episodes: readonly CountedEpisode[],
): (target: string) => Found | null {
  const byName = new Map<string, { readonly way: readonly string[]; readonly found: Found }[]>()
  for (const [episode, { recordings }] of episodes.entries()) {
    for (const recording of recordings) {
      const way = wayOf(recording.address)
      const found = { episode, recording, needed: neededBytes(recording) }
      const same = byName.get(way[0] ?? '') ?? []
      byName.set(way[0] ?? '', [...same, { way, found }])
    }
  }
  return remembering((target: string): Found | null => {
    const way = wayOf(target)
    const ranked = (byName.get(way[0] ?? '') ?? [])
      .map(({ way: other, found }) => ({ found, shared: sharedSteps(way, other) }))
      .toSorted((a, b) => b.shared - a.shared)
    const [best, next] = ranked
    if (best === undefined || next === undefined) return best?.found ?? null
    // Two shows may have recordings with the same name: a path that matches both belongs to neither.
    const isUnclear = next.shared === best.shared && next.found.episode !== best.found.episode
    return isUnclear ? null : best.found
  }, MOST_KNOWN)
}

/** The segments of a path from its end, decoded. */
function wayOf(address: string): readonly string[] {
  return pathOf(address)
    .split('/')
    .filter((part) => part !== '')
    .toReversed()
}

/** The decoded path of a URL or of a request target. */
export function pathOf(address: string): string {
  const path = withoutQuery(address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, ''))
  return decodePart(path)?.normalize() ?? path
}

function sharedSteps(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((part, index) => part !== b[index])
  return different === -1 ? a.length : different
}

/** Matches paths of recordings. */
export const SOUND_PATH = new RegExp(`\\.(?:${SOUND}|mp4|m4v|webm|mka)\\b`, 'i')
