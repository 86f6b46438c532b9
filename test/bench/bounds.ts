/** What figures must be, and whether they were: told together, at the end of a long run. */
export class Bounds {
  readonly #lines: string[] = []
  #missed = 0

  /** @param figure As it is told, e.g. `5.9 × ffprobe`. @param wanted The bound, e.g. `at least 5`. */
  note(what: string, isMet: boolean, figure: string, wanted: string): void {
    if (!isMet) this.#missed++
    this.#lines.push(
      `  ${isMet ? 'met    ' : 'NOT MET'}  ${what.padEnd(58)}${figure.padStart(14)}, wanted ${wanted}`,
    )
  }

  atLeast(what: string, figure: number, wanted: number, unit: string): void {
    this.note(what, figure >= wanted, told(figure, unit), `at least ${told(wanted, unit)}`)
  }

  atMost(what: string, figure: number, wanted: number, unit: string): void {
    this.note(what, figure <= wanted, told(figure, unit), `at most ${told(wanted, unit)}`)
  }

  /** Prints them; a bound that was missed makes the program end in failure. */
  tell(): void {
    console.log(`\nbounds\n${this.#lines.join('\n')}`)
    if (this.#missed > 0) process.exitCode = 1
  }
}

/** Small figures with a fraction, as the difference may lie in it. */
function told(figure: number, unit: string): string {
  return `${figure < 1000 ? Number(figure.toFixed(1)) : Math.round(figure)} ${unit}`
}
