import * as fc from 'fast-check'
import { judge } from '../../src/site/conditions.ts'
import { listenerRequest, withoutToken } from '../../src/site/listener-sites.ts'
import { locate } from '../../src/site/locate.ts'
import type { Resource, Site } from '../../src/site/site.ts'

const RESOURCE: Resource = {
  from: 'disk',
  type: 'audio/mpeg',
  role: 'recording',
  file: '/srv/a.mp3',
  roots: ['/srv'],
  measured: null,
}

const PATHS = ['/', '/feed.xml', '/audio/příliv 1.mp3', '/episodes/tides/', '/a%2Fb']
const site: Site = new Map(PATHS.map((path) => [path, RESOURCE]))
const BASE_PATHS = ['/', '/podcast/', '/a b/'] as const

/** What paths break with: steps up, doubled and hidden slashes, codes, codes of codes, halves of them. */
const PIECES = [
  '/ // . .. ../ ..%2f %2e%2e/ %2F %5c \\ %00 % %2 %25 %c0%af %ff %E0%A4%A %F0%9F%90%9F é'.split(
    ' ',
  ),
  ';a=b : @ ~ * + %0d%0a private/ PRIVATE%2f %70rivate/ healthz'.split(' '),
  ['x'.repeat(43), `${'A'.repeat(42)}_/`],
  PATHS.map((path) => encodeURI(path)),
].flat()

const path = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6, unit: 'binary' })), {
    maxLength: 8,
  })
  .map((pieces) => `/${pieces.join('')}`)

/** What is wrong with how a path is looked up. */
export function faultsOfPath(requested: string, basePath: string): readonly string[] {
  const located = locate(site, basePath, requested)
  const faults: string[] = []
  if (located.kind === 'resource') {
    const decoded = decodeURIComponent(requested)
    const below = decoded.startsWith(basePath) ? decoded.slice(basePath.length - 1) : decoded
    if (!site.has(decoded) && !site.has(below)) faults.push('a resource that nothing names')
  }
  if (located.kind === 'redirect' && !/^\.\/[^/\\]*\/$/.test(located.location)) {
    faults.push(`a redirect to ${located.location}`)
  }
  const asked = listenerRequest(requested, basePath)
  const logged = withoutToken(requested)
  if (asked !== null && logged.includes(asked.token)) faults.push(`a token in the log: ${logged}`)
  return faults
}

const size = fc.oneof(fc.constantFrom(0, 1, 2, 1000), fc.nat(2 ** 31))
const position = fc.oneof(
  fc.nat(1100).map(String),
  fc.constantFrom('', '-1', '00', '9'.repeat(400), '1e3', ' 1', '0x1', '٣'),
)
const spec = fc.oneof(
  fc.tuple(position, position).map(([first, last]) => `${first}-${last}`),
  fc.constantFrom('', ' ', '-', '--', 'abc', '5'),
)
const range = fc
  .tuple(
    fc.constantFrom('bytes=', 'Bytes=', 'bytes =', 'items=', '', 'bytes'),
    fc.array(spec, { maxLength: 5 }),
    fc.constantFrom(',', ', ', ',,', ' , ', ';'),
  )
  .map(([unit, specs, separator]) => unit + specs.join(separator))

/** Every byte that a range names, the plain way; null where the range must be ignored. */
function bytesNamed(field: string, bytes: number): ReadonlySet<number> | null {
  const [, list] = /^bytes=(.*)$/is.exec(field) ?? []
  const specs = (list ?? '').split(',').flatMap((each) => (each.trim() === '' ? [] : each.trim()))
  if (specs.length === 0 || !specs.every((each) => /^(?:\d+-\d*|-\d+)$/.test(each))) return null
  const named = new Set<number>()
  for (const each of specs) {
    const [first = '', last = ''] = each.split('-')
    if (first !== '' && last !== '' && BigInt(first) > BigInt(last)) return null
    for (let at = 0; at < bytes; at += 1) {
      const isNamed =
        first === ''
          ? at >= bytes - Number(last)
          : at >= Number(first) && (last === '' || at <= Number(last))
      if (isNamed) named.add(at)
    }
  }
  return named
}

/** Sizes up to which the plain way is gone. */
const SMALL = 1000

/** What is wrong with how a range is read. */
export function faultsOfRange(field: string, bytes: number): readonly string[] {
  const validators = { tag: '"a"', modified: new Date(0) }
  const verdict = judge('GET', { range: field }, validators, bytes)
  if (verdict.status === 206) {
    const { first, last } = verdict
    const isWithin = Number.isSafeInteger(first) && first >= 0 && first <= last && last < bytes
    if (!isWithin) return [`206 with ${first}-${last} of ${bytes}`]
  }
  if (bytes > SMALL) return []
  const named = bytesNamed(field, bytes)
  const status = named === null ? 200 : named.size === 0 ? 416 : null
  if (status !== null) return verdict.status === status ? [] : [`${verdict.status}, not ${status}`]
  if (named === null) return []
  const all = [...named].toSorted((a, b) => a - b)
  const [first = 0, last = 0] = [all[0], all.at(-1)]
  const isOne = last - first + 1 === named.size
  if (!isOne) return verdict.status === 200 ? [] : [`${verdict.status} for several ranges`]
  const isRight = verdict.status === 206 && verdict.first === first && verdict.last === last
  return isRight ? [] : [`${JSON.stringify(verdict)}, not ${first}-${last}`]
}

/** The smallest path that shows a fault; null if none of so many does. */
export function fuzzPaths(runs: number): string | null {
  return faultFound(
    fc.property(path, fc.constantFrom(...BASE_PATHS), (requested, basePath) => {
      const faults = faultsOfPath(requested, basePath)
      if (faults.length > 0) throw new Error(faults.join('; '))
    }),
    runs,
  )
}

/** The smallest range that shows a fault; null if none of so many does. */
export function fuzzRanges(runs: number): string | null {
  return faultFound(
    fc.property(range, size, (field, bytes) => {
      const faults = faultsOfRange(field, bytes)
      if (faults.length > 0) throw new Error(faults.join('; '))
    }),
    runs,
  )
}

/** The smallest case with which a property fails, and how; null if it never does. */
export function faultFound<Values>(property: fc.IProperty<Values>, runs: number): string | null {
  const { failed, counterexample, errorInstance } = fc.check(property, { numRuns: runs })
  return failed ? `${JSON.stringify(counterexample)}: ${String(errorInstance)}` : null
}
