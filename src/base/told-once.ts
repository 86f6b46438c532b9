import { formatProblem, type Problem } from './problem.ts'

/** A problem or a finding. */
export interface Told extends Pick<Problem, 'file' | 'line' | 'field' | 'message'> {
  readonly rule: string
  /** What was requested, where it is not a file. */
  readonly url?: string | null
}

/** The line for a cause. */
export interface Line {
  /** How often it occurs, with the first place. */
  readonly start: string
  readonly message: string
  /** The other places, as long as they are few. */
  readonly end: string
  /** Whether there are places that it does not name. */
  readonly isShort: boolean
}

/** Places that are named after the first; if there are more, they are only counted. */
const NAMED = 3

/** Parts in which messages of one cause differ: values, paths, names, numbers. */
const VARIABLE =
  /"(?:[^"\\]|\\.)*"|[^\s,;()"]*\/[^\s,;()"]*|[^\s,;()"/]+\.(?:m[a-z]+|html?|json|srt|vtt|txt)\b|\d[\d.:-]*/g

const POST = /\.(?:m[a-z]+|html?)$/i

/** UTF-16 units of a message that are compared; hostile content can make messages long. */
const LOOKED_AT = 1000

/** Groups problems by cause, in their order. */
export function byCause<T extends Told>(told: readonly T[]): readonly (readonly [T, ...T[]])[] {
  const groups = Map.groupBy(told, causeOf)
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [[first, ...rest] as const],
  )
}

function causeOf({ rule, message }: Told): string {
  return `${rule} ${message.slice(0, LOOKED_AT).replaceAll(VARIABLE, '…')}`
}

/** The line for a cause: `37 posts, e.g. tides.md:3 audio: …`. */
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
