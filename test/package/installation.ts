import { createHash } from 'node:crypto'
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { run } from './run.ts'

const CLONE = join(import.meta.dirname, '../..')

/** What is packed, and what it is compiled with. */
const SOURCES = [
  'package.json',
  'README.md',
  'LICENSE',
  'src',
  'public',
  'tsconfig.json',
  'tsconfig.build.json',
]

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface LockedPackage {
  readonly dev?: boolean
}

/** What of a manifest npm writes into a lock. */
interface Manifest {
  readonly version: string
  readonly bin: unknown
  readonly dependencies: unknown
  readonly optionalDependencies: unknown
}

let packed: Promise<string> | null = null

/** The tarball as `npm pack` makes it. It is packed beside the clone, whose own `dist/` is left alone. */
export function pack(): Promise<string> {
  packed ??= packAnew()
  return packed
}

async function packAnew(): Promise<string> {
  const stage = await mkdtemp(join(tmpdir(), 'sidecast-stage-'))
  try {
    for (const name of SOURCES) await cp(join(CLONE, name), join(stage, name), { recursive: true })
    await symlink(join(CLONE, 'node_modules'), join(stage, 'node_modules'))
    const told = await run('npm', ['pack', '--json', '--silent'], { cwd: stage })
    const [made] = JSON.parse(told.slice(told.indexOf('[\n'))) as [{ filename: string }]
    const content = await readFile(join(stage, made.filename))
    const name = `sidecast-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.tgz`
    const tarball = join(tmpdir(), name)
    // Whoever else packed the same has put down the same bytes.
    await writeFile(`${tarball}.${process.pid}`, content)
    await rename(`${tarball}.${process.pid}`, tarball)
    return tarball
  } finally {
    await rm(stage, { recursive: true, force: true })
  }
}

/** Whether what works on pictures is installed, too. */
export type Extent = 'whole' | 'without-optional'

const installed = new Map<Extent, Promise<string>>()

/**
 * A folder in which the packed package is installed, with the very versions that the clone has.
 *
 * It lies outside the clone, so that nothing is found which the package does not bring, and stays
 * for the next run: it is named by what is in it.
 */
export function install(extent: Extent = 'whole'): Promise<string> {
  const folder = installed.get(extent) ?? installAnew(extent)
  installed.set(extent, folder)
  return folder
}

async function installAnew(extent: Extent): Promise<string> {
  const tarball = await pack()
  const folder = join(tmpdir(), `${basename(tarball, '.tgz')}-${extent}`)
  if (await isThere(folder)) return folder
  const temporary = await mkdtemp(`${folder}-`)
  const manifest = { private: true, type: 'module', dependencies: { sidecast: `file:${tarball}` } }
  await writeFile(join(temporary, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(temporary, 'package-lock.json'), JSON.stringify(await lockFor(tarball)))
  const omitted = extent === 'whole' ? [] : ['--omit=optional']
  await run(
    'npm',
    ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', ...omitted],
    { cwd: temporary },
  )
  await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }))
  await forgetOld()
  return folder
}

/** What an earlier state of the sources was packed to. */
const PACKED = /^sidecast-[0-9a-f]{12}(?:\.tgz|-[\w-]+)$/
/** Milliseconds after which nobody works with it any more. */
const OLD = 24 * 60 * 60 * 1000

async function forgetOld(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!PACKED.test(name)) continue
    const path = join(tmpdir(), name)
    const facts = await stat(path).catch(() => null)
    if (facts !== null && Date.now() - facts.ctimeMs > OLD) {
      await rm(path, { recursive: true, force: true })
    }
  }
}

/**
 * The lock of a project that depends on the package alone. With the clone's own versions in it npm
 * asks no registry for anything: all of them are in its cache since the clone was installed.
 */
async function lockFor(tarball: string): Promise<object> {
  const { packages }: Lock = JSON.parse(await readFile(join(CLONE, 'package-lock.json'), 'utf8'))
  const own: Manifest = JSON.parse(await readFile(join(CLONE, 'package.json'), 'utf8'))
  const { version, bin, dependencies, optionalDependencies } = own
  const others = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true)
  return {
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { dependencies: { sidecast: `file:${tarball}` } },
      ...Object.fromEntries(others),
      'node_modules/sidecast': {
        version,
        resolved: `file:${tarball}`,
        dependencies,
        optionalDependencies,
        bin,
      },
    },
  }
}

/** A project of its own in which the package is installed, with the given files. */
export async function makeProject(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  extent: Extent = 'whole',
): Promise<string> {
  const home = await install(extent)
  const project = await mkdtemp(join(tmpdir(), 'sidecast-project-'))
  onTestFinished(() => rm(project, { recursive: true, force: true }))
  await cp(join(home, 'package.json'), join(project, 'package.json'))
  await symlink(join(home, 'node_modules'), join(project, 'node_modules'))
  for (const [name, content] of Object.entries(files)) {
    const file = join(project, name)
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, content)
  }
  return project
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
