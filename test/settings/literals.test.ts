import { describe, expect, test } from 'vitest'
import { parseProgram } from '../../src/settings/blog/program-literals.ts'
import { parsePython } from '../../src/settings/blog/python-literals.ts'

describe('parsePython', () => {
  test.each([
    ["NAME = 'Tides'", 'Tides'],
    ['NAME = "It\'s \\"tides\\""  # a comment', 'It\'s "tides"'],
    ['NAME = u"""One\nTwo"""', 'One\nTwo'],
    ["NAME = r'a\\b'", 'a\\b'],
    ["NAME = ('Low '\n  'Tide')", undefined],
    ["NAME = 'Low ' 'Tide'", 'Low Tide'],
    ["NAME: str = 'Tides'", 'Tides'],
    ['NAME = 1_000', '1000'],
    ['NAME = True', true],
    ['NAME = None', null],
    ['NAME = ("a", "b",)', ['a', 'b']],
    ['NAME = ("a",)', ['a']],
    ['NAME = ("a")', 'a'],
    ["NAME = [\n  ('x/*.md', 'x', 't'),  # one\n]", [['x/*.md', 'x', 't']]],
    ["NAME = {'en': 'Tides', 'cs': ['a']}", { en: 'Tides', cs: ['a'] }],
    ["NAME = os.environ['NAME']", undefined],
    ["NAME = 'a' + b", undefined],
    ["NAME = f'{a}'", undefined],
    ["NAME == 'a'", undefined],
    ["  NAME = 'a'", undefined],
    ["NAME = 'a", undefined],
    ['NAME = [[', undefined],
    [`NAME = ${'['.repeat(5000)}`, undefined],
  ])('reads %s', (text, value) => {
    expect(parsePython(`import os\n${text}\n`).values['NAME']).toEqual(value)
  })

  test('knows the lines, and ends with hostile programs', () => {
    expect(parsePython('A = 1\n\nB = 2\n').lines.get('B')).toBe(3)
    for (const text of ['A = """', "A = ['", 'A = (', 'A=\\', 'A="\\']) {
      const started = performance.now()
      parsePython(`${text}\n`.repeat(20_000))
      expect(performance.now() - started).toBeLessThan(2000)
    }
  })
})

describe('parseProgram', () => {
  test('reads what is written out, the first of each name, and no comments', () => {
    const { values } = parseProgram(`
      // site: 'https://old.example.org'
      /* title: 'Old' */
      export const SITE_TITLE: string = 'Tides // and more'
      const url = "https://example.org/a"
      export default { site: 'https://example.org', site: 'x', trailingSlash: \`never\`, cleanUrls: true,
        dir: { input: 'src' }, build: { format: "file" }, computed: \`\${x}\` }
      config.setInputDirectory('web')
    `)
    expect(values).toMatchObject({
      title: 'Tides // and more',
      url: 'https://example.org/a',
      site: 'https://example.org',
      trailingSlash: 'never',
      cleanUrls: true,
      dir: { input: 'src' },
      build: { format: 'file' },
      setInputDirectory: 'web',
    })
    expect(values).not.toHaveProperty('computed')
  })

  test('ends with hostile programs', () => {
    for (const text of ['/*', "'", '`', 'dir: {', 'a:', '//', 'SITE_'.repeat(10)]) {
      const started = performance.now()
      parseProgram(text.repeat(50_000))
      expect(performance.now() - started).toBeLessThan(2000)
    }
  })
})
