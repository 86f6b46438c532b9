import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { argv } from 'node:process'
import { gzipSync } from 'node:zlib'

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
  const path = (request.url ?? '/').replace(/[?#].*$/s, '')
  const decoded = decodeURIComponent(path)
  const isHidden = decoded.split('/').some((part) => part.startsWith('.') || part === '_headers')
  const file = isHidden ? null : await find(root, decoded)
  if (file === null)
    return void response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404')
  let body = await readFile(file)
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  const fields: Record<string, string> = { 'Content-Type': type, ...fieldsFor(path, blocks) }
  const tag = `"${createHash('sha1').update(body).digest('hex')}"`
  const isText = /text|json|xml/.test(fields['Content-Type'] ?? '')
  Object.assign(fields, { ETag: tag, 'Accept-Ranges': 'bytes' })
  if (isText) fields['Vary'] = 'Accept-Encoding'
  if (request.headers['if-none-match'] === tag) return void response.writeHead(304, fields).end()
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  const isCurrent = [undefined, tag].includes(request.headers['if-range']?.toString())
  let status = 200
  if (
    from !== undefined &&
    to !== undefined &&
    from + to !== '' &&
    isCurrent &&
    request.method === 'GET' &&
    !(from !== '' && to !== '' && Number(from) > Number(to))
  ) {
    const size = body.length
    const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
    const last = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to))
    if (first >= size) {
      return void response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end()
    }
    status = 206
    fields['Content-Range'] = `bytes ${first}-${last}/${size}`
    body = body.subarray(first, last + 1)
  } else if (isText && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    fields['Content-Encoding'] = 'gzip'
    fields['ETag'] = `W/${tag}`
    body = gzipSync(body)
  }
  fields['Content-Length'] = String(body.length)
  response.writeHead(status, fields).end(request.method === 'HEAD' ? undefined : body)
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
