import { stat } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Problem } from '../../posts/problem.ts'
import { problem, withWayOut } from '../../posts/problem.ts'
import type { Settings } from '../settings/settings.ts'

/**
 * What the last show was made with and is not there any more: the content folder, or a file of
 * settings that is gone or empty. Editors and deployments take files away for a moment, and a show
 * without its settings would go out under another name and address.
 *
 * @param before The settings of the last show; null at the start, when nothing can have vanished.
 */
export async function vanished(
  folder: string,
  before: Settings | null,
  now: Settings | null,
): Promise<readonly Problem[]> {
  if (!(await isThere(folder))) return [gone(null, 'the content folder is not there any more')]
  const files = before?.blog.files ?? []
  const missing: Problem[] = []
  for (const file of files) {
    const facts = await stat(file).catch(() => null)
    if (now === null || (facts !== null && facts.size > 0)) continue
    const name = relative(folder, file)
    missing.push(gone(name, `${name} is ${facts === null ? 'gone' : 'empty'}`))
  }
  return missing
}

async function isThere(folder: string): Promise<boolean> {
  const facts = await stat(folder).catch(() => null)
  return facts?.isDirectory() === true
}

function gone(file: string | null, what: string): Problem {
  const message = withWayOut('show/vanished', `${what}, so what it said before stands`)
  return problem('show/vanished', { file }, message)
}
