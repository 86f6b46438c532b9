import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { EVERYTHING, sampleOf } from '../support/extent.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { findings, type Printed } from './check-files.ts'
import { goodShow } from './good-show.ts'
import { INVENTED_AGAINST } from './invented-against.ts'
import { FORGIVEN, UNSAID } from './invented-forgiven.ts'
import { INVENTED_LIVE } from './invented-live.ts'
import { INVENTED_FIELDS, INVENTED_TEXTS } from './invented-posts.ts'
import { INVENTED_SETTINGS } from './invented-settings.ts'
import { INVENTED_SIDECARS, INVENTED_SOUNDS } from './invented-sounds.ts'
import { serveWith } from './server-mistakes.ts'

/**
 * Mistakes that podcasters make. What is done and what a person would want to be told were written
 * down before the rules were looked at; the name of the rule was added then.
 */
const IN_FOLDERS = [
  ...INVENTED_SETTINGS,
  ...INVENTED_FIELDS,
  ...INVENTED_TEXTS,
  ...INVENTED_SOUNDS,
  ...INVENTED_SIDECARS,
]

/** The part of the program that a rule is about. */
const roomOf = ([, , rule]: readonly [string, unknown, string, ...unknown[]]): string =>
  rule.split('/')[0] ?? ''

/** The rules whose sentence, with its field and its fix, says what a person wants to know. */
function telling(found: readonly Printed[], says: RegExp): readonly string[] {
  return found
    .filter(({ file, field, message, fix }) => says.test(`${file} ${field}: ${message}; ${fix}`))
    .map(({ rule }) => rule)
}

describe('check, of mistakes that were thought of before its rules', () => {
  test('finds nearly all, and of the others it is known why', () => {
    const against = INVENTED_AGAINST.map(({ name, rule }) => [name, null, rule] as const)
    const all = [...IN_FOLDERS, ...INVENTED_LIVE, ...against]
    expect(all.length).toBeGreaterThan(240)
    expect(UNSAID.length / (all.length + UNSAID.length)).toBeLessThan(0.04)
    expect(new Set(all.map(([name, , rule]) => `${rule} ${name}`)).size).toBe(all.length)
  })

  test.each(sampleOf(IN_FOLDERS, roomOf))('finds %s', async (_, edit, rule, says) => {
    const files = goodShow()
    edit(files)
    expect(telling(await findings(await makeFolder(files)), says)).toContain(rule)
  })

  test.each(sampleOf(INVENTED_LIVE, roomOf))('finds %s', async (name, mistake, rule, says) => {
    const live = await serveWith({ name, rule, ...mistake })
    expect(telling(await findings('', { live }), says)).toContain(rule)
  })

  const unsaid = UNSAID.map(([name, edit]) => [name, edit] as const)
  test.each(sampleOf([...FORGIVEN, ...unsaid]))('says nothing of %s', async (_, edit) => {
    const files = goodShow()
    edit(files)
    const found = await findings(await makeFolder(files))
    expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([])
  })
})

describe.runIf(EVERYTHING)('check --against, of mistakes that were thought of before', () => {
  let master: string
  beforeAll(async () => {
    master = await mkdtemp(join(tmpdir(), 'sidecast-test-'))
    await addFiles(join(master, 'show'), goodShow())
    await sidecast(['build', join(master, 'show'), '--out', join(master, 'dist')])
    return () => rm(master, { recursive: true })
  })

  test.each(INVENTED_AGAINST)('finds $name', async ({ before, rule, says, arrange }) => {
    const copy = await makeFolder()
    await cp(master, copy, { recursive: true, preserveTimestamps: true })
    const feed = await readFile(join(copy, 'dist/feed.xml'), 'utf8')
    const against = join(copy, 'old.xml')
    await writeFile(against, before(feed))
    await arrange?.(join(copy, 'show'))
    expect(telling(await findings(join(copy, 'show'), { against }), says)).toContain(rule)
  })
})
