/**
 * The message where Node is too old for the program; null where it is not. Old versions must be able
 * to load this file.
 *
 * @param version Of the Node that runs, e.g. `20.20.2`.
 * @param wanted What the package demands, e.g. `>=22.20`.
 */
export function complainOfNode(version: string, wanted: string): string | null {
  const [major = 0, minor = 0] = numbersOf(version)
  const [least = 0, leastMinor = 0] = numbersOf(wanted)
  if (major > least || (major === least && minor >= leastMinor)) return null
  return `sidecast: needs Node ${least}.${leastMinor} or newer, but this is ${version}; install it from https://nodejs.org`
}

function numbersOf(text: string): readonly number[] {
  return (text.match(/\d+/g) ?? []).map(Number)
}
