import type { IncomingMessage, ServerResponse } from 'node:http'
import { judge } from './conditions.ts'
import type { DiskFiles, Held } from './disk-files.ts'
import { noteSent } from './request-watch.ts'
import { ALWAYS, fieldsOf, type Serving } from './response-headers.ts'
import { sendPart } from './send-file.ts'
import type { FileResource, Made, MadeResource, Resource } from './site.ts'
import { createTextForms, headOf, notInFuture, type Text, type TextForm } from './text-forms.ts'

/** An error response, if nothing was sent yet. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number
  readonly fields: Readonly<Record<string, string>>

  constructor(status: number, fields: Readonly<Record<string, string>> = {}) {
    super(`HTTP ${status}`)
    this.status = status
    this.fields = fields
  }
}

/** A request for a resource, with its response. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly serving: Serving
}

/**
 * Responds to GET or HEAD with a resource: synchronously if the response is known, because most requests are
 * for a feed that has not changed.
 *
 * @throws {HttpError} If the response is an error; or rejects with it.
 */
export type SendResource = (exchange: Exchange, resource: Resource) => Promise<void> | void

/** Seconds after which a client should request a recording again that is being replaced. */
const RETRY_SECONDS = '5'

export function createSendResource(disk: DiskFiles): SendResource {
  const forms = createTextForms()
  const ready = new WeakMap<MadeResource, Made>()

  function sendText(exchange: Exchange, resource: Resource, text: Text): Promise<void> | void {
    const { 'accept-encoding': accepted = '' } = exchange.request.headers
    const form = forms.of(resource, text, accepted)
    return form instanceof Promise
      ? form.then((made) => sendForm(exchange, made))
      : sendForm(exchange, form)
  }

  async function sendUnready(exchange: Exchange, resource: MadeResource): Promise<void> {
    const made = await resource.make()
    ready.set(resource, made)
    await sendText(exchange, resource, made)
  }

  async function sendFromDisk(exchange: Exchange, resource: FileResource): Promise<void> {
    const held = await disk.look(resource)
    if (held === 'gone') throw new HttpError(404)
    // Its bytes would be sent with the length of the old ones, which the feed still has.
    if (held === 'changed') throw new HttpError(503, { 'Retry-After': RETRY_SECONDS })
    const { bytes } = held
    await (bytes === null
      ? sendFile(exchange, resource, held, disk)
      : sendText(exchange, resource, { ...held, bytes }))
  }

  return (exchange, resource) => {
    if (resource.from === 'disk') return sendFromDisk(exchange, resource)
    if (resource.movedTo !== null) return sendMoved(exchange, resource, resource.movedTo)
    const made = ready.get(resource)
    return made === undefined ? sendUnready(exchange, resource) : sendText(exchange, resource, made)
  }
}

/**
 * Redirects. Conditions and codings are ignored, because few clients read the body of a redirect.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.1
 */
async function sendMoved(
  { request, response, serving }: Exchange,
  resource: MadeResource,
  location: string,
): Promise<void> {
  const { bytes } = await resource.make()
  response.writeHead(301, {
    ...ALWAYS,
    ...fieldsOf(resource.role, serving),
    'Content-Type': resource.type,
    'Content-Length': bytes.length,
    Location: location,
  })
  endWith(request, response, bytes, bytes.length)
}

function sendForm(
  { request, response, serving }: Exchange,
  { body, validators, heads }: TextForm,
): void {
  const { method, headers } = request
  const { status } = judge(method, headers, validators, null)
  if (status === 412) throw new HttpError(412)
  const { whole, notModified } = heads(headers.accept, serving)
  if (status === 304) response.writeHead(304, notModified).end()
  else endWith(request, response.writeHead(200, whole), body, body.length)
}

/** Ends a response with its whole body, or without it for HEAD. */
function endWith(
  { method }: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  size: number,
): void {
  const isHead = method === 'HEAD'
  noteSent(response, { bytes: isHead ? 0 : body.length, size })
  if (isHead) response.end()
  else response.end(body)
}

async function sendFile(
  { request, response, serving }: Exchange,
  resource: FileResource,
  held: Held,
  disk: DiskFiles,
): Promise<void> {
  const { hash, modified, size } = held
  const validators = { tag: `"${hash}"`, modified: notInFuture(modified) }
  const verdict = judge(request.method, request.headers, validators, size)
  const { status } = verdict
  if (status === 412) throw new HttpError(412)
  if (status === 416) throw new HttpError(416, { 'Content-Range': `bytes */${size}` })
  const head = [...headOf(resource, validators, serving), 'Accept-Ranges', 'bytes']
  if (status === 304) return void response.writeHead(304, head).end()
  const part = verdict.status === 206 ? verdict : { first: 0, last: size - 1 }
  const length = part.last - part.first + 1
  head.push('Content-Type', resource.type, 'Content-Length', String(length))
  if (status === 206) head.push('Content-Range', `bytes ${part.first}-${part.last}/${size}`)
  noteSent(response, { bytes: 0, size })
  if (request.method === 'HEAD' || length === 0) return void response.writeHead(status, head).end()
  const file = await disk.open(resource, held)
  if (file === null) throw new HttpError(503, { 'Retry-After': RETRY_SECONDS })
  try {
    await sendPart(response, file, part, size, () => void response.writeHead(status, head))
  } finally {
    file.release()
  }
}
