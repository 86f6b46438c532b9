import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** When the files of {@link makeFolder} were last changed: long ago, so that no recording rests. */
const CHANGED = new Date('2026-01-01T00:00:00Z')

/** A real folder with the given files, removed when the test ends. */
export async function makeFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidecast-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await addFiles(folder, files)
  return folder
}

/** A folder in which the name of a file just fits into a path, and that of a temporary file of it does not. */
export async function makeDeepFolder(name: string): Promise<string> {
  const base = await makeFolder()
  const longest = 4095 - `/${name}`.length - base.length
  const names = Array.from({ length: Math.floor(longest / 201) }, () => 'd'.repeat(200))
  return join(base, ...names, 'e'.repeat((longest % 201) - 1))
}

/** Writes files into a folder, with the folders that they need. */
export async function addFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  changed: Date = CHANGED,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
    await utimes(file, changed, changed)
  }
}
