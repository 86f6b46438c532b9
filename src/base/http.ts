import { createRequire } from 'node:module'

type Http = typeof import('node:http')
type Https = typeof import('node:https')

const require = createRequire(import.meta.url)

/**
 * The modules `node:http` and `node:https`. An `import` of them also loads `fetch` and what it is made
 * of, since it reads each of their exports; that took a tenth of the time of a short command.
 */
export const {
  Agent: HttpAgent,
  createServer,
  request: requestHttp,
  STATUS_CODES,
}: Http = require('node:http')
export const { Agent: HttpsAgent, request: requestHttps }: Https = require('node:https')
