import { faultOf } from '../base/fault.ts'
import { listenerOf, TOKEN, type Listener } from '../show/listeners.ts'
import { showForListener } from '../show/private-show.ts'
import type { Show } from '../show/show.ts'
import { createSite, type SiteOptions } from './create-site.ts'
import type { Site } from './site.ts'

/** The sites of the listeners of a private show, each below a token. */
export interface ListenerSites {
  /** The site of a listener; null for a token that does not exist. */
  readonly open: (token: string) => Promise<Site | null>
  /** The site that was last made for a token; null if it was never requested. */
  readonly known: (token: string) => Site | null
}

export interface ListenerSitesOptions extends Omit<SiteOptions, 'previous'> {
  /** Reads the listeners; called for each request, so that a withdrawn token stops working at once. */
  readonly listeners: () => Promise<readonly Listener[]>
  /** Called with a message for the operator, which contains no token. */
  readonly report: (message: string) => void
  readonly previous: ListenerSites | null
}

/**
 * Makes the site of each listener of a private show when it is first requested. If the list of listeners
 * cannot be read, nobody has access.
 */
export function createListenerSites(show: Show, options: ListenerSitesOptions): ListenerSites {
  const { listeners, report, previous, ...rest } = options
  const sites = new Map<string, Site>()
  let reported = ''

  async function isListener(token: string): Promise<boolean> {
    try {
      return listenerOf(await listeners(), token) !== null
    } catch (cause) {
      const { message } = faultOf(cause)
      if (message !== reported) report(`no listener has access: ${message}`)
      reported = message
      return false
    }
  }

  return {
    known: (token) => sites.get(token) ?? previous?.known(token) ?? null,
    async open(token) {
      if (!(await isListener(token))) {
        sites.delete(token)
        return null
      }
      const before = previous?.known(token) ?? null
      const site =
        sites.get(token) ??
        createSite(showForListener(show, token), { ...rest, previous: before }).site
      sites.set(token, site)
      return site
    },
  }
}

/** A request path of a listener: the token, and the rest of the path with its `/`; '' if it is missing. */
export interface ListenerRequest {
  readonly token: string
  readonly rest: string
}

const LISTENER_PATH = new RegExp(`^/private/(${TOKEN.source})((?:/.*)?)$`, 's')

/**
 * Reads a request path, with or without the base path, because some proxies remove it. Null for a path that
 * is not below a token.
 *
 * @param basePath Percent-decoded, with `/` at both ends.
 */
export function listenerRequest(path: string, basePath: string): ListenerRequest | null {
  const below = path.startsWith(basePath) ? path.slice(basePath.length - 1) : path
  const [, token, rest] = LISTENER_PATH.exec(below) ?? LISTENER_PATH.exec(path) ?? []
  return token === undefined || rest === undefined ? null : { token, rest }
}

const SECRET = /\/private\/+[^/]+/gi

/** Anything that looks like a token, e.g. in a link that was put together wrongly. */
const TOKENS = new RegExp(`${TOKEN.source}[\\w-]*`, 'g')

const MAY_BE_SECRET = /%|private/i

/** How often a path may have been encoded, e.g. by a mail program and a page that tracks its links. */
const ENCODED = 4

/** A request path for the log: without the token, however it is encoded, and whether or not it exists. */
export function withoutToken(path: string): string {
  if (!MAY_BE_SECRET.test(path)) return path
  let readable = path
  for (let time = 0; time < ENCODED && readable.includes('%'); time++) readable = decoded(readable)
  const without = readable.replaceAll(SECRET, '/private/*')
  return without === readable ? path : encodeURI(without.replaceAll(TOKENS, '*'))
}

/** Decodes ASCII, of which tokens are. */
function decoded(path: string): string {
  return path.replaceAll(/%([0-7][\da-f])/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
