import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { argv, env, execPath, exit, getuid } from 'node:process'
import { fileURLToPath } from 'node:url'

/** A program, or part of one, that tests call and that npm does not bring. */
interface Requirement {
  /** Commands, or absolute paths. Any one of them will do; the first that is there is used. */
  readonly found: readonly [string, ...string[]]
  /** The name of its package in Debian. */
  readonly debian: string
  readonly why: string
}

/** Chromium without the windows, which takes a third of the time. */
const SHELL = 'chromium-headless-shell'

const CHROMIUM: Requirement = {
  found: [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  debian: 'chromium',
  why: 'plays episodes in the browser tests',
}

/** What any of the browsers stands in for. */
const QUICK: Requirement = {
  found: [SHELL],
  debian: SHELL,
  why: 'plays them in a third of the time',
}

const REQUIREMENTS: readonly Requirement[] = [
  CHROMIUM,
  { found: ['ffmpeg'], debian: 'ffmpeg', why: 'makes and decodes recordings' },
  { found: ['lame'], debian: 'lame', why: 'makes MP3s of every kind to be measured' },
  { found: ['mpg123'], debian: 'mpg123', why: 'decodes MP3s in free format and damaged ones' },
  { found: ['flite'], debian: 'flite', why: 'speaks English in recordings' },
  { found: ['espeak-ng'], debian: 'espeak-ng', why: 'speaks what recordings are compared with' },
  {
    found: ['/usr/share/festival/voices/czech/czech_dita'],
    debian: 'festvox-czech-dita',
    why: 'speaks Czech in recordings',
  },
]

/** What only `npm run test:all` tries exports with. */
const SERVERS: readonly Requirement[] = [
  { found: ['nginx', '/usr/sbin/nginx'], debian: 'nginx-light', why: 'serves an export' },
  { found: ['caddy'], debian: 'caddy', why: 'serves an export' },
  { found: ['/usr/sbin/apache2'], debian: 'apache2-bin', why: 'serves an export' },
  { found: ['wrk'], debian: 'wrk', why: 'puts servers under load' },
]

/** Another browser, in which `npm run test:all` tries the player; without it that is left out. */
const FIREFOX: Requirement = {
  found: ['firefox-esr', 'firefox'],
  debian: 'firefox-esr',
  why: 'plays episodes in another browser',
}

/** What the recipes of `docs/recipes/` are tried with. */
const RECIPES: readonly Requirement[] = [
  { found: ['hugo'], debian: 'hugo', why: 'builds a blog in the recipe for Hugo' },
  { found: ['jekyll'], debian: 'jekyll', why: 'builds a blog in the recipe for Jekyll' },
]

/**
 * Where the browser is that tests drive: the system's, else Playwright's own.
 *
 * @throws {Error} If there is none; the message says what to do.
 */
export async function chromiumPath(): Promise<string> {
  const path = findCommand(CHROMIUM.found) ?? (await findPlaywrightChromium())
  if (path === null) throw new Error(fix([CHROMIUM]))
  return path
}

/** Where Firefox is; null where it is not. */
export function firefoxPath(): string | null {
  return findCommand(FIREFOX.found)
}

/** Installs Firefox where that is possible, and says so where it is not. */
function installFirefox(): void {
  if (firefoxPath() !== null) return
  aptGet([FIREFOX])
  if (firefoxPath() === null) {
    console.log(`${FIREFOX.debian} could not be installed: the tests in Firefox are left out`)
  }
}

/**
 * Makes sure that everything is there which only tests need. Says nothing and does nothing when
 * it is.
 *
 * @param wanted What some tests need.
 * @throws {Error} If something is missing and cannot be installed; the message says what to do.
 */
async function install(wanted: readonly Requirement[]): Promise<void> {
  if (wanted.includes(CHROMIUM) && canHave(QUICK)) aptGet([QUICK])
  const missing = await findMissing(wanted)
  if (missing.length === 0) return
  const complaints = [aptGet(missing), playwright(await findMissing(wanted))]
  const left = await findMissing(wanted)
  if (left.length > 0) {
    throw new Error([...complaints.filter((text) => text !== null), fix(left)].join('\n'))
  }
}

async function findMissing(wanted: readonly Requirement[]): Promise<Requirement[]> {
  const missing = wanted.filter(({ found }) => findCommand(found) === null)
  return missing.includes(CHROMIUM) && (await findPlaywrightChromium()) !== null
    ? missing.filter((requirement) => requirement !== CHROMIUM)
    : missing
}

/** Whether it is missing, and the lists of apt-get have it. */
function canHave({ found, debian }: Requirement): boolean {
  return findCommand(found) === null && run(['apt-cache', 'show', debian]) === null
}

function findCommand(commands: readonly string[]): string | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const paths = commands.flatMap((command) =>
    isAbsolute(command) ? command : folders.map((folder) => join(folder, command)),
  )
  return paths.find(isExecutable) ?? null
}

/** Asked last, because loading Playwright takes longer than everything else here. */
async function findPlaywrightChromium(): Promise<string | null> {
  const { chromium } = await import('playwright-core')
  const path = chromium.executablePath()
  return isExecutable(path) ? path : null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @returns What went wrong, or null; also where this is no Debian or we may not install. */
function aptGet(requirements: readonly Requirement[]): string | null {
  const command = installer()
  for (const { debian, why } of requirements) console.log(`installing ${debian}, which ${why}`)
  if (command === null) return null
  // Old lists still do for most installations, so a failure here decides nothing.
  run([...command, 'update', '-qq'])
  return run([
    ...command,
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    '-o',
    'DPkg::Lock::Timeout=300',
    '-o',
    'Acquire::http::Timeout=20',
    ...requirements.map(({ debian }) => debian),
  ])
}

/** How apt-get is run with the rights that it needs, without asking anybody for a password. */
function installer(): [string, ...string[]] | null {
  if (findCommand(['apt-get']) === null) return null
  if (getuid?.() === 0) return ['apt-get']
  const sudo: [string, ...string[]] = ['sudo', '-n', 'apt-get']
  return findCommand(['sudo']) !== null && run(['sudo', '-n', 'true']) === null ? sudo : null
}

/** Downloads a browser of Playwright's where the system has none to offer. */
function playwright(requirements: readonly Requirement[]): string | null {
  if (!requirements.includes(CHROMIUM)) return null
  const cli = fileURLToPath(new URL('cli.js', import.meta.resolve('playwright-core')))
  return run([execPath, cli, 'install', 'chromium'])
}

function run([command, ...args]: readonly [string, ...string[]]): string | null {
  try {
    const options = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'pipe' } as const
    execFileSync(command, args, options)
    return null
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error)
  }
}

function fix(requirements: readonly Requirement[]): string {
  const packages = requirements.map(({ debian }) => debian).join(' ')
  const other = requirements.includes(CHROMIUM)
    ? '; a browser also comes with "npx playwright-core install --with-deps chromium"'
    : ''
  return `the tests need ${packages.replaceAll(' ', ', ')}: run "sudo apt-get install ${packages}", or install the same with your system's package manager${other}`
}

if (import.meta.main) {
  try {
    const own = argv.includes('servers') ? [...REQUIREMENTS, ...SERVERS] : REQUIREMENTS
    await install(argv.includes('recipes') ? RECIPES : own)
    if (argv.includes('servers')) installFirefox()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    exit(1)
  }
}
