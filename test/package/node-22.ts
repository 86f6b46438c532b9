import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from './run.ts'

/** The oldest Node that the package promises to run on. */
export const OLDEST = '22.20.0'

/**
 * The folder of its program. It is fetched when it is first needed and stays for the next run. npm
 * has it under a name for each platform, without a script that must be allowed to run.
 */
export async function findOldestNode(): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(tmpdir(), `sidecast-${name}-${OLDEST}`)
  const bin = join(folder, 'node_modules', name, 'bin')
  if (await stat(bin).catch(() => null)) return bin
  const temporary = await mkdtemp(`${folder}-`)
  await writeFile(join(temporary, 'package.json'), '{}')
  await run(
    'npm',
    ['install', '--no-save', '--prefer-offline', '--no-audit', '--no-fund', `${name}@${OLDEST}`],
    { cwd: temporary },
  )
  await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }))
  return bin
}

/** The folder of the program that runs this. */
export const OWN_NODE = dirname(process.execPath)
