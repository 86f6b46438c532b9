import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runLine } from '../../src/command-line.ts'
import type { Command } from '../../src/commands/command.ts'
import { COMMANDS } from '../../src/commands/commands.ts'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { smallBlog } from '../support/small-blog.ts'

/** What would colour or turn around the text of a terminal. */
const CONTROLS = ['\u{1B}', '\u{202E}']
/** What no option means, though people and scripts pass it. */
const VALUES = ['', 'x'.repeat(5000)]
const MORE = [
  '[]',
  CONTROLS.join('[31m'),
  ' ',
  '-1',
  '0x10',
  '1e3',
  'NaN',
  '٣',
  '%',
  'http://[',
  's3://',
  '2026-02-30',
  '::1/129',
]

/** The long name of an option. */
function nameOf(flags: string): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? ''
}

/** Arguments with which a command has something to do, in a folder. */
function argumentsOf(command: Command, folder: string): readonly string[] {
  const words: Readonly<Record<string, string>> = { '<action>': 'list', '<shell>': 'bash' }
  const given = command.arguments.map(({ name }) => words[name] ?? folder)
  return command.name === 'serve' ? [...given, '--port=0'] : given
}

/** Runs a command; a service is asked to end at once. @returns What it said, with its exit code. */
async function said(words: readonly string[]): Promise<{ code: unknown; text: string }> {
  let text = ''
  const write = (more: string): void => void (text += more)
  const code = await runLine(words, {
    out: write,
    error: write,
    colour: false,
    draw: null,
    log: 'json',
    sockets: 0,
    podpingToken: null,
    signalFor: ({ endless }) => (endless ? AbortSignal.abort() : new AbortController().signal),
  })
  return { code, text }
}

describe.each(COMMANDS.map((command) => [command.name, command] as const))(
  '%s',
  (name, command) => {
    const taking = command.options.filter(({ flags }) => flags.includes('<'))
    test.runIf(taking.length > 0)('takes any value of any option without a fault', async () => {
      const folder = await makeFolder(smallBlog())
      const given = argumentsOf(command, folder)
      for (const { flags } of taking) {
        for (const value of EVERYTHING ? [...VALUES, ...MORE] : VALUES) {
          // What a command writes must not lie where the tests are run.
          const isPlace = /<(?:dir|path)>/.test(flags) && value !== ''
          const option = `${nameOf(flags)}=${isPlace ? join(folder, value) : value}`
          const { code, text } = await said([name, ...given, option])
          const allowed = value === '' ? [2] : [0, 1, 2]
          expect([option, code]).toEqual([option, allowed.find((each) => each === code)])
          for (const control of CONTROLS) expect(text).not.toContain(control)
          expect(text).not.toMatch(/^ +at .*:\d+:\d+/m)
        }
      }
    })

    test('takes options that are doubled, empty or unknown, and too many arguments', async () => {
      const given = argumentsOf(command, await makeFolder(smallBlog()))
      for (const { flags } of command.options) {
        const option = nameOf(flags)
        const words = flags.includes('<') ? [option] : [`${option}=x`]
        const { code } = await said([name, ...given, ...words])
        expect([option, code]).toEqual([option, 2])
      }
      const extra = await said([name, ...given, '--no-such-option', '1', '2', '3', '4'])
      expect(extra).toMatchObject({ code: 2, text: expect.stringContaining('--no-such-option') })
    })
  },
)
