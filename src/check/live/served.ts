import { lookAt } from '../rule.ts'
import { validatorsOf, type Answer, type CLIENTS, type Visit } from './visit.ts'

/** Something that a feed names, and its owner: `the show`, or the title of an episode. */
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

/** Status → what it means for listeners, if that is not obvious. */
const MEANINGS: Readonly<Record<number, string>> = {
  401: 'it asks for a password, which directories and most apps do not have',
  403: 'it is refused',
  404: 'nothing is there',
  410: 'it is gone for good',
  429: 'its host refuses so many requests',
  451: 'it is blocked for legal reasons',
}

/** The status of an answer and what that means, or why there was none. */
export function statusOf({ answer, failure }: Visit): string {
  if (answer === null) return `no answer: it ${failure ?? ''}`
  const meaning = MEANINGS[answer.status]
  return meaning === undefined ? String(answer.status) : `${answer.status}: ${meaning}`
}

/** Whether there is an answer with what was requested. */
export function isServed({ answer }: Visit): boolean {
  return answer?.status === 200 || answer?.status === 206
}

/** Visits by client. */
export type ByClient = Partial<Readonly<Record<keyof typeof CLIENTS, Visit>>>

/** A sentence on clients that get something else than others; null if all get the same. */
export function unlikeClients(visits: ByClient): string | null {
  const entries = Object.entries(visits)
  const served = entries.filter(([, visit]) => isServed(visit)).length
  if (served === 0 || served === entries.length) return null
  const got = entries.map(([who, visit]) => `${visit.answer?.status ?? 'no answer'} for ${who}`)
  return `expected one answer for all, got ${got.join(', ')}`
}

/** A sentence on a server that fails now and then; null if it does not. */
export function unsteady(visits: readonly (Visit | null)[]): string | null {
  const stumbles = visits.flatMap((visit) =>
    visit?.answer != null && visit.answer.status < 500 ? visit.stumbles : [],
  )
  const count = visits.reduce((sum, visit) => sum + 1 + (visit?.stumbles.length ?? 0), 0)
  return stumbles.length === 0
    ? null
    : `${stumbles.length} of ${count} requests got ${[...new Set(stumbles)].join(' or ')}, and an answer when repeated`
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
