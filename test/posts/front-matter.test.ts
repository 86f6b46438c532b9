import { describe, expect, test } from 'vitest'
import { readFrontMatter } from '../../src/posts/front-matter/front-matter.ts'

type FrontMatter = ReturnType<typeof readFrontMatter>

function found(file: string): Extract<FrontMatter, { state: 'found' }> {
  const result = readFrontMatter(file)
  if (result.state !== 'found') throw new Error(JSON.stringify(result))
  return result
}

function mistakeIn(file: string): Extract<FrontMatter, { state: 'broken' }> {
  const result = readFrontMatter(file)
  if (result.state !== 'broken') throw new Error(JSON.stringify(result))
  return result
}

describe('merge keys', () => {
  const BASE = 'base: &b\n  title: Base\n  season: 3\n'
  test.each([
    { name: 'of a mapping', yaml: `${BASE}<<: *b\n`, title: 'Base', season: '3' },
    { name: 'go behind what stands below', yaml: `${BASE}<<: *b\ntitle: Own\n`, title: 'Own' },
    { name: 'go behind what stands above', yaml: `${BASE}title: Own\n<<: *b\n`, title: 'Own' },
    {
      name: 'of several, the first before the others',
      yaml: `${BASE}more: &m { title: More, season: 4, lang: cs }\n<<: [*m, *b]\n`,
      title: 'More',
      season: '4',
      lang: 'cs',
    },
    { name: 'written in place', yaml: '<<: { title: Here }\n', title: 'Here' },
    {
      name: 'of a mapping that merges itself',
      yaml: `${BASE}more: &m\n  <<: *b\n  season: 4\n<<: *m\n`,
      title: 'Base',
      season: '4',
    },
    { name: 'in TOML are keys', yaml: null, file: '+++\n"<<" = "x"\n+++\n', '<<': 'x' },
    { name: 'in quotes are keys', yaml: `${BASE}"<<": *b\ntitle: Own\n`, title: 'Own' },
    { name: 'of a text are keys', yaml: '<<: guillemets\n', '<<': 'guillemets' },
    { name: 'of a list with a text are keys', yaml: `${BASE}<<: [*b, x]\ntitle: A\n`, title: 'A' },
  ])('$name', ({ yaml, file, name, ...expected }) => {
    expect(name).not.toBe('')
    expect(found(file ?? `---\n${yaml}---\nText`).values).toMatchObject(expected)
  })

  test('inside of a mapping', () => {
    const { values } = found(
      '---\na: &a { title: One }\nchapters:\n  - <<: *a\n    start: 5\n---\n',
    )
    expect({ ...values }).toMatchObject({ chapters: [{ title: 'One', start: '5' }] })
  })

  test('give what they merge their own line, and repeat nothing', () => {
    const { lines, repeated } = found(
      '---\nb: &b { title: Base }\n<<: *b\ntitle: Own\n<<: { lang: cs }\n---\n',
    )
    expect(repeated).toEqual([])
    expect(lines.get('title')).toBe(4)
    expect(lines.get('lang')).toBe(5)
  })

  test('that unfold without end are refused', () => {
    const wide = Array.from({ length: 600 }, (_, index) => `k${index}: v`).join(', ')
    const merges = Array.from({ length: 20 }, (_, index) => `m${index}: { <<: *a }\n`).join('')
    expect(mistakeIn(`---\na: &a { ${wide} }\n${merges}---\n`).message).toMatch(/repeat too much/)
  })
})

describe('fences', () => {
  test.each([
    { name: 'YAML', file: '---\ntitle: Tides\n---\nThe sea.\n' },
    { name: 'YAML that ends in dots', file: '---\ntitle: Tides\n...\nThe sea.\n' },
    { name: 'YAML by name', file: '---yaml\ntitle: Tides\n---\nThe sea.\n' },
    { name: 'TOML', file: '+++\ntitle = "Tides"\n+++\nThe sea.\n' },
    { name: 'TOML by name', file: '---toml\ntitle = "Tides"\n---\nThe sea.\n' },
    { name: 'JSON', file: '{\n"title": "Tides"\n}\nThe sea.\n' },
    { name: 'JSON by name', file: '---json\n{ "title": "Tides" }\n---\nThe sea.\n' },
    { name: 'white space behind the fences', file: '---  \ntitle: Tides\n---\t\nThe sea.\n' },
    { name: 'a rule in the body', file: '---\ntitle: Tides\n---\nThe sea.\n' },
  ])('reads $name', ({ file }) => {
    const { values, body, bodyLine } = found(file)
    expect({ ...values, body, bodyLine }).toEqual({
      title: 'Tides',
      body: 'The sea.\n',
      bodyLine: 4,
    })
  })

  test.each([
    { name: 'a byte order mark', file: '\uFEFF---\ntitle: Tides\n---\nA\nB', bodyLine: 4 },
    { name: 'two of them', file: '\uFEFF\uFEFF---\ntitle: Tides\n---\nA\nB', bodyLine: 4 },
    { name: 'CRLF', file: '---\r\ntitle: Tides\r\n---\r\nA\r\nB', bodyLine: 4 },
    { name: 'mixed line ends', file: '---\r\ntitle: Tides\n---\rA\r\nB', bodyLine: 4 },
    { name: 'blank lines before it', file: '\n  \n---\ntitle: Tides\n---\nA\nB', bodyLine: 6 },
    { name: 'blank lines in it', file: '---\n\ntitle: Tides\n\n---\nA\nB', bodyLine: 6 },
    { name: 'blank lines before JSON', file: '\n{"title":"Tides"}\nA\nB', bodyLine: 3 },
    { name: 'text behind the brace', file: '{"title":"Tides"}A\nB', bodyLine: 1 },
  ])('copes with $name', ({ file, bodyLine }) => {
    const { values, body, bodyLine: line } = found(file)
    expect([values['title'], body, line]).toEqual(['Tides', 'A\nB', bodyLine])
  })

  test('ends at the first closing fence, so that a rule in the text is text', () => {
    expect(found('---\na: b\n---\nA\n\n---\nB').body).toBe('A\n\n---\nB')
  })

  test.each(['---\ntitle: Tides\n---', '---\n---\n', '---\n# nothing\n---\n', '{}', '+++\n+++\n'])(
    'takes %j for front matter without a body',
    (file) => {
      expect(found(file).body).toBe('')
    },
  )

  test.each([
    { file: '', reason: 'empty file' },
    { file: '\uFEFF \r\n\t\n', reason: 'empty file' },
    { file: 'The sea.\n', reason: 'no front matter' },
    { file: 'title: Tides\n\nThe sea.\n', reason: 'no front matter' },
    // A rule, not a fence
    { file: '---\n\nThe sea.\n', reason: 'no front matter' },
    { file: '---\n\nThe sea.\n\n---\n\nThe moon.\n', reason: 'no front matter' },
    { file: '---\n- a list\n---\n', reason: 'no front matter' },
    // Templates, not JSON
    { file: '{% include tides.html %}\n', reason: 'no front matter' },
    { file: '{{< tides >}}\n', reason: 'no front matter' },
    { file: '{:toc}\n', reason: 'no front matter' },
    // Pasted from a phone
    { file: '-----\ntitle: Tides\n-----\n', reason: 'no front matter ("-----" is not "---")' },
    { file: '\u2014\ntitle: Tides\n\u2014\n', reason: 'no front matter ("\u2014" is not "---")' },
    {
      file: '\u2013\u2013\u2013\ntitle: Tides\n',
      reason: 'no front matter ("\u2013\u2013\u2013" is not "---")',
    },
    { file: '--\ntitle: Tides\n--\n', reason: 'no front matter ("--" is not "---")' },
  ])('finds none in $file: $reason', ({ file, reason }) => {
    expect(readFrontMatter(file)).toEqual({ state: 'none', reason })
  })

  test.each([
    { file: '---\ntitle: Tides\n\nThe sea.\n', line: 1, closing: '---' },
    { file: '\n---\ntitle: Tides\n----\nThe sea.\n', line: 2, closing: '---' },
    { file: '+++\ntitle = "Tides"\n---\n', line: 1, closing: '+++' },
  ])('says where it opens when $closing is missing', ({ file, line, closing }) => {
    expect(readFrontMatter(file)).toEqual({
      state: 'broken',
      line,
      message: `the front matter that begins here is never closed; put "${closing}" on a line of its own before the text`,
    })
  })

  test.each(['---js', '---javascript', '--- coffee'])('never runs a program: %s', (fence) => {
    expect(readFrontMatter(`${fence}\n{ title: process.exit() }\n---\n`)).toEqual({
      state: 'broken',
      line: 1,
      message: 'front matter that is a program is not executed; write it as YAML, TOML or JSON',
    })
  })
})

describe('values', () => {
  test.each([
    '016',
    '0x1F',
    '1e3',
    '1_000',
    '1:01:00',
    '1.10',
    '12345678901234567890',
    '2025',
    '2025-01-29',
    '2025-03-27 08:00:00',
    'yes',
    'No',
    '.inf',
    '0o17',
    '+5',
  ])('of YAML stay what their author wrote: %s', (text) => {
    expect(found(`---\nvalue: ${text}\nlist: [${text}]\n---\n`).values).toEqual({
      value: text,
      list: [text],
    })
  })

  test.each([
    { written: '1.10', value: '1.10' },
    { written: '12345678901234567890', value: '12345678901234567890' },
    { written: '1e3', value: '1e3' },
    { written: '2015-12-31T13:18:51-08:00', value: '2015-12-31T13:18:51-08:00' },
    { written: '2025-03-27 08:00:00  # local', value: '2025-03-27 08:00:00' },
    { written: '2025-01-29', value: '2025-01-29' },
    { written: '07:32:00', value: '07:32:00' },
    { written: '"# no comment" # a comment', value: '# no comment' },
    { written: 'true # yes', value: true },
    { written: "['a', 'b',]", value: ['a', 'b'] },
  ])('of TOML stay what their author wrote: $written', ({ written, value }) => {
    expect(found(`+++\nkey = ${written}\n[map]\nkey = ${written}\n+++\n`).values).toEqual({
      key: value,
      map: { key: value },
    })
  })

  test.each([
    { written: '1.10', value: '1.10' },
    { written: '12345678901234567890', value: '12345678901234567890' },
    { written: '-1', value: '-1' },
    { written: '1E3', value: '1E3' },
    { written: 'null', value: null },
    { written: 'false', value: false },
    { written: String.raw`"\u017e\n\ud83d\ude80"`, value: 'ž\n🚀' },
    { written: '[1, {"a": []}]', value: ['1', { a: [] }] },
  ])('of JSON stay what their author wrote: $written', ({ written, value }) => {
    expect(found(`{"key": ${written}, "last": ""}`).values).toEqual({ key: value, last: '' })
  })

  test.each([
    { written: 'null', value: null },
    { written: '~', value: null },
    { written: '', value: null },
    { written: 'true', value: true },
    { written: 'False', value: false },
    { written: '"true"', value: 'true' },
    { written: "'null'", value: 'null' },
    { written: '!!str true', value: 'true' },
    { written: '!ruby/object:Kernel x', value: 'x' },
    { written: '>\n  two\n  lines\n', value: 'two lines\n' },
    { written: '|\n  two\n  lines\n', value: 'two\nlines\n' },
    { written: String.raw`"\U0001F41F \x41"`, value: '🐟 A' },
  ])('of YAML are switches, nothing, or text: $written', ({ written, value }) => {
    expect(found(`---\nkey: ${written}\n---\n`).values['key']).toEqual(value)
  })

  test.each([
    { name: 'a double quotation', block: 'text: "one\n\ntwo\nthree"', text: 'one\ntwo three' },
    { name: 'a single quotation', block: "text: 'one\n\n'", text: 'one\n' },
    { name: 'nested quotations', block: 'map:\n  a: "x\ny"\ntext: "one\ntwo"', text: 'one two' },
    { name: 'brackets', block: 'text: [\none\n]', text: ['one'] },
  ])('may continue at the margin in $name', ({ block, text }) => {
    expect(found(`---\n${block}\nlast: here\n---\n`).values).toMatchObject({ text, last: 'here' })
  })

  test('of aliases are those of their anchors', () => {
    const { values } = found('---\na: &who [Ann, Bob]\nb: *who\n---\n')
    expect(values['b']).toEqual(['Ann', 'Bob'])
  })

  test.each(['__proto__', 'constructor', 'toString'])('of the key %s reach no prototype', (key) => {
    const files = [
      `---\n${key}: { polluted: yes }\n---\n`,
      `+++\n["${key}"]\npolluted = "yes"\n+++\n`,
      `{"${key}": {"polluted": "yes"}}`,
    ]
    for (const file of files) {
      const { values } = found(file)
      expect(Object.getPrototypeOf(values)).toBeNull()
      expect(Object.entries(values)).toEqual([[key, { polluted: 'yes' }]])
    }
    expect('polluted' in {}).toBe(false)
  })

  test('of a key that stands twice: the later one holds, and it is told', () => {
    const files = ['---\na: b\nt: 1\nt: 2\n---\n', '{"a": "b",\n\n"t": "1",\n"t": "2"}']
    for (const file of files) {
      const { values, repeated } = found(file)
      expect([values['t'], repeated]).toEqual(['2', [{ path: 't', line: 4 }]])
    }
  })
})

describe('lines', () => {
  test.each([
    {
      format: 'YAML',
      file: '---\ntitle: A\nchapters:\n  - start: 1\n    title: B\n  - { start: 2,\n      title: C }\nlast: D\n---\n',
      lines: { title: 2, chapters: 3, 'chapters[0].title': 5, 'chapters[1].title': 7, last: 8 },
    },
    {
      format: 'YAML pardoned at the margin',
      file: '---\ntitle: "A\nB"\nlast: D\n---\n',
      lines: { title: 2, last: 4 },
    },
    {
      format: 'TOML',
      file: '+++\ntitle = "A" # x\ntext = """\ntitle = "no"\n"""\naudio.file = "x"\n[[chapters]]\nstart = 1\n[[chapters]]\nstart = 2\n[map]\nlast = "D"\n+++\n',
      lines: {
        title: 2,
        text: 3,
        'audio.file': 6,
        'chapters[0].start': 8,
        'chapters[1].start': 10,
        'map.last': 12,
      },
    },
    {
      format: 'JSON',
      file: '{\n  "title": "A",\n  "chapters": [\n    { "start": 1 },\n    {\n      "start": 2\n    }\n  ],\n  "last": "D"\n}\n',
      lines: { title: 2, chapters: 3, 'chapters[0].start': 4, 'chapters[1].start': 6, last: 9 },
    },
  ])('of $format are those of the file', ({ file, lines }) => {
    expect(Object.fromEntries(found(file).lines)).toMatchObject(lines)
    const below = found(`\uFEFF\r\n\r\n${file.replaceAll('\n', '\r\n')}`).lines
    expect(Object.keys(lines).map((key) => below.get(key))).toEqual(
      Object.values(lines).map((line) => line + 2),
    )
  })
})

describe('mistakes', () => {
  test.each([
    {
      block: 'title: A: B',
      line: 2,
      message: 'a text without quotes contains a colon; put the text in quotes',
    },
    {
      block: 'a: b\ntitle: @tides',
      line: 3,
      message: 'a text that begins with @ must be in quotes',
    },
    {
      block: 'title: "tides\nlast: x',
      line: 3,
      message: /^a quotation mark or bracket above is never closed/,
    },
    {
      block: "title: 'it's'",
      line: 2,
      message:
        'a quotation mark inside the text ends it; put the whole of it in other quotes, as in "it\'s"',
    },
    {
      block: 'title: "The "far" side"',
      line: 2,
      message:
        'a quotation mark inside the text ends it; put the whole of it in other quotes, as in \'The "far" side\'',
    },
    {
      block: "title: 'Foo' and 'Bar'",
      line: 2,
      message:
        "a quotation mark inside the text ends it; put the whole of it in other quotes, as in \"'Foo' and 'Bar'\"",
    },
    ...['[Bonus] X', '{x} y', '*ebb* tide', '> tides', '- tides', '[[wiki]] link'].map((text) => ({
      block: `title: ${text}`,
      line: 2,
      message: `a text that begins with ${text[0]} must be in quotes, as in "${text}"`,
    })),
    {
      block: 'tags:\n  - [x] "y"',
      line: 3,
      message: `a text that begins with [ must be in quotes, as in '[x] "y"'`,
    },
    {
      block: 'a: b\n c: d',
      line: 3,
      message: /^this does not fit the line above|^a text without quotes contains a colon/,
    },
    { block: 'tags: [a, b\nlast: x', line: 3, message: /never closed/ },
    {
      block: 'tags:\n\t- a',
      line: 3,
      message: 'a tab is used where YAML allows only spaces; indent with spaces',
    },
    { block: 'title: a\nsubtitle', line: 3, message: /^this line is not "key: value"/ },
    {
      block: 'path: "C:\\windows"',
      line: 2,
      message: /^a backslash inside double quotes begins an escape/,
    },
    {
      block: 'title: *tides',
      line: 2,
      message: '"*tides" refers to nothing above it; put a text that begins with * in quotes',
    },
    { block: 'a: &a [*a]', line: 2, message: /^"\*a" refers to nothing above it/ },
    {
      block: 'title: a\u0007b',
      line: 2,
      message: 'there is an invisible control character here; remove it',
    },
    { block: `a: ${'['.repeat(200)}`, line: 2, message: 'lists and maps are nested too deeply' },
  ])('in YAML are told with their line: $block', ({ block, line, message }) => {
    const mistake = mistakeIn(`---\n${block}\n---\n`)
    expect(mistake.line).toBe(line)
    expect(mistake.message).toMatch(message)
  })

  test.each([
    { block: 'title = Tides', line: 2, message: /in TOML a text is in quotes/ },
    { block: 'a = "b"\nepisode = 016', line: 3, message: /in TOML a text is in quotes/ },
    {
      block: 'a = "b"\na = "c"',
      line: 3,
      message: 'a key or table is repeated here; remove one of them',
    },
    { block: `a = ${'['.repeat(200)}`, line: 2, message: /./ },
    {
      block: `${'a.'.repeat(200)}b = 1`,
      line: 2,
      message: 'lists and tables are nested too deeply',
    },
  ])('in TOML are told with their line: $block', ({ block, line, message }) => {
    const mistake = mistakeIn(`+++\n${block}\n+++\n`)
    expect(mistake.line).toBe(line)
    expect(mistake.message).toMatch(message)
  })

  test.each([
    { file: '{\n"title": "Tides",\n}', line: 3, message: 'expected a "key" in quotes, got "}"' },
    { file: '{\n"title" "Tides"\n}', line: 2, message: 'expected ":", got ""Tides""' },
    { file: '{\n"title": Tides\n}', line: 2, message: 'expected a value, got "Tides"' },
    { file: '{\n"title": "Tides', line: 2, message: 'a quotation mark is never closed' },
    {
      file: '{\n"title": "a\nb"\n}',
      line: 2,
      message: /^a text contains a line break, a tab or a single backslash/,
    },
    { file: '{\n"title": "a"', line: 2, message: 'expected ",", got the end of the line' },
    { file: `{"a": ${'['.repeat(200)}`, line: 1, message: 'lists and maps are nested too deeply' },
  ])('in JSON are told with their line: $file', ({ file, line, message }) => {
    const mistake = mistakeIn(file)
    expect(mistake.line).toBe(line)
    expect(mistake.message).toMatch(message)
  })

  test('in YAML: aliases that unfold without end are refused', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const items = Array.from({ length: 10 }, () => (level === 0 ? 'lol' : `*l${level - 1}`))
      return `l${level}: &l${level} [${items.join(', ')}]`
    })
    expect(readFrontMatter(`---\n${levels.join('\n')}\n---\n`)).toMatchObject({
      state: 'broken',
      message: 'aliases (*name) repeat too much; write the values out',
    })
  })

  test.each([
    { format: 'YAML', file: `---\ntext: "${'x '.repeat(200_000)}"\n---\n` },
    { format: 'TOML', file: `+++\ntext = "${'x '.repeat(200_000)}"\n+++\n` },
    { format: 'JSON', file: `{"text": "${'x '.repeat(200_000)}"}` },
  ])('in $format: a block of hundreds of kilobytes is refused', ({ file }) => {
    expect(readFrontMatter(file)).toEqual({
      state: 'broken',
      line: 1,
      message:
        'expected front matter of at most 256 KB, got more; put long texts such as transcripts in files of their own',
    })
  })
})
