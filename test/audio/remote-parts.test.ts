import { describe, expect, test } from 'vitest'
import { Missing, Pages } from '../../src/audio/remote/pages.ts'
import { Scans } from '../../src/audio/remote/scans.ts'

describe('Scans', () => {
  test('happen once under one key, and each time without', async () => {
    const scans = new Scans<number>()
    let count = 0
    const work = async (): Promise<number> => ++count
    expect(await Promise.all([scans.once('a', work), scans.once('a', work)])).toEqual([1, 1])
    expect(await scans.once('a', work)).toBe(1)
    expect(await scans.once(null, work)).toBe(2)
    expect(await scans.once(null, work)).toBe(3)
  })

  test('that fail are done again by those who waited', async () => {
    const scans = new Scans<string>()
    const failing = scans.once('a', () => Promise.reject(new Error('broken')))
    const waiting = scans.once('a', () => Promise.resolve('whole'))
    await expect(failing).rejects.toThrow('broken')
    expect(await waiting).toBe('whole')
  })
})

describe('Pages', () => {
  const pages = new Pages()
  pages.add(10, Buffer.from('klmno'))
  pages.add(0, Buffer.from('abcde'))
  pages.add(5, Buffer.from('fgh'))

  test.each([
    [0, 5, 'abcde'],
    [3, 4, 'defg'],
    [11, 2, 'lm'],
    [99, 0, ''],
  ])('give the bytes from %i, %i of them', (position, length, text) => {
    expect(pages.read(position, length).toString()).toBe(text)
  })

  test.each([
    [0, 12, 8, 2],
    [9, 9, 9, 1],
    [12, 9, 15, 6],
    [50, 5, 50, 5],
  ])('tell the first gap from %i, in %i bytes', (position, length, gap, bytes) => {
    const error = new Missing(gap, bytes)
    expect(() => pages.read(position, length)).toThrow(error)
  })

  test('know how much they have from the start', () => {
    expect([8, 9, 15].map((bytes) => pages.hasFirst(bytes))).toEqual([true, false, false])
  })
})
