import express from 'express'
import type { ErrorRequestHandler, Express, Request, Response } from 'express'
import { renderErrorPage } from '../render/pages/error-page.ts'
import { showsOf, type Show } from '../show/show.ts'
import { decodePath, locate } from './locate.ts'
import { createDiskFiles } from './disk-files.ts'
import { ALWAYS, BY_ROLE, ON_ERROR } from './response-headers.ts'
import { createSendResource, HttpError, type SendResource } from './send-resource.ts'
import type { Site } from './site.ts'

/** What is served at a moment. Everything in it changes together, between two requests. */
export interface Current {
  readonly show: Show
  readonly site: Site
  /** When this site went live. */
  readonly since: Date
}

/** A show as the app serves it. */
export interface LiveShow {
  /** Read again for each request. */
  readonly current: Current
  /** Called with files that are no longer what the show was made from. */
  readonly refresh: (changed: ReadonlySet<string>) => void
  /** Called with a message for the operator, and the error where there is one. */
  readonly report: (message: string, cause?: unknown) => void
}

const METHODS = ['GET', 'HEAD']

/**
 * The Express app that serves a show.
 *
 * No route is made from content: every path is looked up in the site, so that nothing in a path
 * (`..`, a NUL, pattern characters) has a special meaning. Query strings are ignored, and of the
 * headers only conditions, ranges and what the client accepts affect the response.
 */
export function createApp(live: LiveShow): Express {
  const disk = createDiskFiles((file) => live.refresh(new Set([file])))
  const send = createSendResource(disk)
  const app = express()
  // Keeps the stack out of Express's error page, which remains for targets that it cannot parse.
  app.set('env', 'production')
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.use((request, response) => respond(request, response, live.current, send))
  app.use(createErrorHandler(live))
  return app
}

async function respond(
  request: Request,
  response: Response,
  { show, site, since }: Current,
  send: SendResource,
): Promise<void> {
  response.set(ALWAYS)
  if (!METHODS.includes(request.method)) throw new HttpError(405, { Allow: METHODS.join(', ') })
  const located = locate(site, basePathOf(show), request.path)
  switch (located.kind) {
    case 'resource':
      return send(request, response, located.resource)
    case 'redirect':
      response.set(BY_ROLE.page)
      response.redirect(301, located.location)
      return
    case 'health':
      response.setHeader('Cache-Control', 'no-store')
      response.json({ status: 'ok', episodes: countOf(show), since: since.toISOString() })
      return
    case 'malformed':
      throw new HttpError(400)
    case 'nothing':
      throw new HttpError(404)
  }
}

function countOf(show: Show): number {
  return showsOf(show).reduce((sum, { episodes }) => sum + episodes.length, 0)
}

/** The path of the base URL, percent-decoded, with `/` at both ends. */
export function basePathOf({ baseUrl }: Show): string {
  const { pathname } = new URL(baseUrl)
  return decodePath(pathname) ?? pathname
}

/** Every error ends in a plain page; one that is not the client's is reported. */
function createErrorHandler(live: LiveShow): ErrorRequestHandler {
  return (cause: unknown, request, response, _next) => {
    const error = cause instanceof HttpError ? cause : new HttpError(500)
    if (error !== cause) live.report(`${request.method} ${request.path} failed`, cause)
    if (response.headersSent) {
      // Aborting is the only way left to show that the response is incomplete.
      response.destroy()
      return
    }
    response.getHeaderNames().forEach((name) => response.removeHeader(name))
    response.set({ ...ALWAYS, ...ON_ERROR, ...error.fields })
    response.status(error.status).send(errorPage(error.status, live))
  }
}

/** Only has the status when not even the error page can be rendered. */
function errorPage(status: number, { current, report }: LiveShow): string {
  try {
    return renderErrorPage(status, current.show)
  } catch (cause) {
    report(`the page for status ${status} cannot be rendered`, cause)
    return `<!doctype html><title>${status}</title><h1>${status}</h1>`
  }
}
