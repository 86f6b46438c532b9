import express from 'express'
import type { ErrorRequestHandler, Express, Request, Response } from 'express'
import { renderErrorPage } from '../render/pages/error-page.ts'
import type { Show } from '../show/show.ts'
import { decodePath, locate } from './locate.ts'
import { createDiskFiles } from './disk-files.ts'
import { ALWAYS, BY_ROLE, ON_ERROR } from './response-headers.ts'
import { createSendResource, HttpError, type SendResource } from './send-resource.ts'
import type { Site } from './site.ts'

/** What is on air at this moment. Everything in it changes together, between two requests. */
export interface OnAir {
  readonly show: Show
  readonly site: Site
  /** When this table went on air. */
  readonly since: Date
}

/** What the app needs of those who keep the table. */
export interface Station {
  /** Read anew for each request. */
  readonly onAir: OnAir
  /** Told of files that are not any more what the show was made from. */
  readonly refresh: (changed: ReadonlySet<string>) => void
  /** Takes a sentence for the operator, with what was thrown where there is such a thing. */
  readonly report: (message: string, cause?: unknown) => void
}

const METHODS = ['GET', 'HEAD']

/**
 * The Express app that serves what is on air.
 *
 * No route is made from content: every path is looked up in the table, so that nothing in a path
 * (`..`, a NUL, pattern characters) means anything but itself. Query strings are ignored, and no
 * field of a request but its conditions, ranges and codings has any effect on the answer.
 */
export function createApp(station: Station): Express {
  const disk = createDiskFiles((file) => station.refresh(new Set([file])))
  const send = createSendResource(disk)
  const app = express()
  // Express's own error page, which is left for targets that it cannot read, shows no stack then.
  app.set('env', 'production')
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.use((request, response) => answer(request, response, station.onAir, send))
  app.use(createErrorHandler(station))
  return app
}

async function answer(
  request: Request,
  response: Response,
  { show, site, since }: OnAir,
  send: SendResource,
): Promise<void> {
  for (const [name, value] of Object.entries(ALWAYS)) response.setHeader(name, value)
  if (!METHODS.includes(request.method)) throw new HttpError(405, { Allow: METHODS.join(', ') })
  const located = locate(site, basePathOf(show), request.path)
  switch (located.kind) {
    case 'resource':
      return send(request, response, located.resource)
    case 'redirect':
      for (const [name, value] of Object.entries(BY_ROLE.page)) response.setHeader(name, value)
      response.redirect(301, located.location)
      return
    case 'health':
      response.setHeader('Cache-Control', 'no-store')
      response.json({ status: 'ok', episodes: show.episodes.length, since: since.toISOString() })
      return
    case 'malformed':
      throw new HttpError(400)
    case 'nothing':
      throw new HttpError(404)
  }
}

/** Below which path of its host the site is reached: percent-decoded, with `/` at both ends. */
export function basePathOf({ baseUrl }: Show): string {
  const { pathname } = new URL(baseUrl)
  return decodePath(pathname) ?? pathname
}

/** Every error ends in a plain page; what is not the reader's doing is told to the operator. */
function createErrorHandler(station: Station): ErrorRequestHandler {
  return (cause: unknown, request, response, _next) => {
    const error = cause instanceof HttpError ? cause : new HttpError(500)
    if (error !== cause) station.report(`${request.method} ${request.path} failed`, cause)
    if (response.headersSent) {
      // Breaking off is the only way left to say that what came so far is not all.
      response.destroy()
      return
    }
    response.getHeaderNames().forEach((name) => response.removeHeader(name))
    for (const [name, value] of Object.entries({ ...ALWAYS, ...ON_ERROR, ...error.fields })) {
      response.setHeader(name, value)
    }
    response.status(error.status).send(errorPage(error.status, station))
  }
}

/** Says at least the number when not even the error page can be made. */
function errorPage(status: number, { onAir, report }: Station): string {
  try {
    return renderErrorPage(status, onAir.show)
  } catch (cause) {
    report(`the page for status ${status} cannot be made`, cause)
    return `<!doctype html><title>${status}</title><h1>${status}</h1>`
  }
}
