import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'
import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml'
import type { Block, Value, Values } from './values.ts'
import {
  BlockBuilder,
  BlockError,
  emptyMap,
  isList,
  isMap,
  LineCounter,
  MAX_DEPTH,
  pathOf,
} from './values.ts'
import { explainYaml } from './yaml-errors.ts'

/**
 * Plain scalars that are not text.
 *
 * @see https://yaml.org/spec/1.2.2/#103-core-schema
 */
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
])

/** The most values that aliases may repeat, which stops exponential expansion. */
const MAX_ALIASED = 10_000

/** The most characters that are parsed again while lines without indentation are tolerated. */
const MAX_REREAD = 1_500_000

/**
 * Reads YAML front matter.
 *
 * Plain scalars stay text except for `null`, `true` and `false`; tags have no effect and run nothing. Quoted
 * text and flow collections may continue without indentation, as parsers of Ruby and older ones of JavaScript
 * allow, and a key may be repeated. `<<` merges mappings, as in YAML 1.1.
 *
 * @throws {BlockError} If it is not YAML, or not a mapping.
 */
export function parseYaml(source: string): Block {
  const { text, events } = readEvents(source)
  const cursor: Cursor = {
    text,
    events,
    next: 0,
    lines: new LineCounter(text),
    line: 1,
    end: 0,
    anchors: new Map(),
    aliased: 0,
    block: new BlockBuilder(),
  }
  const first = events[1]
  if (first === undefined || isEmpty(text, first)) return cursor.block.finish(emptyMap())
  if (first.type !== EVENT_ID.MAPPING) {
    throw new BlockError('expected lines of "key: value", got other text', lineOf(cursor, first))
  }
  cursor.next = 2
  return cursor.block.finish(readMapping(cursor, ''))
}

interface Cursor {
  readonly text: string
  readonly events: readonly Event[]
  next: number
  readonly lines: LineCounter
  /** The line of the value that was last read. */
  line: number
  /** The offset at which the scalar that was last read ends. */
  end: number
  readonly anchors: Map<string, Value>
  aliased: number
  readonly block: BlockBuilder
}

/**
 * Parses; if a quotation or flow collection continues without indentation, indents that line and tries again.
 */
function readEvents(source: string): { text: string; events: readonly Event[] } {
  const lines = source.split('\n')
  let first: YAMLException | null = null
  for (let reread = 0; ; reread += source.length) {
    const text = first === null ? source : lines.join('\n')
    try {
      return { text, events: parseEvents(text, { maxDepth: MAX_DEPTH }) }
    } catch (cause) {
      if (!(cause instanceof YAMLException)) throw cause
      const line = cause.mark?.line ?? 0
      const pardoned = cause.reason === 'deficient indentation' && reread < MAX_REREAD
      if (!pardoned || lines[line] === undefined) throw explainYaml(first ?? cause, source)
      first ??= cause
      lines[line] = `${' '.repeat(MAX_DEPTH)}${lines[line]}`
    }
  }
}

function isEmpty(text: string, event: Event): boolean {
  return event.type === EVENT_ID.SCALAR && readScalar(text, event) === null
}

function readMapping(cursor: Cursor, path: string): Values {
  const map = emptyMap()
  const merged: { readonly values: readonly Values[]; readonly line: number }[] = []
  for (;;) {
    const event = take(cursor)
    if (event.type === EVENT_ID.POP) break
    const line = lineOf(cursor, event)
    const key = keyText(readNode(cursor, event, path))
    const place = pathOf(path, key)
    const value = readNode(cursor, take(cursor), place)
    const values = isMerge(cursor.text, event) ? mapsIn(value) : null
    if (values === null) cursor.block.put(map, key, value, place, line)
    else merged.push({ values, line })
  }
  // The mapping's own keys take precedence, wherever they are; then the first merged mapping that has the key
  for (const { values, line } of merged) {
    for (const [key, value] of values.flatMap((each) => Object.entries(each))) {
      if (!(key in map)) cursor.block.put(map, key, value, pathOf(path, key), line)
    }
  }
  return map
}

/** Whether a key merges other mappings. @see https://yaml.org/type/merge.html */
function isMerge(text: string, key: Event): boolean {
  return (
    key.type === EVENT_ID.SCALAR &&
    key.style === SCALAR_STYLE.PLAIN &&
    getScalarValue(text, key) === '<<'
  )
}

/** A mapping or a list of mappings; null for anything else, which is an ordinary value. */
function mapsIn(value: Value): readonly Values[] | null {
  const all = isList(value) ? value : [value]
  const maps = all.filter(isMap)
  return maps.length === all.length ? maps : null
}

function readSequence(cursor: Cursor, path: string): readonly Value[] {
  const list: Value[] = []
  for (;;) {
    const event = take(cursor)
    if (event.type === EVENT_ID.POP) return list
    const place = `${path}[${list.length}]`
    cursor.block.place(place, lineOf(cursor, event))
    list.push(readNode(cursor, event, place))
  }
}

function readNode(cursor: Cursor, event: Event, path: string): Value {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      noteLost(cursor, event, path)
      return anchored(cursor, event, readScalar(cursor.text, event))
    case EVENT_ID.SEQUENCE:
      return anchored(cursor, event, readSequence(cursor, path))
    case EVENT_ID.MAPPING:
      return anchored(cursor, event, readMapping(cursor, path))
    case EVENT_ID.ALIAS:
      return readAlias(cursor, cursor.text.slice(event.anchorStart, event.anchorEnd))
    default:
      throw new BlockError('expected one YAML document, got more', cursor.line)
  }
}

function readScalar(text: string, event: ScalarEvent): Value {
  const value = getScalarValue(text, event)
  const plain = event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1
  const word = plain ? WORDS.get(value) : undefined
  return word === undefined ? value : word
}

/**
 * A comment that looks like a part of the text: `Foo #2`, `#12`, but not `# a remark` or `#-----`. The length
 * that is quoted is bounded.
 */
const LIKE_TEXT = /(?:["']?[ \t]*:)?[ \t]+(#(?:[^\s#!=-]| ?\d)[^\n]{0,300})/y

/** Values that are complete, so that a comment after them is one: addresses, files, dates, booleans. */
const WHOLE = /^(?:[a-z]+:\S+|\S+\.[a-z]\w{1,4}|[\d.:TZ+ -]+|true|false|yes|no|on|off)$/i

/** Notes what YAML silently removes from a plain text: a comment after it, a tag before it. */
function noteLost(cursor: Cursor, event: ScalarEvent, path: string): void {
  const { style, tagStart, tagEnd } = event
  const { text, block } = cursor
  // An empty value has no position of its own, but that of its key
  const end = event.valueEnd === -1 ? cursor.end : event.valueEnd
  cursor.end = end
  if (style !== SCALAR_STYLE.PLAIN) return
  const tag = tagStart === -1 ? '' : text.slice(tagStart, tagEnd)
  LIKE_TEXT.lastIndex = end
  const [, comment] = LIKE_TEXT.exec(text) ?? []
  const lost = comment ?? (/^![^!<]/.test(tag) ? tag : null)
  if (lost === null || WHOLE.test(end === event.valueEnd ? getScalarValue(text, event) : '')) return
  block.lose(path, lineOf(cursor, event), lost.trim())
}

function anchored(
  cursor: Cursor,
  event: ScalarEvent | SequenceEvent | MappingEvent,
  value: Value,
): Value {
  if (event.anchorStart !== -1) {
    cursor.anchors.set(cursor.text.slice(event.anchorStart, event.anchorEnd), value)
  }
  return value
}

function readAlias(cursor: Cursor, name: string): Value {
  const value = cursor.anchors.get(name)
  if (value === undefined) {
    throw new BlockError(
      `"*${name.slice(0, 60)}" refers to nothing above it; put a text that begins with * in quotes`,
      cursor.line,
    )
  }
  cursor.aliased += sizeOf(value, MAX_ALIASED - cursor.aliased)
  if (cursor.aliased > MAX_ALIASED) {
    throw new BlockError('aliases (*name) repeat too much; write the values out', cursor.line)
  }
  return value
}

/** The number of values in a tree, counted up to just above `limit`. */
function sizeOf(value: Value, limit: number): number {
  if (typeof value !== 'object' || value === null) return 1
  let size = 1
  for (const child of Object.values(value)) {
    if (size > limit) break
    size += sizeOf(child, limit - size)
  }
  return size
}

/** The text of a key that is not a string (`{{ title }}` without quotes). */
function keyText(key: Value): string {
  return typeof key === 'object' && key !== null ? '{…}' : String(key)
}

function take(cursor: Cursor): Event {
  const event = cursor.events[cursor.next]
  if (event === undefined) throw new BlockError('the block ends too early', cursor.line)
  cursor.next += 1
  return event
}

function lineOf(cursor: Cursor, event: Event): number {
  cursor.line = cursor.lines.lineAt(offsetOf(event))
  return cursor.line
}

function offsetOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart
    case EVENT_ID.ALIAS:
      return event.anchorStart
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start
    default:
      return 0
  }
}
