import { lazily, load } from '../../base/lazily.ts'
import type { Block, Value, Values } from './values.ts'
import { BlockBuilder, BlockError, emptyMap, MAX_DEPTH, pathOf } from './values.ts'

const toml = lazily((): typeof import('smol-toml') => load('smol-toml'))

const KEY = /^[ \t]*(?:(\w[\w.-]*)|"([^"\\]*)"|'([^']*)')[ \t]*=(.*)$/
const TABLE = /^[ \t]*(\[\[?)([^[\]]+)\]/
/** Values that are not numbers, dates or booleans. */
const QUOTED_OR_NESTED = /^(?:["'[{]|$)/
const LONG_TEXT = /"""|'''/g

/**
 * Reads TOML front matter; numbers and dates stay as the author wrote them, except in nested tables.
 *
 * @throws {BlockError} If it is not TOML.
 * @see https://toml.io/en/v1.0.0
 */
export function parseToml(source: string): Block {
  const block = new BlockBuilder()
  const written = placeKeys(source, block)
  try {
    const table = toml().parse(source, { integersAsBigInt: 'asNeeded', maxDepth: MAX_DEPTH })
    return block.finish(readTable(table, '', written, 0))
  } catch (cause) {
    throw explain(cause)
  }
}

/** Notes the lines of keys; returns the text of each value that is not a string, list or table. */
function placeKeys(source: string, block: BlockBuilder): ReadonlyMap<string, string> {
  const written = new Map<string, string>()
  const counts = new Map<string, number>()
  let table = ''
  let inLongText = false
  for (const [index, line] of source.split('\n').entries()) {
    const marks = line.length > 10_000 ? 0 : [...line.matchAll(LONG_TEXT)].length
    if (!inLongText) {
      const opened = TABLE.exec(line)
      if (opened !== null) {
        table = tablePath(opened[1] === '[[', (opened[2] ?? '').trim(), counts)
        block.place(table, index + 1)
      }
      const key = KEY.exec(line)
      if (key !== null) {
        const path = pathOf(table, key[1] ?? key[2] ?? key[3] ?? '')
        const bare = (key[4] ?? '').split('#', 1)[0]?.trim() ?? ''
        block.place(path, index + 1)
        if (!QUOTED_OR_NESTED.test(bare)) written.set(path, bare)
      }
    }
    if (marks % 2 === 1) inLongText = !inLongText
  }
  return written
}

function tablePath(listed: boolean, name: string, counts: Map<string, number>): string {
  if (!listed) return name
  const count = counts.get(name) ?? 0
  counts.set(name, count + 1)
  return `${name}[${count}]`
}

function readTable(
  table: object,
  path: string,
  written: ReadonlyMap<string, string>,
  depth: number,
): Values {
  const map = emptyMap()
  for (const [key, value] of Object.entries(table)) {
    map[key] = readValue(value, pathOf(path, key), written, depth + 1)
  }
  return map
}

function readValue(
  value: unknown,
  path: string,
  written: ReadonlyMap<string, string>,
  depth: number,
): Value {
  if (depth > MAX_DEPTH) throw new BlockError('lists and tables are nested too deeply', 1)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) {
    return value.map((item, index) => readValue(item, `${path}[${index}]`, written, depth + 1))
  }
  if (typeof value === 'object' && value !== null && !(value instanceof toml().TomlDate)) {
    return readTable(value, path, written, depth)
  }
  return (
    written.get(path) ?? (value instanceof toml().TomlDate ? value.toISOString() : String(value))
  )
}

function explain(cause: unknown): BlockError {
  if (cause instanceof BlockError) return cause
  const isToml = cause instanceof toml().TomlError
  const reason = isToml ? (cause.message.split('\n', 1)[0] ?? '') : 'it is nested too deeply'
  const error = new BlockError(sentenceOf(reason), isToml ? cause.line : 1)
  error.cause = cause
  return error
}

function sentenceOf(reason: string): string {
  const detail = reason.replace(/^Invalid TOML document: /, '')
  return detail.startsWith('trying to redefine')
    ? 'a key or table is repeated here; remove one of them'
    : `${detail}; in TOML a text is in quotes, and each "key = value" on its own line`
}
