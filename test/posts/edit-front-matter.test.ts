import { describe, expect, test } from 'vitest'
import { editFrontMatter } from '../../src/posts/front-matter/edit-front-matter.ts'

const EDITS = { audio_url: 'a b.mp3', ai_content: true } as const
const BODY = '\nText with --- and +++ and {}.\n\n---\n\naudio_url: in the text\n'

/** Before → after, as text. */
const FORMS: readonly (readonly [name: string, before: string, after: string])[] = [
  [
    'YAML',
    `---\ntitle: T # why\nlist:\n  - a\n---${BODY}`,
    `---\ntitle: T # why\nlist:\n  - a\naudio_url: a b.mp3\nai_content: true\n---${BODY}`,
  ],
  [
    'YAML with a folded text last',
    `---\ntitle: T\ntext: >-\n  one\n\n  two\n---${BODY}`,
    `---\ntitle: T\ntext: >-\n  one\n\n  two\naudio_url: a b.mp3\nai_content: true\n---${BODY}`,
  ],
  [
    'YAML that has it already',
    `---\naudio_url: old.mp3 # by hand\ntitle: T\n---${BODY}`,
    `---\naudio_url: a b.mp3\ntitle: T\nai_content: true\n---${BODY}`,
  ],
  [
    'YAML that has it empty',
    `---\naudio_url:\ntitle: T\nai_content: false\n---${BODY}`,
    `---\naudio_url: a b.mp3\ntitle: T\nai_content: true\n---${BODY}`,
  ],
  [
    'YAML that ends with dots',
    `---\ntitle: T\n...${BODY}`,
    `---\ntitle: T\naudio_url: a b.mp3\nai_content: true\n...${BODY}`,
  ],
  [
    'TOML',
    `+++\ntitle = "T"\n+++${BODY}`,
    `+++\ntitle = "T"\naudio_url = "a b.mp3"\nai_content = true\n+++${BODY}`,
  ],
  [
    'TOML with a table, before which they belong',
    `+++\ntitle = "T"\n[extra]\na = 1\n+++${BODY}`,
    `+++\naudio_url = "a b.mp3"\nai_content = true\ntitle = "T"\n[extra]\na = 1\n+++${BODY}`,
  ],
  [
    'JSON',
    `{\n  "title": "T",\n  "n": 1\n}${BODY}`,
    `{\n  "audio_url": "a b.mp3",\n  "ai_content": true,\n  "title": "T",\n  "n": 1\n}${BODY}`,
  ],
  [
    'JSON on one line',
    `{"title": "T"}${BODY}`,
    `{ "audio_url": "a b.mp3", "ai_content": true,"title": "T"}${BODY}`,
  ],
  [
    'JSON that has it last',
    `{\n\t"title": "T",\n\t"audio_url": null\n}${BODY}`,
    `{\n\t"ai_content": true,\n\t"title": "T",\n\t"audio_url": "a b.mp3"\n}${BODY}`,
  ],
  [
    'JSON in a fence',
    `---json\n{\n  "title": "T"\n}\n---${BODY}`,
    `---json\n{\n  "audio_url": "a b.mp3",\n  "ai_content": true,\n  "title": "T"\n}\n---${BODY}`,
  ],
  [
    'the header of Pelican',
    `Title: T\nDate: 2025-01-01\n${BODY}`,
    `Title: T\nDate: 2025-01-01\naudio_url: a b.mp3\nai_content: true\n${BODY}`,
  ],
  [
    'the header of Nikola',
    `.. title: T\n.. date: 2025-01-01\n${BODY}`,
    `.. title: T\n.. date: 2025-01-01\n.. audio_url: a b.mp3\n.. ai_content: true\n${BODY}`,
  ],
]

/** As an editor on Windows writes it. */
function windows(text: string): string {
  return `\uFEFF${text.replaceAll('\n', '\r\n')}`
}

describe('editFrontMatter', () => {
  test.each(FORMS)('adds its lines to %s, and changes no other byte', (_, before, after) => {
    expect(editFrontMatter(Buffer.from(before), EDITS).toString()).toBe(after)
  })

  test.each(FORMS)('keeps line ends and byte order mark of %s', (_, before, after) => {
    expect(editFrontMatter(Buffer.from(windows(before)), EDITS).toString()).toBe(windows(after))
  })

  test.each(FORMS)('changes nothing in %s when it is done again', (_, before) => {
    const once = editFrontMatter(Buffer.from(before), EDITS)
    expect(editFrontMatter(once, EDITS).equals(once)).toBe(true)
  })

  test.each([
    'x: y #1.mp3',
    '- a',
    'true',
    'Řeka „Vltava“.mp3',
    'it’s "quoted"',
    ' spaces ',
    'C:\\a',
    '1:02',
  ])('writes the text %j so that it is read as it is', (text) => {
    for (const file of ['---\ntitle: T\n---\n', '+++\ntitle = "T"\n+++\n', '{"title": "T"}\n']) {
      expect(() => editFrontMatter(Buffer.from(file), { audio_url: text })).not.toThrow()
    }
  })

  test('keeps bytes that are no UTF-8', () => {
    const file = Buffer.concat([
      Buffer.from('---\ntitle: T\n---\n'),
      Buffer.from([0xff, 0xfe, 0x80]),
    ])
    expect(editFrontMatter(file, EDITS).subarray(-3)).toEqual(Buffer.from([0xff, 0xfe, 0x80]))
  })

  test.each([
    ['a file without any', 'Text.\n', /expected front matter, got none/],
    ['a value of several lines', '---\naudio_url: >-\n  a\n  b\ntitle: T\n---\n', /by hand$/],
    ['a flow map', '---\n{title: T}\n---\n', /by hand$/],
  ])('refuses %s', (_, file, message) => {
    expect(() => editFrontMatter(Buffer.from(file), EDITS)).toThrow(message)
  })
})
