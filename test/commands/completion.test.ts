import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/commands/commands.ts'
import { sidecast } from '../support/program.ts'

/** What bash offers for the last of some words. */
async function completions(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await sidecast(['completion', 'bash'])
  const script = `${stdout}
    COMP_WORDS=("$@")
    COMP_CWORD=$(( $# - 1 ))
    _sidecast
    printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
}

describe('completion', () => {
  test('offers every command', async () => {
    expect(await completions('sidecast', '')).toEqual(
      expect.arrayContaining(COMMANDS.map(({ name }) => name)),
    )
  })

  test.each([
    { words: ['sidecast', 'bu'], offered: ['build'] },
    {
      words: ['sidecast', 'build', '--'],
      offered: [
        '--out',
        '--base-url',
        '--precompress',
        '--keep-going',
        '--allow-removal',
        '--help',
      ],
    },
    { words: ['sidecast', 'build', 'blog', '--k'], offered: ['--keep-going'] },
    { words: ['sidecast', 'serve', '--no'], offered: ['--no-watch'] },
    // bash goes on with files by itself.
    { words: ['sidecast', 'build', 'blo'], offered: [] },
    { words: ['sidecast', 'nothing', '--'], offered: [] },
  ])('offers $offered for $words', async ({ words, offered }) => {
    expect(await completions(...words)).toEqual(offered)
  })

  test.each(['bash', 'zsh', 'fish'])('tells %s of every option of every command', async (shell) => {
    const { code, stdout } = await sidecast(['completion', shell])
    expect(code).toBe(0)
    for (const { name, options } of COMMANDS) {
      const lines = stdout.split('\n').filter((line) => line.includes(name))
      const missing = options
        .map(({ flags }) => /--([\w-]+)/.exec(flags)?.[1] ?? flags)
        .filter((option) => !lines.some((line) => line.includes(option)))
      expect({ name, missing }).toEqual({ name, missing: [] })
    }
  })

  test('names the shells that it knows', async () => {
    const { code, stderr } = await sidecast(['completion', 'cmd'])
    expect(code).toBe(2)
    expect(stderr).toBe('sidecast: expected bash, zsh, fish, got "cmd"\n')
  })
})
