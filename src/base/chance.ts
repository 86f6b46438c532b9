import { createHash } from 'node:crypto'

/** A seeded random generator. */
export interface Chance {
  /** From 0 up to, but not including, 1. */
  readonly next: () => number
  readonly between: (from: number, to: number) => number
  /** @param items At least one. */
  readonly pick: <Items extends readonly [unknown, ...unknown[]]>(items: Items) => Items[number]
}

export function createChance(seed: string): Chance {
  let block = 0
  let bytes = Buffer.alloc(0)
  const next = (): number => {
    if (bytes.length < 4) bytes = createHash('sha256').update(`${block++}:${seed}`).digest()
    const number = bytes.readUInt32BE(0) / 2 ** 32
    bytes = bytes.subarray(4)
    return number
  }
  return {
    next,
    between: (from, to) => from + (to - from) * next(),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  }
}
