import { didYouMean } from '../base/suggest.ts'
import type { ComposedShow, Composition } from '../show/compose-show.ts'
import { UsageError, type Option } from './command.ts'

export const SHOW: Option = {
  flags: '--show <name>',
  help: 'the show, if the folder holds several',
}

/**
 * The show that the user names, by its name in the settings or its folder on the site; null if there
 * is only one show, or none of several is named.
 *
 * @throws {UsageError} If there is no show of this name.
 */
export function namedShow(
  { shows }: Pick<Composition, 'shows'>,
  name: string | undefined,
): ComposedShow | null {
  if (name === undefined) return null
  const names = shows.map(({ settled }) => settled.name)
  const found = shows.find(
    ({ settled }) => settled.name === name || settled.path.slice(1, -1) === name,
  )
  if (found !== undefined) return found
  throw new UsageError(
    names.length === 0
      ? `--show: this folder holds one show, so leave --show out`
      : `--show: there is no show "${name}"${didYouMean(name, names)}; there are ${names.join(', ')}`,
  )
}

/**
 * The one of several shows that a command needs; null if the folder holds only one.
 *
 * @throws {UsageError} If the folder holds several, and none of them is named.
 */
export function oneShow(
  composition: Pick<Composition, 'shows'>,
  name: string | undefined,
): ComposedShow | null {
  const found = namedShow(composition, name)
  if (found !== null || composition.shows.length === 0) return found
  const names = composition.shows.map(({ settled }) => settled.name)
  throw new UsageError(`this folder holds several shows; name one with --show: ${names.join(', ')}`)
}
