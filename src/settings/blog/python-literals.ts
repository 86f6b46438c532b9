import type { Block, Value } from '../../posts/front-matter/values.ts'
import { BlockBuilder, emptyMap, LineCounter } from '../../posts/front-matter/values.ts'

const ASSIGNMENT = /^([A-Z][A-Z0-9_]*)[ \t]*(?::[^=\n]*)?=(?!=)/gm
const STRING = /[uUrRbB]{0,2}("""|'''|"|')/y
const NUMBER = /-?\d[\d_]*(?:\.\d+)?/y
const WORD = /(?:True|False|None)\b/y
const SPACE = /(?:[ \t\r\n]|\\\n|#[^\n]*)*/y
const END = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y

const WORDS: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null }
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\n': '' }
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

const MOST_DEPTH = 20

/**
 * Reads the literal settings of a Python program: texts, numbers, lists and maps that are assigned to an
 * upper-case name at the start of a line. The program is never run, so computed values count as missing.
 */
export function parsePython(text: string): Block {
  const builder = new BlockBuilder()
  const counter = new LineCounter(text)
  const values = emptyMap()
  for (const { 0: start, 1: name = '', index } of text.matchAll(ASSIGNMENT)) {
    const value = new Literals(text, index + start.length).readWhole()
    if (value === undefined) continue
    values[name] = value
    builder.place(name, counter.lineAt(index))
  }
  return builder.finish(values)
}

/** Parses literals one after the other; undefined for anything else. */
class Literals {
  readonly #text: string
  #at: number

  constructor(text: string, start: number) {
    this.#text = text
    this.#at = start
  }

  /** Parses a literal that ends its line, so that it is not the start of an expression. */
  readWhole(): Value | undefined {
    this.#take(/[ \t]*/y)
    const value = this.#read(0)
    return value === undefined || this.#take(END) === null ? undefined : value
  }

  #read(depth: number): Value | undefined {
    const open = this.#text[this.#at] ?? ''
    const close = CLOSING[open]
    if (close !== undefined) return depth < MOST_DEPTH ? this.#collection(close, depth) : undefined
    const word = this.#take(WORD)
    if (word !== null) return WORDS[word]
    return this.#take(NUMBER)?.replaceAll('_', '') ?? this.#strings()
  }

  /** Adjacent strings are concatenated. */
  #strings(): string | undefined {
    let all: string | undefined
    for (;;) {
      const before = this.#at
      if (all !== undefined) this.#take(/[ \t]*/y)
      const next = this.#string()
      if (next === undefined) {
        this.#at = before
        return all
      }
      all = (all ?? '') + next
    }
  }

  #string(): string | undefined {
    const start = this.#take(STRING)
    if (start === null) return undefined
    const quotes = start.replace(/^[a-z]*/i, '')
    const raw = /r/i.test(start.slice(0, -quotes.length))
    let text = ''
    for (; this.#at < this.#text.length; this.#at += 1) {
      if (this.#text.startsWith(quotes, this.#at)) {
        this.#at += quotes.length
        return text
      }
      const sign = this.#text[this.#at] ?? ''
      if (sign === '\n' && quotes.length === 1) return undefined
      if (sign !== '\\' || raw) {
        text += sign
        continue
      }
      this.#at += 1
      const escaped = this.#text[this.#at] ?? ''
      text += ESCAPES[escaped] ?? escaped
    }
    return undefined
  }

  #collection(close: string, depth: number): Value | undefined {
    this.#at += 1
    const items: Value[] = []
    const map = emptyMap()
    let commas = 0
    for (;;) {
      this.#take(SPACE)
      if (this.#text[this.#at] === close) break
      const item = this.#read(depth + 1)
      if (item === undefined) return undefined
      this.#take(SPACE)
      if (close === '}') {
        if (typeof item !== 'string' || this.#take(/:/y) === null) return undefined
        this.#take(SPACE)
        const value = this.#read(depth + 1)
        if (value === undefined) return undefined
        map[item] = value
      } else items.push(item)
      this.#take(SPACE)
      if (this.#take(/,/y) !== null) commas += 1
      else if (this.#text[this.#at] !== close) return undefined
    }
    this.#at += 1
    if (close === '}') return map
    // Parentheses around a single value are not a tuple
    return close === ')' && commas === 0 && items.length === 1 ? items[0] : items
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? null
    if (found !== null) this.#at += found.length
    return found
  }
}
