import { env } from 'node:process'

/** Whether all is tried, as by `npm run test:all`; else a sample of what there is much of. */
export const EVERYTHING = env['MODE'] === 'all'

/** All rows of a table; in a sample the first of each kind, of which there is one when left out. */
export function sampleOf<Row>(
  rows: readonly Row[],
  kindOf: (row: Row) => string | boolean | undefined = () => undefined,
): readonly Row[] {
  if (EVERYTHING) return rows
  return [...Map.groupBy(rows, kindOf).values()].flatMap(([first]) =>
    first === undefined ? [] : [first],
  )
}

/** How many of something random are tried. */
export function manyOr(few: number, many: number): number {
  return EVERYTHING ? many : few
}
