import { onTestFinished } from 'vitest'
import { startServer, type Answer, type Server } from './recording-server.ts'

/** A server for as long as the test runs that starts it. */
export async function serve(answer: Answer): Promise<Server> {
  const server = await startServer(answer)
  onTestFinished(() => server.close())
  return server
}
