/** Cookies that are kept for one host, and characters of each. */
const MOST = 50
const LONGEST = 4096

/**
 * The cookies of one errand. Some hosts send a visitor back to the same address with one, and let pass
 * who has it. Each is given back to the very scheme, host and port that set it, and to nobody else.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265
 */
export class Cookies {
  readonly #byOrigin = new Map<string, Map<string, string>>()

  /** Takes what an answer sets. Returns whether the next request there differs by it. */
  take({ origin }: URL, lines: readonly string[] = []): boolean {
    const known = this.#byOrigin.get(origin) ?? new Map<string, string>()
    let isNew = false
    for (const line of lines) {
      const [pair = ''] = line.split(';', 1)
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, Math.max(0, at)).trim(), pair.slice(at + 1).trim()]
      const hasRoom = known.has(name) || known.size < MOST
      if (name === '' || pair.length > LONGEST || !hasRoom) continue
      isNew ||= known.get(name) !== value
      known.set(name, value)
    }
    this.#byOrigin.set(origin, known)
    return isNew
  }

  /** The header that gives them back; none where there are none. */
  headersFor({ origin }: URL): Readonly<Record<string, string>> {
    const pairs = [...(this.#byOrigin.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`)
    return pairs.length === 0 ? {} : { Cookie: pairs.join('; ') }
  }
}
