import { createHash } from 'node:crypto'
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import S3rver from 's3rver'
import { onTestFinished } from 'vitest'
import { makeFolder } from './folder.ts'

export const BUCKET = 'shows'

/** Keys that the store knows. */
export const KEYS = {
  AWS_ACCESS_KEY_ID: 'S3RVER',
  AWS_SECRET_ACCESS_KEY: 'S3RVER',
  AWS_REGION: 'us-east-1',
  // Nothing of this machine may decide.
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_EC2_METADATA_DISABLED: 'true',
} as const

/** A request of a publish. */
interface Asked {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: IncomingMessage['headers']
}

/** What is done with a request before it is carried out. */
type Hook = (asked: Asked) => Promise<Failure | Lie | void> | Failure | Lie | void

/** What is answered in place of what the store would say, with status 200. */
interface Lie {
  readonly body: string | Buffer
}

const idle: Hook = () => undefined

/** A running S3 server with an empty bucket. */
export interface TestStore {
  readonly endpoint: string
  /** All requests so far but those of readers. */
  readonly asked: readonly Asked[]
  /** Calls this with each request, before it is carried out; an error is answered in place of that. */
  readonly onRequest: (hook: Hook) => void
  /** Writes or removes an object as anybody with the keys could. */
  readonly put: (key: string, content: string | Buffer) => Promise<void>
  readonly remove: (key: string) => Promise<void>
  /** What a reader gets at a key; null for nothing. */
  readonly get: (key: string) => Promise<Response | null>
  /** Whether a reader gets something at a key. */
  readonly has: (key: string) => Promise<boolean>
  /** All keys. */
  readonly keys: () => Promise<readonly string[]>
  /** Keys of uploads in parts that were begun and not ended. */
  readonly uploads: () => Promise<readonly string[]>
}

/**
 * Starts s3rver behind a server that adds what S3 does and s3rver does not: a request takes effect as a
 * whole or not at all, bytes are compared with their MD5, and uploads in parts can be listed and ended.
 */
export async function startStore(): Promise<TestStore> {
  const directory = await makeFolder()
  const inner = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    vhostBuckets: false,
    directory,
    configureBuckets: [{ name: BUCKET, configs: [] }],
  })
  const { port } = await inner.run()
  const uploadsFolder = join(directory, BUCKET, '._S3rver_uploads')
  const asked: Asked[] = []
  let hook: Hook = idle
  const inTurn = createTurns()

  async function listUploads(): Promise<readonly (readonly [id: string, key: string])[]> {
    const ids = await readdir(uploadsFolder).catch(() => [])
    const all = ids.map(async (id) => {
      // A part that arrives after the end of its upload makes a folder without a key.
      const key = await readFile(join(uploadsFolder, id, 'key'), 'utf8').catch(() => null)
      return key === null ? [] : [[id, key] as const]
    })
    return (await Promise.all(all)).flat()
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request
    const body = await buffer(request)
    const query = new URLSearchParams(url.split('?')[1])
    const isReader = headers.authorization === undefined
    if (!isReader) {
      const one = { method, target: url, headers }
      asked.push(one)
      const failure = await hook(one)
      if (typeof failure === 'object') {
        response.writeHead(200).end(failure.body)
        return
      }
      if (failure !== undefined) {
        response.writeHead(FAILURES[failure], { 'Content-Type': 'application/xml' })
        response.end(`<Error><Code>${failure}</Code></Error>`)
        return
      }
    }
    const md5 = headers['content-md5']
    if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
      response.writeHead(400).end('<Error><Code>BadDigest</Code></Error>')
    } else if (method === 'GET' && query.has('uploads')) {
      const all = await listUploads()
      const told = all.map(
        ([id, key]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`,
      )
      response.writeHead(200, { 'Content-Type': 'application/xml' })
      response.end(`<ListMultipartUploadsResult>${told.join('')}</ListMultipartUploadsResult>`)
    } else if (method === 'DELETE' && query.has('uploadId')) {
      await rm(join(uploadsFolder, query.get('uploadId') ?? ''), { recursive: true, force: true })
      response.writeHead(204).end()
    } else {
      // It writes in place, so that a reader would see half of an object.
      await inTurn(() => pass(request, body, response, port))
    }
  }

  const server = createServer((request, response) => {
    // A client that was killed while it sent has sent nothing.
    handle(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await inner.close()
  })
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: KEYS.AWS_REGION,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  return {
    endpoint,
    asked,
    async put(key, content) {
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: content }))
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }))
    },
    onRequest: (next) => {
      hook = next
    },
    async get(key) {
      const response = await fetch(`${endpoint}/${BUCKET}/${encodeURI(key)}`)
      if (response.status === 200) return response
      await response.body?.cancel()
      return null
    },
    async has(key) {
      const url = `${endpoint}/${BUCKET}/${encodeURI(key)}`
      return (await fetch(url, { method: 'HEAD' })).status === 200
    },
    async keys() {
      const names = await readdir(join(directory, BUCKET), { recursive: true })
      const objects = names.filter((name) => name.endsWith('._S3rver_object'))
      return objects.map((name) => name.slice(0, -'._S3rver_object'.length)).toSorted()
    },
    uploads: async () => (await listUploads()).map(([, key]) => key),
  }
}

/** Errors of S3 with their statuses. */
const FAILURES = { AccessDenied: 403, SignatureDoesNotMatch: 403, SlowDown: 503 } as const

export type Failure = keyof typeof FAILURES

/** Hands a request on, and waits until its response has ended. */
async function pass(
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  port: number,
): Promise<void> {
  const { method, url, headers } = request
  const onward = send({ host: '127.0.0.1', port, method, path: url, headers, agent: false })
  onward.end(body)
  const [answer]: IncomingMessage[] = await once(onward, 'response')
  if (answer === undefined) throw new Error('no response')
  const content = await buffer(answer)
  response.writeHead(answer.statusCode ?? 500, answer.headers)
  response.end(content)
}

function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
}
