/** A square picture and where it is. */
export interface Picture {
  /** Absolute. */
  readonly url: string
  /** Path on this site when Sidecast serves it, with the content's hash in its name. */
  readonly path: string | null
  /** Absolute; null for one that another host has. */
  readonly file: string | null
  readonly type: string
  /** Pixels each way; null while nobody has looked. */
  readonly width: number | null
  readonly height: number | null
}

/** The picture that stands for a show or an episode. Other content has another address. */
export interface Artwork extends Picture {
  /** The same in sizes for pages, the smallest first; empty while nobody has made them. */
  readonly small: readonly Picture[]
}

/** The picture that apps and pages show for an episode: its own, else the show's. */
export function artworkOf(
  show: { readonly image: Artwork | null },
  episode: { readonly artwork: Artwork | null },
): Artwork | null {
  return episode.artwork ?? show.image
}
