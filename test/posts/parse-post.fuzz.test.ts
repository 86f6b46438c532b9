import { describe, expect, test } from 'vitest'
import { faultsOfPost, fuzzDamagedPosts, fuzzInventedPosts } from '../fuzz/posts.ts'
import { manyOr } from '../support/extent.ts'

/** How many damaged files a run parses: most of them mutations of whole posts, the rest made up. */
const MUTATIONS = manyOr(750, 7500)
const INVENTIONS = manyOr(250, 2500)

/** For a whole run, on a machine that is busy with others. */
const TIMEOUT = 60_000

describe('parsePost on hostile files', () => {
  test(
    'always gives a post, a reason or a problem, and soon: damaged samples',
    () => expect(fuzzDamagedPosts(MUTATIONS)).toBeNull(),
    TIMEOUT,
  )

  test(
    'always gives a post, a reason or a problem, and soon: anything under known keys',
    () => expect(fuzzInventedPosts(INVENTIONS)).toBeNull(),
    TIMEOUT,
  )

  test.each([
    { name: 'open brackets', text: `---\na: ${'['.repeat(200_000)}\n---\n` },
    { name: 'pairs in brackets', text: `---\na: [${'a: b, '.repeat(40_000)}]\n---\n` },
    { name: 'lines at the margin', text: `---\na: "${'x\n'.repeat(120_000)}"\n---\n` },
    { name: 'quoted quotes', text: `{"${'\\"'.repeat(500_000)}` },
    {
      name: 'a long key over a long list',
      text: `{"${'k'.repeat(100_000)}": [${'0,'.repeat(70_000)}0]}`,
    },
    { name: 'dotted keys', text: `+++\n${'a.'.repeat(120_000)}b = 1\n+++\n` },
    { name: 'blanks in TOML', text: `+++\na = ${' '.repeat(250_000)}x\n+++\n` },
    { name: 'short values', text: `---\na: ž\nb:\n${'- a\n'.repeat(60_000)}---\n` },
    { name: 'blanks behind values', text: `---\na: ž\nb:\n${'- a   \t\n'.repeat(30_000)}---\n` },
    { name: 'audio tags', text: `---\na: b\n---\n${'<audio'.repeat(170_000)}` },
    { name: 'backticks', text: `---\na: b\n---\n<audio>${'`'.repeat(1_000_000)}` },
    {
      name: 'runs of backticks',
      text: `---\na: b\n---\n<audio>${Array.from({ length: 1400 }, (_, n) => '`'.repeat(n)).join(' ')}`,
    },
    { name: 'comments', text: `---\na: b\n---\n<audio>${'<!--'.repeat(250_000)}` },
    { name: 'attributes', text: `---\na: b\n---\n<audio${' src ='.repeat(170_000)}>` },
    {
      name: 'names',
      text: `---\nmp3: a\ndate: 2025-01-29\nauthor: '${'x, '.repeat(80_000)}'\n---\n`,
    },
    {
      name: 'links in a title',
      text: `---\nmp3: a\ndate: 2025-01-29\ntitle: '${'[a]('.repeat(60_000)}'\n---\n`,
    },
    {
      name: 'dots in an address',
      text: `---\nmp3: '${'.mp3'.repeat(60_000)}x'\ndate: 2025-01-29\n---\n`,
    },
    {
      name: 'slashes in a slug',
      text: `---\nmp3: a\ndate: 2025-01-29\nslug: 'x${'/'.repeat(240_000)}y'\n---\n`,
    },
    {
      name: 'dots in a language',
      text: `---\nmp3: a\ndate: 2025-01-29\nlang: "${'.'.repeat(240_000)}\\nx"\n---\n`,
    },
    { name: 'carriage returns', text: '\r'.repeat(1_000_000) },
    { name: 'blank lines', text: ' \n'.repeat(500_000) },
    { name: 'dashes', text: '-'.repeat(1_000_000) },
  ])('is quick on a megabyte of $name', ({ text }) => {
    expect(faultsOfPost('2025-01-29-tides.md', text)).toEqual([])
  })
})
