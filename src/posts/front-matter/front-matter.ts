import { apart } from '../../base/memory.ts'
import { withoutMark } from '../../base/disk.ts'
import { readHeader } from './header.ts'
import { parseJson } from './json.ts'
import { parseToml } from './toml.ts'
import { type Block, type Values, BlockError } from './values.ts'
import { parseYaml } from './yaml.ts'

/** The front matter of a file. */
export type FrontMatter =
  | {
      readonly state: 'found'
      readonly values: Values
      /** Place of a value, e.g. `title` or `chapters[2].start`, → its line in the file. */
      readonly lines: ReadonlyMap<string, number>
      /** Repeated keys; the later value is used. */
      readonly repeated: Block['repeated']
      /** See `Block`. */
      readonly lost: Block['lost']
      /** The text after it, with `\n` line ends. */
      readonly body: string
      /** The line of the file on which `body` starts, from 1. */
      readonly bodyLine: number
    }
  /** There is none; `reason` is short. */
  | { readonly state: 'none'; readonly reason: string }
  /** It cannot be read. */
  | { readonly state: 'broken'; readonly line: number; readonly message: string }

/** The closing fence for an opening one, and the parser of the text between them. */
interface Fence {
  readonly close: RegExp
  readonly closing: string
  readonly parse: (block: string) => Block
  /** A block without a match is not meant as front matter. */
  readonly sign: RegExp
}

const YAML: Fence = {
  // Jekyll ends a block with "...", too.
  close: /^(?:---|\.\.\.)[ \t]*$/m,
  closing: '---',
  parse: parseYaml,
  sign: /^["']?[\p{L}\p{N}_][^\n:]{0,60}:(?:[ \t]|$)/mu,
}

const TOML: Fence = {
  close: /^\+\+\+[ \t]*$/m,
  closing: '+++',
  parse: parseToml,
  sign: /^[ \t]*[\w."'-]+[ \t]*=/m,
}

const JSON_IN_FENCE: Fence = {
  close: YAML.close,
  closing: '---',
  parse: (block) => parseJson(block).block,
  sign: /^\s*\{/,
}

/** First line → fence; the languages are those of Eleventy and similar generators. */
const FENCES: ReadonlyMap<string, Fence> = new Map([
  ['---', YAML],
  ['---yaml', YAML],
  ['---yml', YAML],
  ['---toml', { ...TOML, close: YAML.close, closing: '---' }],
  ['---json', JSON_IN_FENCE],
  ['+++', TOML],
])

/** In characters; the content of longer front matter belongs in files of its own. */
const MAX_BLOCK = 256_000

const BLANK_LINES = /^(?:[ \t]*\n)*/
const JSON_START = /^\{\s*["}]/
const SCRIPT = /^---\s*(?:js|javascript|coffee|coffeescript|cson|ts)$/
const DASHES = /^[-\u2010-\u2015\u2212]+$/

/**
 * Splits the file of a post into front matter, in one of the three formats, and body.
 *
 * Byte order marks, all line ends and blank lines before the fence are accepted. Nothing in a file is
 * ever executed.
 *
 * @see https://gohugo.io/content-management/front-matter/ and
 *   https://jekyllrb.com/docs/front-matter/ for the fences
 */
export function readFrontMatter(file: string): FrontMatter {
  const text = normalize(file)
  if (text.trim() === '') return { state: 'none', reason: 'empty file' }
  const start = BLANK_LINES.exec(text)?.[0].length ?? 0
  const firstLine = countLines(text, start) + 1
  if (JSON_START.test(text.slice(start, start + 1000))) return readJson(text, start, firstLine)
  const opening = lineAt(text, start)
  const fence = FENCES.get(opening.trimEnd())
  if (fence === undefined) {
    const header = readHeader(text, start)
    if (header !== null) return found(header.block, firstLine - 1, text, header.end)
    return noFence(opening.trim(), firstLine)
  }
  return readFenced(text, start + opening.length + 1, firstLine, fence)
}

/** The text of a file without a byte order mark, with `\n` at the ends of lines: front matter, then body. */
export function normalize(file: string): string {
  const text = withoutMark(file)
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
}

function noFence(opening: string, line: number): FrontMatter {
  if (SCRIPT.test(opening)) {
    const message = 'front matter that is a program is not executed; write it as YAML, TOML or JSON'
    return { state: 'broken', line, message }
  }
  const reason = DASHES.test(opening)
    ? `no front matter ("${opening.slice(0, 20)}" is not "---")`
    : 'no front matter'
  return { state: 'none', reason }
}

function readJson(text: string, start: number, firstLine: number): FrontMatter {
  try {
    const { block, end } = parseJson(text.slice(start))
    if (end > MAX_BLOCK) return tooLong(firstLine)
    const rest = start + end
    const body = rest + (/^[ \t]*(?:\n|$)/.exec(text.slice(rest, rest + 200))?.[0].length ?? 0)
    return found(block, firstLine - 1, text, body)
  } catch (cause) {
    return broken(cause, firstLine - 1)
  }
}

function readFenced(text: string, start: number, firstLine: number, fence: Fence): FrontMatter {
  const close = fence.close.exec(text.slice(start))
  const block = apart(text.slice(start, close === null ? undefined : start + close.index))
  const meant = fence.sign.test(block)
  if (close === null) {
    if (!meant) return { state: 'none', reason: 'no front matter' }
    const message = `the front matter that begins here is never closed; put "${fence.closing}" on a line of its own before the text`
    return { state: 'broken', line: firstLine, message }
  }
  if (block.length > MAX_BLOCK) return tooLong(firstLine)
  try {
    const bodyStart = start + close.index + close[0].length + 1
    return found(fence.parse(block), firstLine, text, bodyStart)
  } catch (cause) {
    return meant ? broken(cause, firstLine) : { state: 'none', reason: 'no front matter' }
  }
}

function tooLong(line: number): FrontMatter {
  const message = `expected front matter of at most ${MAX_BLOCK / 1000} KB, got more; put long texts such as transcripts in files of their own`
  return { state: 'broken', line, message }
}

/** @param before The number of lines before the block. */
function found(block: Block, before: number, text: string, bodyStart: number): FrontMatter {
  return {
    state: 'found',
    values: block.values,
    lines: new Map([...block.lines].map(([path, line]) => [path, line + before])),
    repeated: block.repeated.map(({ path, line }) => ({ path, line: line + before })),
    lost: block.lost.map((each) => ({ ...each, line: each.line + before })),
    body: text.slice(bodyStart),
    bodyLine: countLines(text, bodyStart) + 1,
  }
}

function broken(cause: unknown, before: number): FrontMatter {
  if (!(cause instanceof BlockError)) throw cause
  return { state: 'broken', line: before + cause.line, message: cause.message }
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, end === -1 ? undefined : end)
}

function countLines(text: string, end: number): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) {
    lines += 1
  }
  return lines
}

/** The first letter that was lost when the file was read as UTF-8. */
export interface LostLetter {
  /** In the file, from 1. */
  readonly line: number
  /** The word it was in. */
  readonly word: string
}

const LOST = '\uFFFD'
const LINE_END = /\r\n?|\n/g
const AROUND = 20

// A byte order mark of UTF-16 is not UTF-8; every other byte of ASCII letters is zero.
const UTF16 = /^(?:\uFFFD\uFFFD)?(?:\0[^\0]|[^\0]\0)/

/** Finds the first sign that a file is not UTF-8; null if there is none. */
export function findLostLetter(text: string): LostLetter | null {
  const at = text.indexOf(LOST)
  if (at === -1) return null
  const line = [...text.slice(0, at).matchAll(LINE_END)].length + 1
  const before = /[\p{L}\p{M}\p{N}]*$/u.exec(text.slice(Math.max(0, at - AROUND), at))?.[0] ?? ''
  const after = /^[\p{L}\p{M}\p{N}\uFFFD]*/u.exec(text.slice(at, at + AROUND))?.[0] ?? LOST
  return { line, word: `${before}${after}` }
}

/** Whether a text, read as UTF-8, was written as UTF-16. */
export function isUtf16(text: string): boolean {
  return UTF16.test(text)
}

/** The ASCII letters of UTF-16, from a text that was read as UTF-8. */
export function withoutNuls(text: string): string {
  return text.replace(/^\uFFFD+/, '').replaceAll('\0', '')
}
