const DIGITS: Readonly<Record<string, number>> = {
  I: 1,
  V: 5,
  X: 10,
  L: 50,
  C: 100,
  D: 500,
  M: 1000,
}

/** The number of a Roman numeral. */
export function romanValue(numeral: string): number {
  const values = Array.from(numeral, (sign) => DIGITS[sign] ?? 0)
  return values.reduce(
    (sum, each, index) => sum + (each < (values[index + 1] ?? 0) ? -each : each),
    0,
  )
}
