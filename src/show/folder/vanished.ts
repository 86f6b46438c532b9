import { stat } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Problem } from '../../base/problem.ts'
import { problem, withFix } from '../../base/problem.ts'

/** The files of settings that a show was made with, absolute, and whether anything was in them. */
export type SettingsFiles = ReadonlyMap<string, boolean>

/** Looks whether there is anything in files of settings. */
export async function lookAtSettings(files: readonly string[]): Promise<SettingsFiles> {
  const sizes = await Promise.all(files.map((file) => stat(file).catch(() => null)))
  return new Map(files.map((file, index) => [file, (sizes[index]?.size ?? 0) > 0]))
}

/**
 * What the last show was made with and is not there any more: the content folder, or a file of
 * settings that is gone or empty. Editors and deployments take files away for a moment, and a show
 * without its settings would go out under another name and address.
 *
 * @param before Those of the last show; none at the start, when nothing can have vanished.
 * @param isReadable Whether the settings can be read; what is wrong with them is told otherwise.
 */
export async function vanished(
  folder: string,
  before: SettingsFiles,
  isReadable: boolean,
): Promise<readonly Problem[]> {
  if (!(await isThere(folder))) return [gone(null, 'the content folder is not there any more')]
  const missing: Problem[] = []
  for (const [file, wasFilled] of before) {
    const facts = await stat(file).catch(() => null)
    if (!isReadable || !wasFilled || (facts !== null && facts.size > 0)) continue
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
  const message = withFix('show/vanished', `${what}, so what it said before stands`)
  return problem('show/vanished', { file }, message)
}
