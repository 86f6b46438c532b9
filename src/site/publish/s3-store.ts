import { createHash } from 'node:crypto'
import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3'
import { Refusal } from '../../base/fault.ts'
import type { Listed, NewObject, ObjectStore, StoredObject } from './object-store.ts'
import { errorName, statusOf, whyRefused } from './s3-failures.ts'

/** How a store is reached; what is null is as the AWS settings of this machine say. */
export interface StoreOptions {
  /** Its name, and what all keys begin with. */
  readonly bucket: { readonly name: string; readonly prefix: string }
  readonly endpoint: string | null
  readonly region: string | null
  readonly pathStyle: boolean | null
  /** What every object gets; null for what the bucket says. */
  readonly acl: 'public-read' | null
  /** Stops early and throws its reason. */
  readonly signal: AbortSignal
}

type Sdk = typeof import('@aws-sdk/client-s3')

const MEBIBYTE = 1024 ** 2
/** Larger objects are written in parts; the store puts them together at the end. */
const PART = 8 * MEBIBYTE
/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000
/** How often a request is sent at most; the pauses between grow. */
const ATTEMPTS = 5
/** Milliseconds to connect, and without any byte, after which a request has failed. */
const CONNECT = 10_000
const SILENCE = 60_000
/** The region of a store that knows none; most others accept it. */
const ANY_REGION = 'us-east-1'
const MISSING = 404

/** Metadata of an object that was published. */
const HASH = 'sidecast-hash'
const PATH = 'sidecast-path'
const ACL = 'sidecast-acl'

/**
 * Opens a bucket with the official client.
 *
 * The client adds checksums of its own to each request unless it is told not to, and streams are then
 * sent in a form that many stores keep as if it were content. So it is told not to, pieces are sent
 * whole, and the MD5 of each lets the store refuse what has changed on the way.
 *
 * @throws {Refusal} If the client is not installed.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
 */
export async function openS3(options: StoreOptions): Promise<ObjectStore> {
  const sdk = await loadSdk()
  const client = await connect(sdk, options)
  const { bucket, signal } = options
  const name = `s3://${bucket.name}/${bucket.prefix}`
  const at = (path: string) => ({ Bucket: bucket.name, Key: bucket.prefix + path })

  /** @throws {Refusal} For whatever the store answers. */
  async function ask<Result>(request: () => Promise<Result>): Promise<Result> {
    try {
      return await request()
    } catch (cause) {
      signal.throwIfAborted()
      const why = whyRefused(cause)
      // Not as its cause: it holds the request, with its signature.
      throw why === null ? cause : new Refusal(`${name}: ${why}`)
    }
  }

  /** Null where there is no such object. */
  async function askFor<Result>(request: () => Promise<Result>): Promise<Result | null> {
    return ask(() =>
      request().catch((cause: unknown) => {
        if (statusOf(cause) === MISSING && errorName(cause) !== 'NoSuchBucket') return null
        throw cause
      }),
    )
  }

  async function writeWhole(path: string, object: NewObject, body: Buffer): Promise<string> {
    const { ETag } = await ask(() =>
      client.send(
        new sdk.PutObjectCommand({
          ...at(path),
          ...fieldsOf(path, object),
          Body: body,
          ContentLength: body.length,
          ContentMD5: md5Of(body),
        }),
        { abortSignal: signal },
      ),
    )
    return withoutQuotes(ETag)
  }

  /** Nothing is there before the last request: the parts become an object with it. */
  async function writeParts(
    path: string,
    object: NewObject,
    wrote: (bytes: number) => void,
  ): Promise<string> {
    const size = Math.max(PART, Math.ceil(object.bytes / MOST_PARTS / MEBIBYTE) * MEBIBYTE)
    const created = await ask(() =>
      client.send(
        new sdk.CreateMultipartUploadCommand({ ...at(path), ...fieldsOf(path, object) }),
        { abortSignal: signal },
      ),
    )
    const upload = { ...at(path), UploadId: created.UploadId }
    try {
      const parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = []
      for await (const piece of object.pieces(size)) {
        const number = parts.length + 1
        const { ETag } = await ask(() =>
          client.send(
            new sdk.UploadPartCommand({
              ...upload,
              PartNumber: number,
              Body: piece,
              ContentLength: piece.length,
              ContentMD5: md5Of(piece),
            }),
            { abortSignal: signal },
          ),
        )
        parts.push({ ETag, PartNumber: number })
        wrote(piece.length)
      }
      const { ETag } = await ask(() =>
        client.send(
          new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
          { abortSignal: signal },
        ),
      )
      return withoutQuotes(ETag)
    } catch (cause) {
      // Without the signal, which may be the cause.
      await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => undefined)
      throw cause
    }
  }

  return {
    name,
    acl: options.acl ?? '',
    async list() {
      const listed = new Map<string, Listed>()
      const pages = sdk.paginateListObjectsV2(
        { client },
        { Bucket: bucket.name, Prefix: bucket.prefix },
        { abortSignal: signal },
      )
      await ask(async () => {
        for await (const { Contents = [] } of pages) {
          for (const { Key = '', Size = 0, ETag } of Contents) {
            const object = { bytes: Size, etag: withoutQuotes(ETag) }
            listed.set(Key.slice(bucket.prefix.length), object)
          }
        }
      })
      return listed
    },
    async look(path) {
      const head = await askFor(() =>
        client.send(new sdk.HeadObjectCommand(at(path)), { abortSignal: signal }),
      )
      return head && storedOf(head)
    },
    read: (path) =>
      askFor(async () => {
        const { Body } = await client.send(new sdk.GetObjectCommand(at(path)), {
          abortSignal: signal,
        })
        return Buffer.from((await Body?.transformToByteArray()) ?? [])
      }),
    async write(path, object, wrote = () => undefined) {
      if (object.bytes > PART) return writeParts(path, object, wrote)
      const pieces: Buffer[] = []
      for await (const piece of object.pieces(PART)) pieces.push(piece)
      const etag = await writeWhole(path, object, Buffer.concat(pieces))
      wrote(object.bytes)
      return etag
    },
    async remove(path) {
      // One by one: a request for several needs a checksum that some stores do not know.
      await ask(() => client.send(new sdk.DeleteObjectCommand(at(path)), { abortSignal: signal }))
    },
    async endUploads(isOurs) {
      const { Uploads = [] } = await ask(() =>
        client
          .send(
            new sdk.ListMultipartUploadsCommand({ Bucket: bucket.name, Prefix: bucket.prefix }),
            { abortSignal: signal },
          )
          // Some stores end them by themselves after a while, and do not list them.
          .catch((cause: unknown) => {
            if (errorName(cause) === 'NotImplemented') return { Uploads: [] }
            throw cause
          }),
      )
      for (const { Key = '', UploadId } of Uploads) {
        if (!isOurs(Key.slice(bucket.prefix.length))) continue
        const upload = { Bucket: bucket.name, Key, UploadId }
        await askFor(() =>
          client.send(new sdk.AbortMultipartUploadCommand(upload), { abortSignal: signal }),
        )
      }
    },
  }
}

async function loadSdk(): Promise<Sdk> {
  try {
    return await import('@aws-sdk/client-s3')
  } catch (cause) {
    throw new Refusal(
      'publishing needs the client of Amazon, which is not installed; run: npm install @aws-sdk/client-s3',
      { cause },
    )
  }
}

/** The client finds the keys itself: in the environment, a profile, the role of the machine. */
async function connect(sdk: Sdk, options: StoreOptions): Promise<S3Client> {
  const { endpoint, region, pathStyle } = options
  const fallback = endpoint === null ? null : await regionOfMachine(sdk)
  const known = region ?? fallback
  return new sdk.S3Client({
    ...(endpoint !== null && { endpoint }),
    ...(known !== null && { region: known }),
    forcePathStyle: pathStyle ?? endpoint !== null,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT, socketTimeout: SILENCE },
  })
}

async function regionOfMachine({ S3Client }: Sdk): Promise<string> {
  return new S3Client({}).config.region().catch(() => ANY_REGION)
}

function fieldsOf(path: string, { type, cacheControl, acl, hash }: NewObject): object {
  return {
    ContentType: type,
    CacheControl: cacheControl,
    // Metadata are ASCII.
    Metadata: { [HASH]: hash, [PATH]: encodeURI(path), ...(acl !== '' && { [ACL]: acl }) },
    ...(acl !== '' && { ACL: acl }),
  }
}

function storedOf(head: HeadObjectCommandOutput): StoredObject {
  const { [HASH]: hash, [PATH]: path, [ACL]: acl = '' } = head.Metadata ?? {}
  return {
    bytes: head.ContentLength ?? 0,
    etag: withoutQuotes(head.ETag),
    type: head.ContentType ?? '',
    cacheControl: head.CacheControl ?? '',
    acl,
    stamp: hash === undefined || path === undefined ? null : { hash, path: decodePath(path) },
  }
}

/** What anybody may have written is no path of ours. */
function decodePath(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return ''
  }
}

function md5Of(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('base64')
}

function withoutQuotes(etag = ''): string {
  return etag.replaceAll('"', '')
}
