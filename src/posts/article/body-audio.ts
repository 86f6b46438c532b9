import { apart } from '../../base/memory.ts'
import { withoutUserIn } from '../../base/web-address.ts'
import type { AudioReference } from '../fields/audio-references.ts'

/** Characters of an article that are searched for players. */
const LONGEST = 300_000
const AUDIO = /<audio\b/i
/** A tag, or a recording that Obsidian embeds: `![[tides.mp3]]`. */
const TAG =
  /<(\/?audio|source)\b([^<>]*)>|!\[\[([^[\]|#\n]{1,300}\.(?:3gp|aac|flac|m4a|m4b|mp3|oga|ogg|opus|wav|webm))(?:[|#][^[\]\n]{0,300})?\]\]/gi
const SOURCE = /(?:^|\s)src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>{]+))/i
/** The line that begins or ends a block of code. */
export const FENCE = /^ {0,3}(`{3,}|~{3,})/
const BACKTICKS = /`+/g
const LIQUID_SITE = /\{\{-?\s*site\.(?:base)?url\s*-?\}\}/g
const LIQUID_PATH = /^\{\{-?\s*(["'])([^"']+)\1\s*\|\s*(?:relative|absolute)_url\s*-?\}\}$/

/**
 * Finds the recordings that the text itself plays: `<audio src>`, `<audio><source src>` and
 * `![[tides.mp3]]`, but not those inside code or comments.
 *
 * @param bodyLine The line of the file on which the body starts.
 */
export function findBodyAudio(body: string, bodyLine: number): readonly AudioReference[] {
  const beginning = body.slice(0, LONGEST)
  if (!beginning.includes('![[') && !AUDIO.test(beginning)) return []
  const text = withoutCode(beginning)
  const references: AudioReference[] = []
  let inside = false
  let counted = 0
  let line = bodyLine
  for (const { 1: name = '', 2: attributes = '', 3: embedded, index } of text.matchAll(TAG)) {
    if (embedded === undefined && name.toLowerCase() !== 'source') inside = !name.startsWith('/')
    const value = embedded?.trim() ?? (inside ? sourceOf(attributes) : null)
    if (value === null) continue
    line += text.slice(counted, index).split('\n').length - 1
    counted = index
    references.push({ value: apart(value), field: '<audio>', line })
  }
  return references
}

function sourceOf(attributes: string): string | null {
  const [, double, single, bare] = SOURCE.exec(attributes) ?? []
  const source = (double ?? single ?? bare ?? '').trim().replaceAll('&amp;', '&')
  const path = source.replace(LIQUID_PATH, '$2').replaceAll(LIQUID_SITE, '')
  return path === '' || /\{[{%<]/.test(path) ? null : withoutUserIn(path)
}

const LINK_WITH_USER =
  /(?:\]\(\s*<?|<|(?:href|src|srcset|poster)\s*=\s*["']?\s*)(?:https?:)?\/\/[^\s\\/?#"'<>()]*@/i

/** The first line of the text, from 0, with a link or image whose address has a user name or password. */
export function lineWithPassword(body: string): number | null {
  if (!body.includes('@') || !LINK_WITH_USER.test(body)) return null
  const text = withoutCode(body)
  const found = LINK_WITH_USER.exec(text)
  return found === null ? null : text.slice(0, found.index).split('\n').length - 1
}

/** Replaces fenced code, code spans and comments by spaces, so that offsets stay the same. */
export function withoutCode(body: string): string {
  if (!mayBeFenced(body)) return withoutComments(withoutSpansIn(body))
  let fence: string | null = null
  const lines = body.split('\n').map((line) => {
    const mark = FENCE.exec(line)?.[1]
    if (fence === null) {
      if (mark === undefined) return withoutSpans(line)
      fence = mark
    } else if (mark?.startsWith(fence) === true && line.trim() === mark) {
      fence = null
    }
    return blank(line)
  })
  return withoutComments(lines.join('\n'))
}

function mayBeFenced(body: string): boolean {
  return body.includes('```') || body.includes('~~~')
}

/** Replaces the code spans of all lines that contain any. */
function withoutSpansIn(text: string): string {
  let result = ''
  let rest = 0
  for (let tick = text.indexOf('`'); tick !== -1; tick = text.indexOf('`', rest)) {
    const start = text.lastIndexOf('\n', tick) + 1
    const next = text.indexOf('\n', tick)
    const end = next === -1 ? text.length : next
    result += text.slice(rest, start) + withoutSpans(text.slice(start, end))
    rest = end
  }
  return result + text.slice(rest)
}

/** Replaces code spans: the text between two runs of backticks of equal length. */
function withoutSpans(line: string): string {
  const first = line.indexOf('`')
  if (first === -1) return line
  const second = line.indexOf('`', first + 1)
  if (second === -1) return line
  if (second > first + 1 && !line.includes('`', second + 1)) {
    return line.slice(0, first) + ' '.repeat(second + 1 - first) + line.slice(second + 1)
  }
  const runs = [...line.matchAll(BACKTICKS)].map(({ 0: marks, index }) => ({ marks, index }))
  // Searching for a closing run only if there is one keeps hostile lines from taking quadratic time
  const last = new Map(runs.map(({ marks, index }) => [marks, index]))
  let result = ''
  let rest = 0
  let opening: (typeof runs)[number] | null = null
  for (const run of runs) {
    if (opening === null) {
      if ((last.get(run.marks) ?? 0) > run.index) opening = run
    } else if (run.marks === opening.marks) {
      const end = run.index + run.marks.length
      result += line.slice(rest, opening.index) + ' '.repeat(end - opening.index)
      rest = end
      opening = null
    }
  }
  return result + line.slice(rest)
}

function withoutComments(text: string): string {
  let rest = 0
  let result = ''
  for (;;) {
    const start = text.indexOf('<!--', rest)
    const end = start === -1 ? -1 : text.indexOf('-->', start)
    if (end === -1) return result + text.slice(rest)
    result += text.slice(rest, start) + blank(text.slice(start, end))
    rest = end
  }
}

function blank(code: string): string {
  return code.replaceAll(/[^\n]/g, ' ')
}
