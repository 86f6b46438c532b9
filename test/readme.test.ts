import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../src/commands/commands.ts'
import { withReference } from './tools/reference.ts'

const root = join(import.meta.dirname, '..')
const readme = await readFile(join(root, 'README.md'), 'utf8')
const scripts = Object.keys(
  (JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts,
)

describe('the README', () => {
  test('has the commands and settings of the program (npm run reference writes them)', () => {
    expect(readme).toBe(withReference(readme))
  })

  test('names no script that is not there', () => {
    const named = [...readme.matchAll(/npm (?:run (?:-s )?([\w:]+)|(start|test))/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    )
    expect(named.filter((name) => !scripts.includes(name))).toEqual([])
  })

  test('gives no command and no option that the program does not have', () => {
    const lines = [...readme.matchAll(/(?:sidecast -- |npm start -- )(.*)$/gm)].map(
      (match) => match[0],
    )
    expect(lines.length).toBeGreaterThan(3)
    for (const line of lines) {
      const name = /sidecast -- (\w+)/.exec(line)?.[1] ?? 'serve'
      const command = COMMANDS.find((one) => one.name === name)
      if (line.includes('<command>')) continue
      expect(COMMANDS.map((one) => one.name)).toContain(name)
      const unknown = [...line.matchAll(/--[a-z-]{2,}/g)].filter(
        ([option]) => !command?.options.some(({ flags }) => flags.startsWith(option)),
      )
      expect(unknown).toEqual([])
    }
  })
})
