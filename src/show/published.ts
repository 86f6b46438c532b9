import type { Artwork, Picture } from './artwork/artwork.ts'
import type { Alternate, Asset, Enclosure, Episode, Transcript } from './episode.ts'
import type { NamedShow, Part, Show } from './show.ts'

/** Something with a local file, as it is published. */
type WithoutFile<Local> = Omit<Local, 'file'>

export type PublishedEnclosure = WithoutFile<Enclosure>
export type PublishedAlternate = WithoutFile<Alternate>
type PublishedTranscript = WithoutFile<Transcript>
export type PublishedAsset = WithoutFile<Asset>

/** An {@link Artwork} without its files. */
export interface PublishedArtwork extends Omit<Artwork, 'file' | 'small'> {
  readonly small: readonly WithoutFile<Picture>[]
}

/** An {@link Episode} without its files; `file` is the path of the post from the content folder. */
export interface PublishedEpisode extends Omit<
  Episode,
  'audio' | 'alternates' | 'artwork' | 'transcripts' | 'assets'
> {
  readonly audio: PublishedEnclosure
  readonly alternates: readonly PublishedAlternate[]
  readonly artwork: PublishedArtwork | null
  readonly transcripts: readonly PublishedTranscript[]
  readonly assets: ReadonlyMap<string, PublishedAsset>
}

/** A {@link Part} without files. */
interface PublishedPart extends Omit<Part, 'image' | 'episodes'> {
  readonly image: PublishedArtwork | null
  readonly episodes: readonly PublishedEpisode[]
}

/** A {@link Show} as it may leave this computer: without the paths of files. */
export interface PublishedShow extends Omit<
  Show,
  'image' | 'parts' | 'episodes' | 'scheduled' | 'roots' | 'shows'
> {
  readonly image: PublishedArtwork | null
  readonly parts: readonly PublishedPart[]
  readonly episodes: readonly PublishedEpisode[]
  readonly scheduled: readonly PublishedEpisode[]
  readonly shows: readonly (Omit<NamedShow, 'show'> & { readonly show: PublishedShow })[]
}

/** Removes the local paths from a show. */
export function publish(show: Show): PublishedShow {
  const { roots: _, ...told } = show
  return {
    ...told,
    image: artworkOf(show.image),
    parts: show.parts.map((part) => ({
      ...part,
      image: artworkOf(part.image),
      episodes: part.episodes.map(episodeOf),
    })),
    episodes: show.episodes.map(episodeOf),
    scheduled: show.scheduled.map(episodeOf),
    shows: show.shows.map((named) => ({ ...named, show: publish(named.show) })),
  }
}

function episodeOf(episode: Episode): PublishedEpisode {
  return {
    ...episode,
    audio: withoutFile(episode.audio),
    alternates: episode.alternates.map(withoutFile),
    artwork: artworkOf(episode.artwork),
    transcripts: episode.transcripts.map(withoutFile),
    assets: new Map([...episode.assets].map(([url, asset]) => [url, withoutFile(asset)])),
  }
}

function artworkOf(artwork: Artwork | null): PublishedArtwork | null {
  return artwork && { ...withoutFile(artwork), small: artwork.small.map(withoutFile) }
}

function withoutFile<Local extends { readonly file: string | null }>(
  local: Local,
): Omit<Local, 'file'> {
  const { file: _, ...rest } = local
  return rest
}
