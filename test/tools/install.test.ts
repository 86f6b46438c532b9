import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'

const INSTALL = join(import.meta.dirname, 'install.ts')
const NOTHING = '#!/bin/sh\n'
const FAILS = '#!/bin/sh\nexit 100\n'

interface Outcome {
  readonly code: number
  readonly out: string
  readonly complaint: string
}

/**
 * Runs the installer with only the given commands to be found, in a home without a browser. The
 * Czech voice is no command and is there as it is on this machine.
 */
async function runOn(commands: Readonly<Record<string, string>>): Promise<Outcome> {
  const home = await makeFolder()
  const bin = join(home, 'bin')
  await mkdir(bin)
  for (const [name, script] of Object.entries(commands)) await addCommand(bin, name, script)
  const env = { PATH: bin, HOME: home, PLAYWRIGHT_BROWSERS_PATH: home, ...DEAF }
  return new Promise((resolve) => {
    execFile(execPath, [INSTALL], { env }, (error, out, complaint) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, complaint })
    })
  })
}

/** Whatever Playwright tries to download, nobody answers. */
const DEAF = {
  PLAYWRIGHT_DOWNLOAD_HOST: 'http://127.0.0.1:9',
  PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '200',
}

async function addCommand(bin: string, name: string, script: string): Promise<void> {
  await writeFile(join(bin, name), script)
  await chmod(join(bin, name), 0o755)
}

describe('the installer of what tests need', () => {
  test('says nothing when everything is there', async () => {
    const commands = {
      'google-chrome': NOTHING,
      ffmpeg: NOTHING,
      lame: NOTHING,
      mpg123: NOTHING,
      flite: NOTHING,
      'espeak-ng': NOTHING,
    }
    expect(await runOn(commands)).toEqual({ code: 0, out: '', complaint: '' })
  })

  test('installs what is missing with apt-get, a line for each, and nothing else', async () => {
    const log = join(await makeFolder(), 'log')
    const aptGet = `#!/bin/sh
echo "$DEBIAN_FRONTEND: $*" >> ${log}
[ "$1" = install ] && for name in ffmpeg flite; do
  echo '#!/bin/sh' > "\${0%/*}/$name"
  /bin/chmod +x "\${0%/*}/$name"
done
exit 0
`
    const sudo = '#!/bin/sh\nshift\n[ "$1" = true ] || exec "$@"\n'
    expect(
      await runOn({
        chromium: NOTHING,
        lame: NOTHING,
        mpg123: NOTHING,
        'espeak-ng': NOTHING,
        'apt-get': aptGet,
        sudo,
      }),
    ).toEqual({
      code: 0,
      out: [
        'installing ffmpeg, which makes and decodes recordings',
        'installing flite, which speaks English in recordings',
        '',
      ].join('\n'),
      complaint: '',
    })
    expect(await readFile(log, 'utf8')).toBe(
      [
        'noninteractive: update -qq',
        'noninteractive: install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 -o Acquire::http::Timeout=20 ffmpeg flite',
        '',
      ].join('\n'),
    )
  })

  test('installs the quicker browser where apt-get knows it, and goes on where that fails', async () => {
    const others = { chromium: NOTHING, lame: NOTHING, mpg123: NOTHING, flite: NOTHING }
    const commands = { ...others, ffmpeg: NOTHING, 'espeak-ng': NOTHING, 'apt-get': FAILS }
    const sudo = '#!/bin/sh\nshift\n[ "$1" = true ] || exec "$@"\n'
    const quick = 'installing chromium-headless-shell, which plays them in a third of the time\n'
    for (const [known, out] of [
      [NOTHING, quick],
      [FAILS, ''],
    ] as const) {
      const ended = await runOn({ ...commands, sudo, 'apt-cache': known })
      expect(ended).toEqual({ code: 0, out, complaint: '' })
    }
  })

  test('tells the command to run where it cannot install, and what stood in the way', async () => {
    const aptGet = '#!/bin/sh\necho "E: no network" >&2\nexit 100\n'
    const { code, complaint } = await runOn({
      chromium: NOTHING,
      lame: NOTHING,
      mpg123: NOTHING,
      flite: NOTHING,
      'espeak-ng': NOTHING,
      'apt-get': aptGet,
      sudo: '#!/bin/sh\nexit 1\n',
    })
    expect(code).toBe(1)
    expect(complaint).toMatch(
      /the tests need ffmpeg: run "sudo apt-get install ffmpeg", or install the same with your system's package manager\n$/,
    )
  })

  test.runIf(EVERYTHING)(
    'tries a browser of Playwright before it gives up on one',
    async () => {
      const { code, complaint } = await runOn({
        ffmpeg: NOTHING,
        lame: NOTHING,
        mpg123: NOTHING,
        flite: NOTHING,
        'espeak-ng': NOTHING,
      })
      expect(code).toBe(1)
      expect(complaint).toMatch(/playwright-core\/cli\.js install chromium/)
      expect(complaint).toMatch(
        /the tests need chromium: run "sudo apt-get install chromium".*"npx playwright-core install --with-deps chromium"\n$/,
      )
    },
    20_000,
  )
})
