import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { argv } from 'node:process'
import { gzipSync } from 'node:zlib'
import { chooseCoding } from '../../src/site/codings.ts'
import { judge } from '../../src/site/conditions.ts'

/** A block of `_headers`: a pattern with `*`, and the fields that what it matches gets. */
interface Block {
  readonly pattern: RegExp
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** What such hosts know by themselves. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.m4a': 'audio/x-m4a',
  '.ogg': 'audio/ogg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
}

function readHeaders(text: string): readonly Block[] {
  const blocks: { pattern: RegExp; fields: [string, string][] }[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('#') || line.trim() === '') continue
    const [, name = '', value = ''] = /^\s+([^:]+):\s*(.*)$/.exec(line) ?? []
    if (name !== '') blocks.at(-1)?.fields.push([name, value])
    else {
      const escaped = line.trim().replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
      blocks.push({
        pattern: new RegExp(`^${escaped.replaceAll(/:\w+/g, '[^/]+').replaceAll('*', '.*')}$`),
        fields: [],
      })
    }
  }
  return blocks
}

/** Fields of all blocks that match; values of one name are joined, and those of the file win over ours. */
function fieldsFor(path: string, blocks: readonly Block[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {}
  for (const { pattern, fields: own } of blocks) {
    if (!pattern.test(path)) continue
    for (const [name, value] of own) {
      fields[name] = name in fields ? `${fields[name]}, ${value}` : value
    }
  }
  return fields
}

async function find(root: string, path: string): Promise<string | null> {
  const candidates = path.endsWith('/')
    ? ['index.html', 'index.xml'].map((name) => join(root, path, name))
    : [join(root, path)]
  for (const file of candidates) {
    const facts = await stat(file).catch(() => null)
    if (facts?.isFile() === true) return file
  }
  return null
}

async function respond(
  root: string,
  blocks: readonly Block[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method, headers } = request
  if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405).end()
  const path = (request.url ?? '/').replace(/[?#].*$/s, '')
  const decoded = decodeURIComponent(path)
  const isHidden = decoded.split('/').some((part) => part.startsWith('.') || part === '_headers')
  const file = isHidden ? null : await find(root, decoded)
  if (file === null)
    return void response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404')
  const whole = await readFile(file)
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  const fields: Record<string, string> = { 'Content-Type': type, ...fieldsFor(path, blocks) }
  const isText = /text|json|xml/.test(fields['Content-Type'] ?? '')
  const isCoded =
    isText && chooseCoding(headers['accept-encoding']?.replaceAll('br', '')) === 'gzip'
  const body = isCoded ? gzipSync(whole) : whole
  const tag = `"${createHash('sha1').update(body).digest('hex')}"`
  const { mtime } = await stat(file)
  Object.assign(fields, { ETag: tag, 'Last-Modified': mtime.toUTCString() })
  if (isText) fields['Vary'] = 'Accept-Encoding'
  else fields['Accept-Ranges'] = 'bytes'
  const size = body.length
  const verdict = judge(method, headers, { tag, modified: mtime }, isText ? null : size)
  const { status } = verdict
  if (status === 416) fields['Content-Range'] = `bytes */${size}`
  if (status === 304 || status >= 400) return void response.writeHead(status, fields).end()
  const part = status === 206 ? body.subarray(verdict.first, verdict.last + 1) : body
  if (status === 206) fields['Content-Range'] = `bytes ${verdict.first}-${verdict.last}/${size}`
  if (isCoded) fields['Content-Encoding'] = 'gzip'
  fields['Content-Length'] = String(part.length)
  response.writeHead(status, fields).end(method === 'HEAD' ? undefined : part)
}

/**
 * Serves an export as hosts of static sites do that read `_headers`: by the rules that Netlify and
 * Cloudflare Pages document, where values of several blocks are joined.
 *
 * @see https://docs.netlify.com/routing/headers/
 */
export async function serveByHeaders(
  root: string,
  port = 0,
): Promise<{ url: string; close: () => void }> {
  const blocks = readHeaders(await readFile(join(root, '_headers'), 'utf8'))
  const server = createServer((request, response) => {
    respond(root, blocks, request, response).catch(() => response.writeHead(500).end())
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${address.port}`, close: () => void server.close() }
}

if (import.meta.main) {
  const [, , root = '', port = '8080'] = argv
  console.log((await serveByHeaders(root, Number(port))).url)
}
