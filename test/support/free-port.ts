import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port for a server that does not say where it listens, since its show has an address of its own. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? String(address.port) : ''
}
