/** A square image and its address. */
export interface Picture {
  /** Absolute. */
  readonly url: string
  /** The path on this site, with a hash of the content; null if another host serves it. */
  readonly path: string | null
  /** Absolute; null for an image on another host. */
  readonly file: string | null
  readonly type: string
  /** In pixels; null while unknown. */
  readonly width: number | null
  readonly height: number | null
}

/** The artwork of a show or an episode. Other content has another address. */
export interface Artwork extends Picture {
  /** Smaller copies for pages, the smallest first; empty until they are made. */
  readonly small: readonly Picture[]
}

/** The artwork that apps and pages show for an episode: its own, or else that of the show. */
export function artworkOf(
  show: { readonly image: Artwork | null },
  episode: { readonly artwork: Artwork | null },
): Artwork | null {
  return episode.artwork ?? show.image
}
