import { stat } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Problem } from '../../base/problem.ts'
import { problem, withFix } from '../../base/problem.ts'

/** The settings files of a show, absolute, and whether they had content. */
export type SettingsFiles = ReadonlyMap<string, boolean>

/** Checks whether settings files have content. */
export async function lookAtSettings(files: readonly string[]): Promise<SettingsFiles> {
  const sizes = await Promise.all(files.map((file) => stat(file).catch(() => null)))
  return new Map(files.map((file, index) => [file, (sizes[index]?.size ?? 0) > 0]))
}

/** The last change of any of these files, in milliseconds since 1970; 0 where there are none. */
export async function lastChange(files: readonly string[]): Promise<number> {
  const facts = await Promise.all(files.map((file) => stat(file).catch(() => null)))
  return Math.max(0, ...facts.map((each) => each?.mtimeMs ?? 0))
}

/**
 * What has disappeared since the last show: the content folder, or a settings file that was removed
 * or emptied. Editors and deployments remove files for a moment, and without its settings a show
 * would be published with another title and address.
 *
 * @param before The files of the last show; empty at the start.
 * @param isReadable Whether the settings can be read; otherwise their own problem is reported.
 */
export async function vanished(
  folder: string,
  before: SettingsFiles,
  isReadable: boolean,
): Promise<readonly Problem[]> {
  if (!(await isThere(folder))) return [gone(null, 'the content folder no longer exists')]
  const missing: Problem[] = []
  for (const [file, wasFilled] of before) {
    const facts = await stat(file).catch(() => null)
    if (!isReadable || !wasFilled || (facts !== null && facts.size > 0)) continue
    const name = relative(folder, file)
    missing.push(gone(name, `${name} ${facts === null ? 'was removed' : 'is empty'}`))
  }
  return missing
}

async function isThere(folder: string): Promise<boolean> {
  const facts = await stat(folder).catch(() => null)
  return facts?.isDirectory() === true
}

function gone(file: string | null, what: string): Problem {
  const message = withFix('show/vanished', `${what}, so its last content stays in effect`)
  return problem('show/vanished', { file }, message)
}
