import { isDeepStrictEqual } from 'node:util'
import { readFrontMatter } from './front-matter.ts'
import type { Values } from './values.ts'

/** Fields to write: a text, or true. */
export type Edits = Readonly<Record<string, string | true>>

/** Writes one field in a format of front matter. */
type Writer = (key: string, value: string | true) => string

const WRITERS = {
  yaml: (key, value) => `${key}: ${value === true ? 'true' : yamlText(value)}`,
  toml: (key, value) => `${key} = ${value === true ? 'true' : JSON.stringify(value)}`,
  json: (key, value) =>
    `${JSON.stringify(key)}: ${value === true ? 'true' : JSON.stringify(value)},`,
  nikola: (key, value) => `.. ${key}: ${String(value)}`,
  pelican: (key, value) => `${key}: ${String(value)}`,
} as const satisfies Readonly<Record<string, Writer>>

type Form = keyof typeof WRITERS

const OPENING =
  /^(?:\uFEFF)?(?:[ \t]*(?:\r\n?|\n))*(---(?:yaml|yml|toml|json)?|\+\+\+|\{|\.\. |<!--[ \t]*(?:\r\n?|\n)\.\. |[A-Za-z][\w -]{0,60}:)/
const FORMS: Readonly<Record<string, Form>> = {
  '---': 'yaml',
  '---yaml': 'yaml',
  '---yml': 'yaml',
  '---toml': 'toml',
  '+++': 'toml',
  '---json': 'json',
  '{': 'json',
}
/** Matches a text that YAML reads unchanged without quotes. */
const PLAIN =
  /^(?![-?:,[\]{}#&*!|>'"%@`~]|(?:true|false|null|yes|no|on|off)$)[^\n#:]*(?::(?! |$)[^\n#:]*)*$/i

/**
 * Writes fields into the front matter of a file, each on a line of its own. Every other byte stays as it is,
 * including the byte order mark and line endings. An existing line of a field is replaced.
 *
 * The result is parsed again to verify that only these fields have changed.
 *
 * @param file The bytes of the file.
 * @throws {RangeError} If that is impossible. The message says what the author can do.
 */
export function editFrontMatter(file: Buffer, edits: Edits): Buffer {
  const before = readFrontMatter(file.toString())
  if (before.state !== 'found') {
    throw new RangeError(
      'expected front matter, got none; write lines such as title: … between two lines ---',
    )
  }
  // Each byte is a character, so that none can change.
  const text = file.toString('latin1')
  const encoded = Object.entries(edits).map(
    ([key, value]) =>
      [key, value === true ? value : Buffer.from(value).toString('latin1')] as const,
  )
  const form = formOf(file.toString('utf8', 0, 400))
  const writer = WRITERS[form]
  const eol = /\r\n?|\n/.exec(text)?.[0] ?? '\n'
  const lines = text.split(eol)
  const missing: string[] = []
  for (const [key, value] of encoded) {
    const line = before.lines.get(key)
    const old = line === undefined ? undefined : lines[line - 1]
    if (line === undefined || old === undefined) missing.push(writer(key, value))
    else lines[line - 1] = form === 'json' ? inJson(old, key, value) : writer(key, value)
  }
  for (const place of placesFor(form, lines, eol)) {
    const edited = Buffer.from(place(missing), 'latin1')
    if (isAsWanted(before, edited, edits)) return edited
  }
  throw new RangeError(
    `the front matter cannot be edited safely; write ${Object.entries(edits)
      .map(([key, value]) => WRITERS.yaml(key, value))
      .join(', ')} into it by hand`,
  )
}

function formOf(beginning: string): Form {
  const [, opening = ''] = OPENING.exec(beginning) ?? []
  return FORMS[opening] ?? (opening.includes('..') ? 'nikola' : 'pelican')
}

const JSON_VALUE = String.raw`(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)`

/** Replaces only the value in a line of JSON, which may contain others. */
function inJson(line: string, key: string, value: string | true): string {
  const pair = new RegExp(String.raw`("${key}"\s*:\s*)${JSON_VALUE}`)
  const written = value === true ? 'true' : JSON.stringify(value)
  return line.replace(pair, (_, before: string) => `${before}${written}`)
}

type Place = (missing: readonly string[]) => string

/** Where lines can be inserted, the best place first: at the end, otherwise right after the beginning. */
function placesFor(form: Form, lines: readonly string[], eol: string): readonly Place[] {
  const first = lines.findIndex((line) => line.replace(/^\u00EF\u00BB\u00BF/, '').trim() !== '')
  const at =
    (index: number): Place =>
    (missing) =>
      [...lines.slice(0, index), ...missing, ...lines.slice(index)].join(eol)
  if (form === 'json') {
    const brace = lines.findIndex((line) =>
      line
        .replace(/^\u00EF\u00BB\u00BF/, '')
        .trimStart()
        .startsWith('{'),
    )
    const line = lines[brace] ?? ''
    const open = line.indexOf('{') + 1
    const isAlone = line.slice(open).trim() === ''
    const indent = /^[ \t]*/.exec(lines[brace + 1] ?? '')?.[0] ?? '  '
    return [
      (missing) =>
        isAlone
          ? at(brace + 1)(missing.map((each) => `${indent}${each}`))
          : [
              ...lines.slice(0, brace),
              `${line.slice(0, open)}${missing.map((each) => ` ${each}`).join('')}${line.slice(open)}`,
              ...lines.slice(brace + 1),
            ].join(eol),
    ]
  }
  const isEnd = (line: string) =>
    form === 'nikola' || form === 'pelican'
      ? line.trim() === '' || line.trim() === '-->'
      : /^(?:---|\.\.\.|\+\+\+)[ \t]*$/.test(line)
  const end = lines.findIndex((line, index) => index > first && isEnd(line))
  return [...(end === -1 ? [] : [at(end)]), at(first + 1)]
}

function isAsWanted(
  before: { readonly values: Values; readonly body: string },
  edited: Buffer,
  edits: Edits,
): boolean {
  const after = readFrontMatter(edited.toString())
  if (after.state !== 'found' || after.body !== before.body) return false
  const others = (values: Values) =>
    Object.entries(values).filter(([key]) => !Object.hasOwn(edits, key))
  if (!isDeepStrictEqual(others(after.values), others(before.values))) return false
  return Object.entries(edits).every(([key, value]) => {
    const written = after.values[key]
    return written === value || written === String(value)
  })
}

function yamlText(text: string): string {
  return PLAIN.test(text) && text === text.trim() && text !== '' ? text : JSON.stringify(text)
}
