import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Request, Response } from 'express'
import { chooseCoding, createCompressor, isWorthwhile, type Compressor } from './codings.ts'
import { preconditionFails, withoutIgnored, type Validators } from './conditions.ts'
import type { DiskFiles, Held } from './disk-files.ts'
import { faultOf } from '../base/fault.ts'
import { hasNames, typeFor } from './media-type.ts'
import { fieldsOf, type Serving } from './response-headers.ts'
import type { FileResource, MadeResource, Resource } from './site.ts'

/** An error response, of which nothing was sent yet. */
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

/**
 * Responds to GET or HEAD with a resource.
 *
 * @throws {HttpError} If the response is an error.
 */
export type SendResource = (
  request: Request,
  response: Response,
  resource: Resource,
  serving: Serving,
) => Promise<void>

/** How long a client should wait for a recording that is being replaced. */
const RETRY_SECONDS = '5'

export function createSendResource(disk: DiskFiles): SendResource {
  const compress = createCompressor()
  return async (request, response, resource, serving) => {
    response.set(fieldsOf(resource.role, serving))
    if (resource.from === 'show') {
      if (resource.movedTo !== null) return sendMoved(response, resource, resource.movedTo)
      return sendBytes(request, response, { ...resource, ...(await resource.make()) }, compress)
    }
    const held = await disk.look(resource)
    if (held === 'gone') throw new HttpError(404)
    // Its bytes would be sent with the length that the feed still has of the old ones.
    if (held === 'changed') throw new HttpError(503, { 'Retry-After': RETRY_SECONDS })
    const { bytes } = held
    return bytes === null
      ? sendFile(request, response, { resource, held, disk })
      : sendBytes(request, response, { ...resource, ...held, bytes }, compress)
  }
}

/**
 * Conditions and codings are ignored here, since few clients read the body of a redirect.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.1
 */
async function sendMoved(
  response: Response,
  resource: MadeResource,
  location: string,
): Promise<void> {
  const { bytes } = await resource.make()
  response.setHeader('Content-Type', resource.type)
  response.setHeader('Location', location)
  response.status(301).send(bytes)
}

interface Text extends Pick<Resource, 'type'> {
  readonly links?: string | null
  readonly bytes: Buffer
  readonly hash: string
  readonly modified: Date
}

async function sendBytes(
  request: Request,
  response: Response,
  text: Text,
  compress: Compressor,
): Promise<void> {
  const { bytes, hash } = text
  const compressible = isWorthwhile(bytes)
  const coding = compressible ? chooseCoding(request.get('accept-encoding')) : 'identity'
  const body = await compress(bytes, coding)
  // Each coding is a representation of its own, with its own tag.
  // https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.3
  const tag = coding === 'identity' ? `"${hash}"` : `"${hash}-${coding}"`
  if (compressible) response.vary('Accept-Encoding')
  describe(request, response, text, { tag, modified: text.modified, bytes: body.length })
  if (typeof text.links === 'string') response.setHeader('Link', text.links)
  if (coding !== 'identity' && !request.fresh) response.setHeader('Content-Encoding', coding)
  response.send(body)
}

interface OnDisk {
  readonly resource: FileResource
  readonly held: Held
  readonly disk: DiskFiles
}

/** The headers are set before; `send` only handles ranges and conditions. */
const AS_IT_IS = {
  acceptRanges: true,
  cacheControl: false,
  dotfiles: 'allow',
  lastModified: false,
} as const

async function sendFile(request: Request, response: Response, onDisk: OnDisk): Promise<void> {
  const { resource, held, disk } = onDisk
  await using handle = await disk.open(resource, held)
  if (handle === null) throw new HttpError(503, { 'Retry-After': RETRY_SECONDS })
  const { hash, modified, size } = held
  describe(request, response, resource, { tag: `"${hash}"`, modified, bytes: size })
  response.on('drain', () => void breakOffIfChanged(request, onDisk))
  const send = promisify(
    response.sendFile.bind(response, resource.file, { ...AS_IT_IS, ...contentOf(handle) }),
  )
  await send().catch((cause: unknown) => judge(cause, response))
  await breakOffIfChanged(request, onDisk)
}

/** `send` passes its options to `createReadStream`, so the file that was opened is sent. */
function contentOf(handle: FileHandle): object {
  return { fd: handle }
}

/**
 * A recording that is overwritten while it is sent would arrive truncated, or as a mixture of both
 * under the old tag. A client resumes an aborted transfer instead, with `If-Range`.
 */
async function breakOffIfChanged(
  { socket }: Request,
  { resource, held, disk }: OnDisk,
): Promise<void> {
  const still = await disk.isStill(resource, held).catch(() => false)
  if (!still) socket.destroy()
}

/** Sets the headers of a representation, and removes those of the request that are to be ignored. */
function describe(
  request: Request,
  response: Response,
  { type }: Pick<Resource, 'type'>,
  { tag, modified, bytes }: Validators & { readonly bytes: number },
): void {
  const validators = { tag, modified: new Date(Math.min(modified.getTime(), Date.now())), bytes }
  if (preconditionFails(request.headers, validators)) throw new HttpError(412)
  request.headers = withoutIgnored(request.method, request.headers, validators)
  if (hasNames(type)) response.vary('Accept')
  response.setHeader('Content-Type', typeFor(type, request.get('accept')))
  response.setHeader('ETag', tag)
  response.setHeader('Last-Modified', validators.modified.toUTCString())
}

/** Codes of errors that say that the client has gone, which is nobody's fault. */
const GONE = new Set(['ECONNABORTED', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])

/** Handles an error of `send`. @throws {unknown} If there must be an error response. */
function judge(cause: unknown, response: Response): void {
  const { status, code } = faultOf(cause)
  if (GONE.has(code)) return
  if (status === 416) {
    throw new HttpError(416, { 'Content-Range': String(response.getHeader('Content-Range')) })
  }
  throw status === 404 || code === 'EISDIR' ? new HttpError(404) : cause
}
