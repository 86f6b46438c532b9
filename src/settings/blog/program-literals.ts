import type { Block, Values } from '../../posts/front-matter/values.ts'
import { BlockBuilder, emptyMap, LineCounter } from '../../posts/front-matter/values.ts'

/** `site: 'https://…'`, `SITE_TITLE = '…'`, `dir: {` and `setInputDirectory('…')`. */
const PAIR =
  /(?<![\w$]|(?<!onfig)\.)(?:SITE_)?([A-Za-z_$][\w$]*)['"]?\s*(?:[:=(]|:\s*\w+\s*=)\s*(?:(['"`])([^'"`$\n]{0,300})\2|(true|false)\b)/g
const GROUP = /(?<![\w.])(dir|build)['"]?\s*:\s*\{([^{}]*)\}/g

/**
 * Reads the named texts and booleans in a JavaScript program: the first of each name, and those in some
 * groups under the name of the group. The program is never run, so computed values count as missing.
 */
export function parseProgram(text: string): Block {
  const program = withoutComments(text)
  const builder = new BlockBuilder()
  const counter = new LineCounter(program)
  const values = emptyMap()
  for (const { 1: name = '', 3: literal, 4: flag, index } of program.matchAll(PAIR)) {
    const key = name === name.toUpperCase() ? name.toLowerCase() : name
    if (Object.hasOwn(values, key)) continue
    values[key] = literal ?? flag === 'true'
    builder.place(key, counter.lineAt(index))
  }
  for (const [, name = '', inside = ''] of program.matchAll(GROUP)) values[name] ??= pairsIn(inside)
  return builder.finish(values)
}

function pairsIn(text: string): Values {
  const values = emptyMap()
  for (const [, name = '', , literal, flag] of text.matchAll(PAIR)) {
    values[name] ??= literal ?? flag === 'true'
  }
  return values
}

/** Replaces comments by spaces, so that lines and columns stay; `//` in a quoted address is not a comment. */
export function withoutComments(text: string): string {
  return text.replaceAll(
    /(['"`])(?:\\.|(?!\1)[^\\\n])*\1|\/\*[\s\S]*?(?:\*\/|$)|(?<![:\w])\/\/[^\n]*/g,
    (found, quote?: string) => (quote === undefined ? found.replaceAll(/[^\n]/g, ' ') : found),
  )
}
