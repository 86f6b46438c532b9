import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RULES } from '../../src/check/rules.ts'
import { CONVENTIONS, type Convention } from '../../src/posts/conventions.ts'
import type { Value } from '../../src/posts/front-matter/values.ts'
import { AGAINST_MISTAKES } from './against-mistakes.ts'
import { CONTENT_MISTAKES } from './content-mistakes.ts'
import { DOWNGRADES } from './downgrades.ts'
import { SERVER_MISTAKES } from './server-mistakes.ts'
import { TOLD_ELSEWHERE } from './told-elsewhere.ts'

const SOURCE = join(import.meta.dirname, '../../src')

/** Media types look like rules. */
const MEDIA = /^(?:application|audio|font|image|message|text|video)\//

/** Who puts the room before a rule's name by itself, and how such a call looks. */
const ROOMS: Readonly<Record<string, RegExp>> = {
  'posts/*.ts':
    /\b(?:\.warn|\.report)\(\s*(?:'(?:error|warning|advice)',\s*)?'((?!(?:error|warning|advice)')[a-z-]+)'/g,
  'show/content-files.ts': /\bproblem\('([a-z-]+)'/g,
}

/** What an author may write by mistake under any key. */
const ODD_VALUES: readonly Value[] = [
  true,
  [],
  ['a', ['b']],
  {},
  { a: 'b' },
  'x'.repeat(3000),
  '{{ template }}',
  '1:75:00',
  '47:50',
  '00000000-0000-0000-0000-000000000000',
  'one\ntwo',
  '25g935872',
]

function namedInSource(): readonly string[] {
  const literal = globSync('{posts,audio,show,render,site,commands}/**/*.ts', {
    cwd: SOURCE,
  }).flatMap((file) => {
    const text = readFileSync(join(SOURCE, file), 'utf8')
    return [...text.matchAll(/'([a-z]+\/[a-z]+(?:-[a-z]+)*)'/g)].map((match) => match[1] ?? '')
  })
  const composed = Object.entries(ROOMS).flatMap(([pattern, call]) =>
    globSync(pattern, { cwd: SOURCE }).flatMap((file) => {
      const room = pattern.startsWith('posts') ? 'post' : 'content'
      const text = readFileSync(join(SOURCE, file), 'utf8')
      return [...text.matchAll(call)].map((match) => `${room}/${match[1]}`)
    }),
  )
  return [...new Set([...literal.filter((id) => !MEDIA.test(id)), ...composed])]
}

function complains({ read }: Convention<unknown>, value: Value): boolean {
  let warned = false
  try {
    read(value, () => {
      warned = true
    })
  } catch {
    warned = true
  }
  return warned
}

describe('the rules', () => {
  test('have an entry for each that the source names', () => {
    const missing = namedInSource().filter((id) => !Object.hasOwn(RULES, id))
    expect(
      missing,
      'each needs one entry in src/check/reported-rules.ts and one row in test/check/content-mistakes.ts that trips it',
    ).toEqual([])
  })

  test('have an entry for each field of a post that may be wrong', () => {
    const fields = Object.entries(CONVENTIONS).filter(([, convention]) =>
      ODD_VALUES.some((value) => complains(convention, value)),
    )
    const ids = fields.map(
      ([name]) => `post/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    )
    expect(ids.filter((id) => !Object.hasOwn(RULES, id))).toEqual([])
  })

  test('are each broken by a mistake', () => {
    const broken = new Set(
      [
        ...CONTENT_MISTAKES,
        ...TOLD_ELSEWHERE,
        ...SERVER_MISTAKES,
        ...DOWNGRADES,
        ...AGAINST_MISTAKES,
      ].map(({ rule }) => rule),
    )
    const untried = Object.keys(RULES).filter((id) => !broken.has(id))
    expect(
      untried,
      'each needs one row in test/check/content-mistakes.ts or server-mistakes.ts',
    ).toEqual([])
  })

  test.each(Object.entries(RULES))('%s says where it comes from and what to do', (_, rule) => {
    expect(rule.says).toMatch(/^\S.*[^.]$/)
    expect(rule.wayOut).toMatch(/^\S.*[^.]$/)
    expect(rule.source.words).not.toBe('')
    expect(rule.source.url).toMatch(/^(?:https:\/\/|docs\/reference\/[a-z]+\.md$)/)
  })
})
