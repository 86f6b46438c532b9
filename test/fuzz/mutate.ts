import { randomBytes } from '../audio/corpus/recipe.ts'

/** A source of chance: a number from 0 up to 1. */
export type Chance = () => number

/** Largest part of a recording that is changed at once. */
const LARGEST = 4000

/** A way to damage a recording; `other` is a second one to take parts of. */
type Damage = (bytes: Buffer, other: Buffer, chance: Chance) => Buffer

/** A place in `bytes`, more often near the start, where headers and indexes are. */
function place(bytes: Buffer, chance: Chance): number {
  const reach = chance() < 0.4 ? Math.min(bytes.length, 2000) : bytes.length
  return Math.floor(chance() * reach)
}

function changed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes)
  if (copy.length > 0) change(copy)
  return copy
}

const DAMAGES: readonly Damage[] = [
  function flipBits(bytes, _, chance) {
    return changed(bytes, (copy) => {
      for (let count = 1 + chance() * 40; count > 0; count--) {
        const at = place(copy, chance)
        copy.writeUInt8(copy.readUInt8(at) ^ (1 << Math.floor(chance() * 8)), at)
      }
    })
  },
  function overwrite(bytes, _, chance) {
    return changed(bytes, (copy) => {
      const at = place(copy, chance)
      const value = [0, 0xff, 0x7f, 0x80][Math.floor(chance() * 4)] ?? 0
      copy.fill(value, at, Math.min(copy.length, at + 1 + Math.floor(chance() * 8)))
    })
  },
  function blankOut(bytes, _, chance) {
    return changed(bytes, (copy) => {
      const at = place(copy, chance)
      randomBytes(Math.ceil(chance() * LARGEST), at).copy(copy, at)
    })
  },
  function cutOff(bytes, _, chance) {
    return bytes.subarray(0, chance() * bytes.length)
  },
  function cutOutStart(bytes, _, chance) {
    return bytes.subarray(chance() * bytes.length)
  },
  function cutOut(bytes, _, chance) {
    const at = place(bytes, chance)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + chance() * LARGEST)])
  },
  function insert(bytes, _, chance) {
    const at = place(bytes, chance)
    const junk = randomBytes(Math.ceil(chance() * LARGEST), at)
    return Buffer.concat([bytes.subarray(0, at), junk, bytes.subarray(at)])
  },
  function repeat(bytes, _, chance) {
    const at = place(bytes, chance)
    return Buffer.concat([
      bytes.subarray(0, at),
      bytes.subarray(Math.max(0, at - chance() * LARGEST)),
    ])
  },
  function splice(bytes, other, chance) {
    return Buffer.concat([
      bytes.subarray(0, chance() * bytes.length),
      other.subarray(chance() * other.length),
    ])
  },
  function join(bytes, other) {
    return Buffer.concat([bytes, other])
  },
  function putInside(bytes, other, chance) {
    const at = place(bytes, chance)
    return Buffer.concat([bytes.subarray(0, at), other, bytes.subarray(at)])
  },
]

/** Damages a recording in one to three ways. */
export function mutate(bytes: Buffer, other: Buffer, chance: Chance): Buffer {
  let result = bytes
  for (let count = 1 + Math.floor(chance() * chance() * 3); count > 0; count--) {
    const damage = DAMAGES[Math.floor(chance() * DAMAGES.length)]
    result = damage ? damage(result, other, chance) : result
  }
  return result
}
