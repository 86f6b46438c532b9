import { once } from 'node:events'
import { createServer } from 'node:net'

/** The titles of the items of a feed, in their order. */
export function titlesOf(feed: string): readonly string[] {
  return [...feed.matchAll(/<item>.*?<title>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?<\/title>/gs)].map(
    (match) => match[1] ?? '',
  )
}

/** The same of the feed that is served at a port of this machine. */
export async function servedTitles(port: string): Promise<readonly string[]> {
  return titlesOf(await (await fetch(`http://127.0.0.1:${port}/feed.xml`)).text())
}

/** A port for a server that does not say where it listens, since its show has an address of its own. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? String(address.port) : ''
}
