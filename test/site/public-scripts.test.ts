import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { PUBLIC_FOLDER, readPublicFiles, readScript } from '../../src/site/public-files.ts'

const files = [...(await readPublicFiles(PUBLIC_FOLDER)).values()]
const SCRIPTS = files
  .filter((file) => file.endsWith('.js'))
  .map((file) => ({ name: basename(file), file }))

const compressed = (...names: readonly string[]): number =>
  SCRIPTS.filter(({ name }) => names.includes(name))
    .map(({ file }) => gzipSync(readScript(file), { level: 9 }).length)
    .reduce((sum, bytes) => sum + bytes)

describe.each(SCRIPTS)('the script $name', ({ file }) => {
  test('is typed, and nothing in it is of any type', () => {
    const source = readFileSync(file, 'utf8')
    expect(source).toMatch(/^\/\/ @ts-check\n/)
    expect(source).not.toMatch(/\{[^}]*\bany\b[^}]*\}|@ts-(?:ignore|expect-error|nocheck)/)
  })

  test('is sent without its doc comments, line by line as it is written', () => {
    const source = readFileSync(file, 'utf8').split('\n')
    const sent = readScript(file).split('\n')
    expect(sent.filter((line) => line.includes('/**'))).toEqual([])
    expect(sent.length).toBe(source.length)
    const changed = source.filter((line, index) => line !== sent[index])
    expect(changed.filter((line) => !/^ *(?:\/\*\*| \*)|\/\*\* @\w+.*\*\//.test(line))).toEqual([])
  })
})

describe('the weight, compressed', () => {
  test('of the element is 9 KB before it plays', () => {
    expect(compressed('player.js', 'sound.js')).toBeLessThanOrEqual(9 * 1024)
  })

  test('of what it loads to read along is as much again', () => {
    expect(compressed('read-along-here.js', 'read-along.js', 'words.js')).toBeLessThanOrEqual(
      9 * 1024,
    )
  })
})
