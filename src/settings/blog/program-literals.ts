import type { Block, Values } from '../../posts/front-matter/values.ts'
import { BlockBuilder, emptyMap, LineCounter } from '../../posts/front-matter/values.ts'

/** `site: 'https://…'`, `SITE_TITLE = '…'`, `dir: {` and `setInputDirectory('…')`. */
const PAIR =
  /(?<![\w$]|(?<!onfig)\.)(?:SITE_)?([A-Za-z_$][\w$]*)['"]?\s*(?:[:=(]|:\s*\w+\s*=)\s*(?:(['"`])([^'"`$\n]{0,300})\2|(true|false)\b)/g
const GROUP = /(?<![\w.])(dir|build)['"]?\s*:\s*\{([^{}]*)\}/g

/**
 * Reads the texts and switches that stand in a JavaScript program by name, the first of each name,
 * those of the groups that count here under the group's. The program is never run, so what it
 * computes is as if it were not there.
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

/** Blanks out comments, so that lines and places stay; an address in quotes is none. */
export function withoutComments(text: string): string {
  return text.replaceAll(
    /(['"`])(?:\\.|(?!\1)[^\\\n])*\1|\/\*[\s\S]*?(?:\*\/|$)|(?<![:\w])\/\/[^\n]*/g,
    (found, quote?: string) => (quote === undefined ? found.replaceAll(/[^\n]/g, ' ') : found),
  )
}
