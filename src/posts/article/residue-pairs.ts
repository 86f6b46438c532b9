/** A part of a text: the place of its first character and the one after its last. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A tag of whichever template language; what it opens is closed by one of the same name. */
export interface Tag extends Range {
  readonly name: string
  readonly closing: boolean
}

/** An opening tag and the one that closes it. */
export interface Pair<T extends Tag> {
  readonly open: T
  readonly close: T
}

/**
 * Puts together the tags that belong together; nested pairs come after the one around them. Tags
 * that nothing opens or closes are in no pair.
 */
export function pairsOf<T extends Tag>(tags: readonly T[]): Pair<T>[] {
  const pairs: Pair<T>[] = []
  const open: T[] = []
  for (const tag of tags) {
    if (!tag.closing) {
      open.push(tag)
      continue
    }
    const place = open.findLastIndex(({ name }) => name === tag.name)
    const [found] = place === -1 ? [] : open.splice(place)
    if (found !== undefined) pairs.push({ open: found, close: tag })
  }
  return pairs.toSorted((a, b) => a.open.start - b.open.start)
}
