import { lookAt } from '../rule.ts'
import { validatorsOf, type Answer, type Visit } from './visit.ts'

/** Something that a feed names, and whose it is: `the show`, or the title of an episode. */
export interface Part {
  readonly url: string
  readonly of: string
}

/** Rules on something that a feed names. */
export function inPart<Served extends Part, Thing>(things: (served: Served) => readonly Thing[]) {
  return lookAt(things, (_, { url, of }: Served, message) => ({
    url,
    message: `${message} (${of})`,
  }))
}

/** The status of an answer, or why there was none. */
export function statusOf({ answer, failure }: Visit): string {
  return answer === null ? `no answer: it ${failure ?? ''}` : String(answer.status)
}

// What is asked of a feed as well as of the files that it names: null where all is well.

export function wrongHead({ head }: { readonly head: Visit }): string | null {
  return head.answer?.status === 200 ? null : `expected 200 for HEAD, got ${statusOf(head)}`
}

export function missingValidators(answer: Answer): string | null {
  return validatorsOf(answer) === null ? 'neither ETag nor Last-Modified is sent' : null
}

export function needlessBody({ again }: { readonly again: Visit | null }): string | null {
  if (again === null || again.answer?.status === 304) return null
  return `expected 304 for an unchanged copy, got ${statusOf(again)}`
}

export function missingCors({ headers }: Answer): string | null {
  const allowed = headers['access-control-allow-origin']
  return allowed === undefined ? 'no Access-Control-Allow-Origin is sent' : null
}

export function tooManyHops({ hops }: Visit, most: number): string | null {
  return hops.length > most ? `${hops.length} redirects lead to it` : null
}

export function downgrade({ hops, answer }: Visit): string | null {
  const urls = [...hops, ...(answer === null ? [] : [answer])].map(({ url }) => url)
  const isDowngraded = urls.some(
    (url, index) => url.startsWith('http:') && urls[index - 1]?.startsWith('https:'),
  )
  return isDowngraded ? 'a redirect leads from https to http' : null
}
