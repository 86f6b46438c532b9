import { setTimeout as wait } from 'node:timers/promises'
import { makeTokenizer } from '@tokenizer/http'
import { parseFromTokenizer } from 'music-metadata'
import { CIRCLE, TRACKED } from '../audio/support/redirects.ts'
import { probe, startServer, type Answer } from '../audio/support/recording-server.ts'
import { REFUSING_SERVERS } from '../audio/support/refusing-servers.ts'
import { SERVERS_WITH_HABITS } from '../audio/support/servers-with-habits.ts'
import { TALK_SECONDS } from '../audio/support/talk.ts'
import type { Bounds } from './bounds.ts'

/** Milliseconds that either may take of a server; here each answers at once, if it does at all. */
const PATIENCE = 4000
const TOLERANCE = 0.05
const LIMITS = {
  headersTimeout: 1000,
  idleTimeout: 1000,
  totalTime: PATIENCE,
  totalBytes: 3_000_000,
}

interface Misbehaving {
  readonly server: string
  readonly answer: Answer
  /** Whether the recording can be had from it all the same. */
  readonly gives: boolean
}

const ALL: readonly Misbehaving[] = [
  { server: 'redirects five times, as tracking prefixes do', answer: TRACKED, gives: true },
  ...SERVERS_WITH_HABITS.map(({ server, answer }) => ({ server, answer, gives: true })),
  { server: 'redirects in a circle', answer: CIRCLE, gives: false },
  ...REFUSING_SERVERS.map(({ server, answer }) => ({ server, answer, gives: false })),
]

/** What a measuring of one server ended in. */
interface End {
  readonly seconds: number | null
  readonly told: string
}

/** Prints for each misbehaving server what measuring a recording over it ends in, ours and theirs. */
export async function compareServers(bounds: Bounds): Promise<void> {
  console.log(`\na recording of ${TALK_SECONDS.toFixed(2)} s on servers that misbehave`)
  const ours: boolean[] = []
  const theirs: boolean[] = []
  for (const { server, answer, gives } of ALL) {
    console.log(`  ${server}`)
    ours.push(isRight(await tell('sidecast', answer, probeOurs), gives))
    theirs.push(isRight(await tell('music-metadata', answer, parseTheirs), gives))
  }
  const rights = [ours, theirs].map((ends) => ends.filter(Boolean).length)
  console.log(
    `  right figures, or an error where there are none: ${rights.join(' and ')} of ${ALL.length}`,
  )
  bounds.atLeast('servers that misbehave: right ends', rights[0] ?? 0, ALL.length, 'servers')
}

/** The figures where they can be had, and none where they cannot. */
function isRight({ seconds }: End, gives: boolean): boolean {
  return gives ? Math.abs((seconds ?? 0) - TALK_SECONDS) < TOLERANCE : seconds === null
}

async function tell(
  name: string,
  answer: Answer,
  measure: (url: string) => Promise<End>,
): Promise<End> {
  const server = await startServer(answer)
  const url = `${server.url}/talk.mp3`
  const end = await Promise.race([measure(url).catch(endOf), wait(PATIENCE + 1000, STUCK)])
  const asked = `${server.requests.length} request${server.requests.length === 1 ? '' : 's'}`
  const sent = server.sent()
  await server.close()
  const told = end.told.replace(`"${url}"`, '').trimStart()
  console.log(`    ${name.padEnd(16)}${asked.padEnd(13)}${`${sent} bytes`.padEnd(16)}${told}`)
  return end
}

const STUCK: End = { seconds: null, told: `nothing within ${PATIENCE / 1000 + 1} s: given up` }

async function probeOurs(url: string): Promise<End> {
  const { seconds, how } = await probe(url, { limits: LIMITS })
  return { seconds, told: `${seconds.toFixed(2)} s, ${how}` }
}

async function parseTheirs(url: string): Promise<End> {
  const { format } = await parseFromTokenizer(await makeTokenizer(url))
  const seconds = format.duration ?? null
  return { seconds, told: seconds === null ? 'no duration' : `${seconds.toFixed(2)} s` }
}

function endOf(error: unknown): End {
  return { seconds: null, told: error instanceof Error ? error.message : String(error) }
}
