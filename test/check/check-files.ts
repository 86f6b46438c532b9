import { formatLines } from '../../src/base/terminal.ts'
import { run } from '../../src/commands/check.ts'
import type { Given, Context } from '../../src/commands/command.ts'

/** The hour at which all is checked: the posts are out. */
export const NOW = new Date('2026-06-01T08:00:00Z')

/** A finding as `check --format json` prints it. */
export interface Printed {
  readonly severity: string
  readonly rule: string
  readonly file: string | null
  readonly line: number | null
  readonly field: string | null
  readonly url: string | null
  readonly message: string
  readonly fix: string | null
  readonly source: { readonly url: string; readonly words: string } | null
}

/** What a directory makes of the feed, as `check --format json` prints it. */
interface PrintedVerdict {
  readonly name: string
  readonly refusals: readonly {
    readonly source: { readonly url: string; readonly words: string }
    readonly rules: readonly string[]
  }[]
}

/** What a run of the command came to. */
export interface Outcome {
  readonly code: number
  readonly printed: string
  /** The lines that are printed before the table of directories. */
  readonly lines: readonly string[]
  readonly told: string
}

/** Runs the command as the command line does, without a process of its own. */
export async function runCheck(
  folder: string,
  options: Given['options'] = {},
  now = NOW,
): Promise<Outcome> {
  const printed: string[] = []
  const told: string[] = []
  const around: Context = {
    print: (lines) => void printed.push(formatLines(lines)),
    report: (lines) => void told.push(formatLines(lines)),
    draw: null,
    now: () => now,
    signal: new AbortController().signal,
  }
  const given = { arguments: [folder], options: { format: 'text', ...options } }
  const code = await run(given, around)
  const all = printed.join('\n')
  const lines = all.replace(/\n\nApple Podcasts [^]*$/, '').split('\n')
  return { code, printed: all, lines, told: told.join('\n') }
}

/** What the command finds. */
export async function findings(
  folder: string,
  options: Given['options'] = {},
  now = NOW,
): Promise<readonly Printed[]> {
  const { printed } = await runCheck(folder, { ...options, format: 'json' }, now)
  return (JSON.parse(printed) as { findings: readonly Printed[] }).findings
}

/** What the directories make of it: name → the rules for which it would be refused. */
export async function refusals(
  folder: string,
  options: Given['options'] = {},
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { printed } = await runCheck(folder, { ...options, format: 'json' })
  const { directories } = JSON.parse(printed) as { directories: readonly PrintedVerdict[] }
  return Object.fromEntries(
    directories.map((verdict) => [verdict.name, verdict.refusals.flatMap(({ rules }) => rules)]),
  )
}
