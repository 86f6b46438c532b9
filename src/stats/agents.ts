import { isbot } from 'isbot'
import { remembering } from '../base/memory.ts'
import { type App, APPS, BROWSERS, CRAWLERS, WATCH_COPIES, WEB_PLAYERS } from './apps.ts'
import { decodePart } from '../base/web-address.ts'

/** Why a user agent is not counted: it is a bot, is empty, or is the copy of an Apple Watch. */
export type Uncounted = 'bot' | 'nameless' | 'watch'

/** What a user agent belongs to: the app of a person, or what is not counted. */
type Agent = { readonly app: string } | { readonly not: Uncounted }

/** Classifies a user agent by itself and by the `Referer` of its request. */
export type AgentReader = (agent: string, referrer: string) => Agent

/** Patterns that are tried after the built-in ones: those of OPAWG, if the user has them. */
export interface AgentLists {
  readonly apps: readonly App[]
  readonly bots: readonly RegExp[]
  readonly browsers: readonly App[]
  readonly webPlayers: readonly App[]
}

export const NO_LISTS: AgentLists = { apps: [], bots: [], browsers: [], webPlayers: [] }

/** User agents whose classification is kept. */
const MOST_KNOWN = 20_000
/** Longer user agents are only read up to here. */
const LONGEST = 500

const UNKNOWN = 'Other apps'

/** Makes a reader of user agents, with lists in addition to the built-in ones. */
export function createAgentReader(lists: AgentLists = NO_LISTS): AgentReader {
  const bots = [...lists.bots, ...CRAWLERS]
  const apps = [...lists.apps, ...APPS]
  const browsers = [...lists.browsers, ...BROWSERS]
  const webPlayers = [...lists.webPlayers, ...WEB_PLAYERS]

  function read(agent: string): Agent & { readonly isBrowser?: true } {
    if (agent === '') return { not: 'nameless' }
    if (WATCH_COPIES.test(agent)) return { not: 'watch' }
    if (bots.some((pattern) => pattern.test(agent))) return { not: 'bot' }
    // Apps come before isbot, which takes every name with a version for a bot.
    const app = nameIn(apps, agent)
    if (app !== null) return { app }
    if (isbot(agent)) return { not: 'bot' }
    const browser = nameIn(browsers, agent)
    return browser === null ? { app: UNKNOWN } : { app: browser, isBrowser: true }
  }

  const readSent = remembering((sent: string) => {
    const agent = sent.trim().slice(0, LONGEST)
    // Apple's network library encodes the names of apps.
    return read(decodePart(agent) ?? agent)
  }, MOST_KNOWN)
  return (agent, referrer) => {
    const found = readSent(agent)
    const isPage = found.isBrowser === true && referrer !== ''
    const player = isPage ? nameIn(webPlayers, referrer.slice(0, LONGEST)) : null
    return player === null ? found : { app: player }
  }
}

function nameIn(list: readonly App[], text: string): string | null {
  return list.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}
