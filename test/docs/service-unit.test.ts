import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'

const GUIDE = join(import.meta.dirname, '../../docs/go-live.md')
const run = promisify(execFile)

/** A file that the guide shows under its path. */
async function fileOfGuide(name: string): Promise<string> {
  const guide = await readFile(GUIDE, 'utf8')
  const [, after = ''] = guide.split(`/etc/systemd/system/${name}`)
  return /```ini\n(.*?)```/s.exec(after)?.[1] ?? ''
}

async function analyze(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run('systemd-analyze', args).catch((cause: unknown) => {
    if (cause instanceof Error && 'stdout' in cause) return { stdout: '', stderr: cause.message }
    throw cause
  })
  return stdout + stderr
}

const hasSystemd = await analyze('--version').then(
  () => true,
  () => false,
)

test('the unit of the guide lets the service write to the blog alone', async () => {
  const unit = await fileOfGuide('sidecast.service')
  expect(unit.match(/^ReadWritePaths=.*$/gm)).toEqual(['ReadWritePaths=/srv/blog'])
  expect(unit).toMatch(/^ProtectSystem=strict$/m)
  expect(unit).toMatch(/^User=podcast$/m)
})

// Skipped where there is no systemd to ask.
test.runIf(EVERYTHING && hasSystemd)('systemd understands it and calls it safe', async () => {
  const folder = await makeFolder()
  for (const name of ['sidecast.service', 'sidecast.socket']) {
    await writeFile(join(folder, name), await fileOfGuide(name))
  }
  const service = join(folder, 'sidecast.service')
  const complaints = await analyze('verify', '--man=no', service, join(folder, 'sidecast.socket'))
  expect(complaints.split('\n').filter((line) => line.includes(folder))).toEqual([])
  const judged = await analyze('security', '--offline=true', '--no-pager', service)
  const exposure = Number(/exposure level for sidecast.service: ([\d.]+)/.exec(judged)?.[1])
  expect(exposure).toBeLessThan(2)
})
