import type { IncomingMessage, ServerResponse } from 'node:http'
import { openAgain, quietly, type Blog } from './commands/open-blog.ts'
import { follow } from './commands/serve.ts'
import { basePathOf, createApp } from './site/app.ts'
import { locate } from './site/locate.ts'

export type { Blog } from './commands/open-blog.ts'

/** How a show is served within an app. */
export interface PodcastOptions {
  /** False does not follow the folder: what changes there is seen after a restart. */
  readonly watch?: boolean
  /** Takes each sentence that is for whoever runs the server: a mistake in a post, a full disk. */
  readonly tell?: (sentence: string) => void
}

/** A request as Express, Connect and the like hand it over. */
export interface MountedRequest extends IncomingMessage {
  /** The whole target, of which `url` is what the mount path leaves. */
  readonly originalUrl?: string
}

/** The site of a show as a handler of an app. */
export interface Podcast {
  (request: MountedRequest, response: ServerResponse, next: (cause?: unknown) => void): void
  /** Stops following the folder; what is on air stays. */
  readonly close: () => Promise<void>
}

/**
 * The site of a show within an app of Express's: `app.use('/podcast', await podcast(blog))`.
 *
 * It follows the folder of the blog until it is closed. The base URL of the show is where the app
 * mounts it. Whatever it does not know goes to the next handler, and so do all methods but GET and
 * HEAD.
 *
 * @throws {Refusal} If there is no show to begin with.
 */
export async function podcast(
  blog: Blog,
  { watch = true, tell = () => undefined }: PodcastOptions = {},
): Promise<Podcast> {
  const stop = new AbortController()
  const context = quietly(stop.signal, tell)
  const followed = await follow(await openAgain(blog, context), watch, context)
  const { live } = followed
  const app = createApp(live)
  const handle = (...[request, response, next]: Parameters<Podcast>): void => {
    const { method = '', url = '/', originalUrl = url } = request
    const { show, site } = live.current
    const [path, whole] = [pathOf(url), pathOf(originalUrl)]
    const known = locate(site, basePathOf(show), path).kind
    if (!/^(?:GET|HEAD)$/.test(method) || known === 'nothing' || known === 'malformed') next()
    else if (path === '/' && !whole.endsWith('/')) leadInto(whole, response)
    else app(request, response)
  }
  const close = async (): Promise<void> => {
    stop.abort()
    await followed.close()
  }
  return Object.assign(handle, { close })
}

function pathOf(target: string): string {
  return target.replace(/[?#].*$/s, '')
}

/** Relative links of the page are right only below its folder. */
function leadInto(path: string, response: ServerResponse): void {
  response.writeHead(301, { Location: `./${path.slice(path.lastIndexOf('/') + 1)}/` }).end()
}
