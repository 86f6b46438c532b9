const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const SCALES: readonly (readonly [number, string])[] = [
  [1_000_000_000_000, 'trillion'],
  [1_000_000_000, 'billion'],
  [1_000_000, 'million'],
  [1000, 'thousand'],
  [100, 'hundred'],
]
const IRREGULAR: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
}

/** A whole number in words. */
export function cardinal(number: number): string {
  for (const [value, name] of SCALES) {
    if (number < value) continue
    const rest = number % value
    const said = `${cardinal(Math.floor(number / value))} ${name}`
    if (rest === 0) return said
    return `${said} ${rest < 100 && value <= 1000 ? 'and ' : ''}${cardinal(rest)}`
  }
  if (number < 20) return SMALL[number] ?? ''
  const tens = TENS[Math.floor(number / 10) - 2] ?? ''
  return number % 10 === 0 ? tens : `${tens}-${SMALL[number % 10] ?? ''}`
}

/** `first`, `twenty-second` …. */
export function ordinal(number: number): string {
  return cardinal(number).replace(/[a-z]+$/, (last) => {
    const irregular = IRREGULAR[last]
    if (irregular !== undefined) return irregular
    return last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`
  })
}

/** A year as it is read: in two halves, except for the first years of a millennium. */
export function year(number: number): string {
  const rest = number % 100
  const century = Math.floor(number / 100)
  if (number < 1000 || number > 2099 || (number >= 2000 && number < 2010)) return cardinal(number)
  if (century % 10 === 0 && rest < 10) return cardinal(number)
  if (rest === 0) return `${cardinal(century)} hundred`
  return `${cardinal(century)} ${rest < 10 ? `oh ${cardinal(rest)}` : cardinal(rest)}`
}

/** The plural of a number word: `nineties`, `hundreds`. */
export function severalOf(said: string): string {
  return said.endsWith('y') ? `${said.slice(0, -1)}ies` : `${said}s`
}

/** Digits, read one by one. */
export function spelt(digits: string): string {
  return Array.from(digits, (digit) => (digit === '0' ? 'oh' : cardinal(Number(digit)))).join(' ')
}
