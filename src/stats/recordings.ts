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

/** A recording of an episode: the one in the feed, or the same in another format. */
export interface CountedRecording {
  /** Its URL, or its path from the root of a host. */
  readonly address: string
  /** Null if unknown. */
  readonly bytes: number | null
  /** Null if unknown. */
  readonly seconds: number | null
  /** Bytes before the sound: of the ID3 tag. */
  readonly tagBytes: number
}

/** A recording that was found for a request. */
export interface Found {
  /** Index of the episode. */
  readonly episode: number
  readonly recording: CountedRecording
  /** Bytes of sound that make a download. */
  readonly needed: number
}

const MINUTE = 60
/** Bytes of a minute where size and duration are unknown: at 128 kbit/s. */
const USUAL_MINUTE = (MINUTE * 128_000) / 8
/** How many targets of requests are kept with what was found for them. */
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
 * Finds the recording that a request is for by the end of its path. What precedes may differ: CDNs,
 * proxies and buckets put folders before it or take them away, and recordings move between hosts.
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
    // Two shows may have recordings of one name: a path that fits both belongs to neither.
    const isUnclear = next.shared === best.shared && next.found.episode !== best.found.episode
    return isUnclear ? null : best.found
  }, MOST_KNOWN)
}

/** The parts of a path from its end, as they are read by people. */
function wayOf(address: string): readonly string[] {
  return pathOf(address)
    .split('/')
    .filter((part) => part !== '')
    .toReversed()
}

/** The path of a URL or of the target of a request, without its percent-encoding. */
export function pathOf(address: string): string {
  const path = withoutQuery(address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, ''))
  return decodePart(path)?.normalize() ?? path
}

function sharedSteps(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((part, index) => part !== b[index])
  return different === -1 ? a.length : different
}

/** Whether a path looks like that of a recording. */
export const SOUND_PATH = new RegExp(`\\.(?:${SOUND}|mp4|m4v|webm|mka)\\b`, 'i')
