import { findCode, type Lines } from './markdown.ts'

/** A body that is being edited. Rules never change its length, so that the ranges of its code stay valid. */
export interface Draft {
  readonly text: string
  /** Ranges that must not be changed, in order: code, and what an author has escaped. */
  readonly closed: readonly Range[]
}

export interface Edit extends Range {
  readonly text: string
  /** Whether later rules must not change it. */
  readonly closed?: boolean
}

/** Finds one kind of template syntax in a draft; each edit has the length of what it replaces. */
export type Rule = (draft: Draft) => readonly Edit[]

/** Replaces each removed character until the end; XML forbids it, so no text can contain it. */
const FILLER = '\uFFFF'
const FILLERS = /\uFFFF+/g
const CODE = /`|~~~|^(?: {4}| {0,3}\t)/m
const BACKTICKS = /(?<!\\)`+/g
const LINE_END = /\r\n?|\n/g
const CODE_TAG = /<(\/?)(pre|code|script|style)\b[^<>]*>/gi

/** Applies rules one after another, and drops what they removed. */
export function applyRules(text: string, rules: readonly Rule[]): string {
  return rules.reduce(applyRule, draftOf(text)).text.replaceAll(FILLERS, '')
}

/** Makes a rule that replaces each match of a pattern, unless the function returns null. */
export function replacing(
  pattern: RegExp,
  replace: (match: RegExpExecArray) => string | null,
  closed = false,
): Rule {
  return (draft) =>
    matchesOf(pattern, draft).flatMap((match) => {
      const text = replace(match)
      return text === null ? [] : [{ ...rangeOf(match), text: fit(text, match[0]), closed }]
    })
}

/** Makes a rule that removes each match of a pattern. */
export function erasing(pattern: RegExp): Rule {
  return replacing(pattern, () => '')
}

/**
 * All matches of a global pattern that begin in an open range of a draft. A pattern must not read past the
 * next place where it could begin, or hostile text makes it slow.
 */
export function matchesOf(pattern: RegExp, { text, closed }: Draft): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  const search = new RegExp(pattern)
  let next = 0
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    while ((closed[next]?.end ?? Infinity) <= match.index) next += 1
    const range = closed[next]
    if (range !== undefined && range.start <= match.index) search.lastIndex = range.end
    else found.push(match)
  }
  return found
}

/** The range of a match. */
export function rangeOf(match: RegExpExecArray): Range {
  return { start: match.index, end: match.index + match[0].length }
}

/** Pads a replacement to the length of the original, and keeps the line breaks of the original. */
export function fit(replacement: string, original: string): string {
  if (replacement === '') return original.replaceAll(/[^\r\n]/g, FILLER)
  const ends = original.replaceAll(/[^\r\n]/g, '')
  return replacement.padEnd(original.length - ends.length, FILLER) + ends
}

/** Applies edits to a text in order; one that begins inside another is skipped. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = ''
  let done = 0
  for (const edit of edits) {
    if (edit.start < done) continue
    result += text.slice(done, edit.start) + edit.text
    done = edit.end
  }
  return result + text.slice(done)
}

/** A draft in which code is closed: fenced, indented, inline, or in HTML elements for code. */
export function draftOf(text: string): Draft {
  const closed = inOrder(markdownCode(text))
  return { text, closed: inOrder([...closed, ...htmlCode({ text, closed })]) }
}

function applyRule(draft: Draft, rule: Rule): Draft {
  const edits = rule(draft)
  if (edits.length === 0) return draft
  const closed = edits.filter((edit) => edit.closed)
  return { text: applyEdits(draft.text, edits), closed: inOrder([...draft.closed, ...closed]) }
}

function inOrder(ranges: readonly Range[]): Range[] {
  return ranges.toSorted((a, b) => a.start - b.start)
}

function markdownCode(text: string): Range[] {
  if (!CODE.test(text)) return []
  const starts = [0, ...text.matchAll(LINE_END).map(({ 0: end, index }) => index + end.length)]
  const { blocks, texts } = findCode(text)
  const rangeOfLines = ([first, last]: Lines) => ({
    start: starts[first] ?? text.length,
    end: starts[last] ?? text.length,
  })
  return [...blocks.map(rangeOfLines), ...texts.map(rangeOfLines).flatMap(spansIn(text))]
}

/** Finds code spans: the text between two runs of backticks of equal length. */
function spansIn(text: string): (range: Range) => Range[] {
  return ({ start, end }) => {
    const runs = [...text.slice(start, end).matchAll(BACKTICKS)]
    // Searching for a closing run only if there is one keeps hostile lines from taking quadratic time
    const last = new Map(runs.map(({ 0: marks, index }) => [marks, index]))
    const spans: Range[] = []
    let opening: RegExpExecArray | null = null
    for (const run of runs) {
      const [marks] = run
      if (opening === null) {
        if ((last.get(marks) ?? 0) > run.index) opening = run
      } else if (marks === opening[0]) {
        spans.push({ start: start + opening.index, end: start + run.index + marks.length })
        opening = null
      }
    }
    return spans
  }
}

function htmlCode(draft: Draft): Range[] {
  const tags = matchesOf(CODE_TAG, draft).map((match) => ({
    ...rangeOf(match),
    name: (match[2] ?? '').toLowerCase(),
    closing: match[1] === '/',
  }))
  return pairsOf(tags).map(({ open, close }) => ({ start: open.start, end: close.end }))
}

/** A part of a text: the offsets of its first character and of the one after its last. */
interface Range {
  readonly start: number
  readonly end: number
}

/** A tag of any template language; a closing tag has the same name. */
export interface Tag extends Range {
  readonly name: string
  readonly closing: boolean
}

/** An opening tag and the one that closes it. */
export interface Pair<T extends Tag> {
  readonly open: T
  readonly close: T
}

/**
 * Pairs opening and closing tags; nested pairs come after the one that contains them. Tags without a
 * counterpart are not included.
 */
export function pairsOf<T extends Tag>(tags: readonly T[]): Pair<T>[] {
  const pairs: Pair<T>[] = []
  const open: T[] = []
  for (const tag of tags) {
    if (!tag.closing) {
      open.push(tag)
      continue
    }
    const place = open.findLastIndex(({ name }) => name === tag.name)
    const [found] = place === -1 ? [] : open.splice(place)
    if (found !== undefined) pairs.push({ open: found, close: tag })
  }
  return pairs.toSorted((a, b) => a.open.start - b.open.start)
}
