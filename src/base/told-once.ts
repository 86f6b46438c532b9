import { formatProblem, type Problem } from './problem.ts'

/** What is told of a place, by who reads the content or by who checks it. */
export interface Told extends Pick<Problem, 'file' | 'line' | 'field' | 'message'> {
  readonly rule: string
  /** What was asked for where that is no file. */
  readonly url?: string | null
}

/** Places that have one cause, in one line. */
export interface Line {
  /** How many there are, and the first of them with its place. */
  readonly start: string
  readonly message: string
  /** Where the others are, as long as they are few. */
  readonly end: string
  /** Whether others are there that it does not name. */
  readonly isShort: boolean
}

/** Places behind the first that are named; where there are more, they are only counted. */
const NAMED = 3

/** What differs from place to place in the sentences of one cause: values, paths, names, numbers. */
const VARIABLE =
  /"(?:[^"\\]|\\.)*"|[^\s,;()"]*\/[^\s,;()"]*|[^\s,;()"/]+\.(?:m[a-z]+|html?|json|srt|vtt|txt)\b|\d[\d.:-]*/g

const POST = /\.(?:m[a-z]+|html?)$/i

/** UTF-16 units of a sentence that are looked at; values of hostile content make them long. */
const LOOKED_AT = 1000

/** Puts together what has one cause, in the order in which it came. */
export function byCause<T extends Told>(told: readonly T[]): readonly (readonly [T, ...T[]])[] {
  const groups = Map.groupBy(told, causeOf)
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [[first, ...rest] as const],
  )
}

function causeOf({ rule, message }: Told): string {
  return `${rule} ${message.slice(0, LOOKED_AT).replaceAll(VARIABLE, '…')}`
}

/** The line of one cause: `37 posts, e.g. tides.md:3 audio: …`. */
export function lineOfCause(group: readonly [Told, ...Told[]]): Line {
  const [first, ...others] = group
  const { message } = first
  const whole = formatProblem({ ...first, file: first.file ?? first.url ?? null })
  const place = whole.slice(0, whole.length - message.length)
  const isShort = others.length > NAMED
  return {
    start: others.length === 0 ? place : `${countOf(group)}, e.g. ${place}`,
    message,
    end: others.length === 0 || isShort ? '' : ` (also ${others.map(placeOf).join(', ')})`,
    isShort,
  }
}

function countOf(group: readonly Told[]): string {
  const files = new Set(group.map(({ file, url }) => file ?? url ?? ''))
  const names = [...files]
  const what = names.every((name) => POST.test(name)) ? 'post' : 'file'
  if (files.size === group.length) return `${files.size} ${what}s`
  return `${group.length} places in ${files.size === 1 ? `one ${what}` : `${files.size} ${what}s`}`
}

function placeOf({ file, url, line, field }: Told): string {
  const place = [file ?? url, line].filter((part) => part != null).join(':')
  return place === '' ? (field ?? '') : place
}
