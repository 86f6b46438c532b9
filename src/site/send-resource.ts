import { promisify } from 'node:util'
import type { Request, Response } from 'express'
import { chooseCoding, createCompressor, isWorthwhile, type Compressor } from './codings.ts'
import { preconditionFails, withoutIgnored, type Validators } from './conditions.ts'
import type { DiskFiles, Held } from './disk-files.ts'
import { faultOf } from '../base/fault.ts'
import { hasNames, typeFor } from './media-type.ts'
import { BY_ROLE } from './response-headers.ts'
import type { FileResource, MadeResource, Resource } from './site.ts'

/** An answer that is an error to its reader; nothing of it went out yet. */
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

/** Answers a GET or HEAD with a resource. @throws {HttpError} If the answer is another than that. */
export type SendResource = (
  request: Request,
  response: Response,
  resource: Resource,
) => Promise<void>

/** How long a reader should wait for a recording that is just being replaced. */
const RETRY_SECONDS = '5'

export function createSendResource(disk: DiskFiles): SendResource {
  const compress = createCompressor()
  return async (request, response, resource) => {
    if (resource.from === 'show') {
      if (resource.movedTo !== null) return sendMoved(response, resource, resource.movedTo)
      return sendBytes(request, response, { ...resource, ...resource.make() }, compress)
    }
    const held = await disk.look(resource)
    if (held === 'gone') throw new HttpError(404)
    // Its bytes would go out under the tag and the length that the feed still tells of the old ones.
    if (held === 'changed') throw new HttpError(503, { 'Retry-After': RETRY_SECONDS })
    const { bytes } = held
    return bytes === null
      ? sendFile(request, response, { resource, held, disk })
      : sendBytes(request, response, { ...resource, ...held, bytes }, compress)
  }
}

/**
 * Conditions and codings do not count here: few read what stands beside the new address.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.1
 */
function sendMoved(response: Response, resource: MadeResource, location: string): void {
  for (const [name, value] of Object.entries(BY_ROLE[resource.role]))
    response.setHeader(name, value)
  response.setHeader('Content-Type', resource.type)
  response.setHeader('Location', location)
  response.status(301).send(resource.make().bytes)
}

interface Text extends Pick<Resource, 'type' | 'role'> {
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
  describe(request, response, text, { tag, modified: text.modified })
  if (typeof text.links === 'string') response.setHeader('Link', text.links)
  if (coding !== 'identity' && !request.fresh) response.setHeader('Content-Encoding', coding)
  response.send(body)
}

interface OnDisk {
  readonly resource: FileResource
  readonly held: Held
  readonly disk: DiskFiles
}

/** All that is ours stands in the fields before; ranges and the rest are `send`'s. */
const AS_IT_IS = {
  acceptRanges: true,
  cacheControl: false,
  dotfiles: 'allow',
  lastModified: false,
} as const

async function sendFile(request: Request, response: Response, onDisk: OnDisk): Promise<void> {
  const { resource, held } = onDisk
  describe(request, response, resource, { tag: `"${held.hash}"`, modified: held.modified })
  response.on('drain', () => void breakOffIfChanged(request, onDisk))
  const send = promisify(response.sendFile.bind(response, resource.file, AS_IT_IS))
  await send().catch((cause: unknown) => judge(cause, response))
  await breakOffIfChanged(request, onDisk)
}

/**
 * A recording that is overwritten while it goes out would reach its reader as a mixture of both
 * under the old tag, or too short. A transfer that breaks off is taken up again instead, by
 * `If-Range`.
 */
async function breakOffIfChanged(
  { socket }: Request,
  { resource, held, disk }: OnDisk,
): Promise<void> {
  const still = await disk.isStill(resource.file, held).catch(() => false)
  if (!still) socket.destroy()
}

/** Sets what is told of a representation, and leaves of the request what counts. */
function describe(
  request: Request,
  response: Response,
  { type, role }: Pick<Resource, 'type' | 'role'>,
  { tag, modified }: Validators,
): void {
  const validators = { tag, modified: new Date(Math.min(modified.getTime(), Date.now())) }
  if (preconditionFails(request.headers, validators)) throw new HttpError(412)
  request.headers = withoutIgnored(request.method, request.headers, validators)
  for (const [name, value] of Object.entries(BY_ROLE[role])) response.setHeader(name, value)
  if (hasNames(type)) response.vary('Accept')
  response.setHeader('Content-Type', typeFor(type, request.get('accept')))
  response.setHeader('ETag', tag)
  response.setHeader('Last-Modified', validators.modified.toUTCString())
}

/** What became of a file that `send` did not send. @throws {unknown} If somebody has to be told. */
function judge(cause: unknown, response: Response): void {
  const { status, code } = faultOf(cause)
  if (code === 'ECONNABORTED') return
  if (status === 416) {
    throw new HttpError(416, { 'Content-Range': String(response.getHeader('Content-Range')) })
  }
  throw status === 404 || code === 'EISDIR' ? new HttpError(404) : cause
}
