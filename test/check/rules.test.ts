import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ALL_RULES } from '../../src/check/all-rules.ts'
import { RULES } from '../../src/base/rules.ts'
import { AGAINST_MISTAKES } from './against-mistakes.ts'
import { CONTENT_MISTAKES } from './content-mistakes.ts'
import { DOWNGRADES } from './downgrades.ts'
import { LISTEN_MISTAKES } from './listen-mistakes.ts'
import { SERVER_MISTAKES } from './server-mistakes.ts'
import { SLOW_SERVERS } from './slow-servers.ts'
import { TOLD_ELSEWHERE } from './told-elsewhere.ts'

const SOURCE = join(import.meta.dirname, '../../src')

/** Where the rules stand that are told by who reads the content. */
const TABLE = 'base/rules.ts'

/** File → its text, of all that may break a rule of the table. */
const texts = new Map(
  globSync('**/*.ts', { cwd: SOURCE })
    .filter((file) => file !== TABLE)
    .map((file) => [file, readFileSync(join(SOURCE, file), 'utf8')]),
)

/** Whole texts in quotes. What is composed is none of them. */
const literals = new Set(
  [...texts.values()].flatMap((text) =>
    [...text.matchAll(/'([^'\\\n]*)'/g)].map((match) => match[1] ?? ''),
  ),
)

describe('the rules', () => {
  test('are each told somewhere in the source, by their whole id', () => {
    expect(Object.keys(RULES).filter((id) => !literals.has(id))).toEqual([])
  })

  test('have ids of which none stands in two tables', () => {
    const ids = [...texts.values()].flatMap((text) =>
      [...text.matchAll(/^  '([a-z-]+\/[a-z-]+)': \{$/gm)].map((match) => match[1] ?? ''),
    )
    const known = [...Object.keys(RULES), ...ids].toSorted()
    expect(known).toEqual(Object.keys(ALL_RULES).toSorted())
  })

  test('have a fix that is written once, in the table; a few words may be said by many', () => {
    const long = Object.entries(RULES).filter(([, { fix }]) => fix.split(' ').length > 5)
    const twice = long.flatMap(([id, { fix }]) =>
      [...texts]
        .filter(([file, text]) => !file.startsWith('commands/') && text.includes(`; ${fix}`))
        .map(([file]) => `${id} ${file}`),
    )
    expect(twice).toEqual([])
  })

  test('are each broken by a mistake', () => {
    const broken = new Set(
      [
        ...CONTENT_MISTAKES,
        ...TOLD_ELSEWHERE,
        ...SERVER_MISTAKES,
        ...DOWNGRADES,
        ...SLOW_SERVERS,
        ...LISTEN_MISTAKES,
        ...AGAINST_MISTAKES,
      ].map(({ rule }) => rule),
    )
    const untried = Object.keys(ALL_RULES).filter((id) => !broken.has(id))
    expect(
      untried,
      'each needs one row in test/check/content-mistakes.ts or server-mistakes.ts',
    ).toEqual([])
  })

  test.each(Object.entries(ALL_RULES))('%s says where it comes from and what to do', (_, rule) => {
    expect(rule.says).toMatch(/^\S.*[^.]$/)
    expect(rule.fix).toMatch(/^\S.*[^.]$/)
    expect(rule.source.words).not.toBe('')
    expect(rule.source.url).toMatch(/^(?:https:\/\/|docs\/reference\/[a-z]+\.md$)/)
  })
})
