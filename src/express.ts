import type { IncomingMessage, ServerResponse } from 'node:http'
import { formatLines } from './base/terminal.ts'
import { openAgain, quietly, type Blog } from './commands/open-blog.ts'
import { follow } from './commands/follow.ts'
import { basePathOf, createApp, pathOf, queryOf } from './site/app.ts'
import { listenerRequest } from './site/listener-sites.ts'
import { locate } from './site/locate.ts'
import { METHODS } from './site/response-headers.ts'

export type { Blog } from './commands/open-blog.ts'

/** Options of {@link podcast}. */
export interface PodcastOptions {
  /** Whether the folder is watched, so that changes take effect at once; true by default. Otherwise they take effect after a restart. */
  readonly watch?: boolean
  /** Called with each message for the operator, such as a mistake in a post or a full disk. By default messages are dropped. */
  readonly tell?: (sentence: string) => void
}

/** A request as Express, Connect and similar frameworks pass it. */
export interface MountedRequest extends IncomingMessage {
  /** The whole request target; `url` is without the mount path. */
  readonly originalUrl?: string
}

/** The site of a show as middleware. */
export interface Podcast {
  (request: MountedRequest, response: ServerResponse, next: (cause?: unknown) => void): void
  /** Stops watching the folder and ends background work. Requests are still answered, from the site as it is. */
  readonly close: () => Promise<void>
}

/**
 * The site of a show as Express middleware: `app.use('/podcast', await podcast(blog))`.
 *
 * It watches the folder of the blog until `close` is called. The base URL of the show must be the URL
 * at which the app mounts it. Unknown paths, and methods other than GET, HEAD and OPTIONS, are passed
 * to the next handler.
 *
 * @throws {Refusal} If no show can be read at the start. The message is a sentence for the operator.
 */
export async function podcast(
  blog: Blog,
  { watch = true, tell = () => undefined }: PodcastOptions = {},
): Promise<Podcast> {
  const stop = new AbortController()
  const context = quietly(stop.signal, (lines) => tell(formatLines(lines)))
  const followed = await follow(await openAgain(blog, context), watch, context)
  const { live } = followed
  const app = createApp(live)
  const handle = (...[request, response, next]: Parameters<Podcast>): void => {
    const { method = '', url = '/', originalUrl = url } = request
    const { show, site, listeners } = live.current
    const [path, whole] = [pathOf(url), pathOf(originalUrl)]
    const basePath = basePathOf(show)
    const isOfListener = listeners !== undefined && listenerRequest(path, basePath) !== null
    const known = isOfListener ? 'resource' : locate(site, basePath, path).kind
    const isOurs = METHODS.some((ours) => ours === method)
    if (!isOurs || known === 'nothing' || known === 'malformed') next()
    else if (path === '/' && !whole.endsWith('/')) leadInto(whole, queryOf(originalUrl), response)
    else app(request, response)
  }
  const close = async (): Promise<void> => {
    stop.abort()
    await followed.close()
  }
  return Object.assign(handle, { close })
}

/** Redirects to the path with its final `/`, which relative links of the page need. */
function leadInto(path: string, query: string, response: ServerResponse): void {
  const location = `./${path.slice(path.lastIndexOf('/') + 1)}/${query}`
  response.writeHead(301, { Location: location }).end()
}
