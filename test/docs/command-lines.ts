import { CommanderError } from 'commander'
import { createParser } from '../../src/command-line.ts'
import { blocksOf, type Page } from './pages.ts'

/** How the program is called: from npm, from a clone, or where it is installed. */
const CALL =
  /(?:^|[\s=;|&"'(])(npx (?:--yes |-y )?sidecast|npm run -s sidecast --|npm start --|sidecast)[ \t]+(?=[a-z~./-])(.*)$/

/** The command lines in the fenced blocks of a page, each as the words behind the program's name. */
export function commandLinesOf(page: Page): readonly (readonly string[])[] {
  const lines = blocksOf(page)
    .filter(({ language }) => language !== 'text')
    .flatMap(({ code }) => code.replaceAll(/\\\n\s*/g, '').split('\n'))
    .filter((line) => !/^\s*#/.test(line))
  return lines.flatMap((line) => {
    const [, call = '', rest = ''] = CALL.exec(line) ?? []
    if (call === '') return []
    return [call.startsWith('npm start') ? ['serve', ...wordsOf(rest)] : wordsOf(rest)]
  })
}

/** The words of a command line up to where the shell ends it. */
export function wordsOf(line: string): readonly string[] {
  const words = line.matchAll(/"([^"]*)"|'([^']*)'|([|;&>#].*$)|([^\s"'|;&>]+)/g)
  const all = [...words].map(([, double, single, end, plain]) => ({
    word: double ?? single ?? plain,
    ends: end !== undefined,
  }))
  const end = all.findIndex(({ ends }) => ends)
  return (end === -1 ? all : all.slice(0, end)).flatMap(({ word }) => word ?? [])
}

/** What the parser of the program has against a command line. */
export function complaintsAbout(words: readonly string[]): readonly string[] {
  const parser = createParser(() => undefined)
  for (const one of [parser, ...parser.commands]) one.exitOverride()
  try {
    parser.parse(words, { from: 'user' })
    return []
  } catch (cause) {
    if (cause instanceof CommanderError && cause.exitCode === 0) return []
    return [`${words.join(' ')}: ${cause instanceof Error ? cause.message : String(cause)}`]
  }
}
