import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { HeadObjectCommandOutput, MultipartUpload, S3Client } from '@aws-sdk/client-s3'
import { Refusal } from '../../base/fault.ts'
import type { Listed, NewObject, ObjectStore, StoredObject } from './object-store.ts'
import { errorName, statusOf, whyRefused } from './s3-failures.ts'
import { decodeAddress } from '../../base/web-address.ts'

/** How a store is reached; null for the AWS settings of this machine. */
export interface StoreOptions {
  /** The name of the bucket, and the prefix of all keys. */
  readonly bucket: { readonly name: string; readonly prefix: string }
  readonly endpoint: string | null
  readonly region: string | null
  readonly pathStyle: boolean | null
  /** The ACL of every object; null for the default of the bucket. */
  readonly acl: 'public-read' | null
  /** Stops early; its reason is thrown. */
  readonly signal: AbortSignal
}

type Sdk = typeof import('@aws-sdk/client-s3')

const MEBIBYTE = 1024 ** 2
/** Larger objects are uploaded in parts, in bytes. */
const PART = 8 * MEBIBYTE
/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000
/** The most times that a request is sent, with growing pauses. */
const ATTEMPTS = 5
/** Milliseconds to connect, and without any byte, before a request counts as failed. */
const CONNECT = 10_000
const SILENCE = 60_000
/** The region for stores that have none; most accept it. */
const ANY_REGION = 'us-east-1'
const MISSING = 404
/** More than any site has. */
const MOST_OBJECTS = 1_000_000
/** Bytes of an object that is read: a feed, or the list of what was published. */
const MOST_READ = 64 * MEBIBYTE

/** Metadata keys of a published object. */
const HASH = 'sidecast-hash'
const PATH = 'sidecast-path'
const ACL = 'sidecast-acl'

/**
 * Opens a bucket with the official client.
 *
 * By default the client adds checksums to each request, and sends streams in an encoding that many stores
 * keep as if it were content. Both are turned off: pieces are sent as a whole, and the MD5 of each makes the
 * store refuse what was damaged on the way.
 *
 * @throws {Refusal} If the client is not installed.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
 */
export async function openS3(options: StoreOptions): Promise<ObjectStore> {
  const sdk = await loadSdk()
  return new Bucket(sdk, await connect(sdk, options), options)
}

/** Options of a request: the signal that aborts it. */
interface Sending {
  readonly abortSignal: AbortSignal
}

/** A bucket, through the official client. */
class Bucket implements ObjectStore {
  readonly name: string
  readonly acl: string
  readonly #sdk: Sdk
  readonly #client: S3Client
  readonly #bucket: StoreOptions['bucket']
  readonly #sending: Sending

  constructor(sdk: Sdk, client: S3Client, { bucket, acl, signal }: StoreOptions) {
    this.name = `s3://${bucket.name}/${bucket.prefix}`
    this.acl = acl ?? ''
    this.#sdk = sdk
    this.#client = client
    this.#bucket = bucket
    this.#sending = { abortSignal: signal }
  }

  async list(): Promise<ReadonlyMap<string, Listed>> {
    const { name, prefix } = this.#bucket
    const listed = new Map<string, Listed>()
    let token: string | undefined
    do {
      const at = { Bucket: name, Prefix: prefix, ContinuationToken: token }
      const command = new this.#sdk.ListObjectsV2Command(at)
      const page = await this.#ask((client, sending) => client.send(command, sending))
      const { Contents, IsTruncated, NextContinuationToken: next } = page
      if (Contents === undefined && IsTruncated === undefined) throw this.#noStore()
      for (const { Key = '', Size = 0, ETag } of Contents ?? []) {
        listed.set(Key.slice(prefix.length), { bytes: Size, etag: withoutQuotes(ETag) })
      }
      // A list that does not end must not be waited for, and one that breaks off not be believed.
      const isLost = next === undefined || next === token || listed.size > MOST_OBJECTS
      if (IsTruncated === true && isLost) throw this.#noStore()
      token = IsTruncated === true ? next : undefined
    } while (token !== undefined)
    return listed
  }

  async look(path: string): Promise<StoredObject | null> {
    const command = new this.#sdk.HeadObjectCommand(this.#at(path))
    const head = await this.#askFor((client, sending) => client.send(command, sending))
    return head && storedOf(head)
  }

  read(path: string): Promise<Buffer | null> {
    const command = new this.#sdk.GetObjectCommand(this.#at(path))
    return this.#askFor(async (client, sending) => {
      const { Body } = await client.send(command, sending)
      if (!(Body instanceof Readable)) throw this.#noStore()
      return this.#readAll(Body)
    })
  }

  async #readAll(body: Readable): Promise<Buffer> {
    const pieces: Buffer[] = []
    let bytes = 0
    // Leaving the loop ends the response.
    for await (const piece of body) {
      pieces.push(piece)
      bytes += piece.length
      if (bytes > MOST_READ) throw this.#noStore()
    }
    return Buffer.concat(pieces)
  }

  /** For answers that no store gives, but a page at which one logs in, or another kind of server. */
  #noStore(): Refusal {
    return new Refusal(
      `${this.name}: what answers there is no S3-compatible store; correct publish.endpoint, or try again later`,
    )
  }

  async write(
    path: string,
    object: NewObject,
    wrote: (bytes: number) => void = () => undefined,
  ): Promise<string> {
    if (object.bytes > PART) return this.#writeParts(path, object, wrote)
    const pieces: Buffer[] = []
    for await (const piece of object.pieces(PART)) pieces.push(piece)
    const content = contentOf(Buffer.concat(pieces))
    const command = new this.#sdk.PutObjectCommand({
      ...this.#at(path),
      ...fieldsOf(path, object),
      ...content,
    })
    const { ETag } = await this.#ask((client, sending) => client.send(command, sending))
    wrote(object.bytes)
    return withoutQuotes(ETag)
  }

  async remove(path: string): Promise<void> {
    // One by one: deleting several needs a checksum that some stores do not support.
    const command = new this.#sdk.DeleteObjectCommand(this.#at(path))
    await this.#ask((client, sending) => client.send(command, sending))
  }

  async endUploads(isOurs: (path: string) => boolean): Promise<void> {
    const { name, prefix } = this.#bucket
    for (const { Key = '', UploadId } of await this.#uploads()) {
      if (!isOurs(Key.slice(prefix.length))) continue
      const upload = { Bucket: name, Key, UploadId }
      const command = new this.#sdk.AbortMultipartUploadCommand(upload)
      await this.#askFor((client, sending) => client.send(command, sending))
    }
  }

  async #uploads(): Promise<readonly MultipartUpload[]> {
    const { name, prefix } = this.#bucket
    const command = new this.#sdk.ListMultipartUploadsCommand({ Bucket: name, Prefix: prefix })
    const { Uploads = [] } = await this.#ask((client, sending) =>
      // Some stores abort them by themselves after a while, and do not list them.
      client.send(command, sending).catch((cause: unknown) => {
        if (errorName(cause) === 'NotImplemented') return { Uploads: [] }
        throw cause
      }),
    )
    return Uploads
  }

  /** Writes an object in parts, which become the object with the last request. */
  async #writeParts(
    path: string,
    object: NewObject,
    wrote: (bytes: number) => void,
  ): Promise<string> {
    const { CreateMultipartUploadCommand, AbortMultipartUploadCommand } = this.#sdk
    const begin = new CreateMultipartUploadCommand({
      ...this.#at(path),
      ...fieldsOf(path, object),
    })
    const { UploadId } = await this.#ask((client, sending) => client.send(begin, sending))
    const upload = { ...this.#at(path), UploadId }
    try {
      return await this.#fill(upload, object, wrote)
    } catch (cause) {
      // Without the signal, which may be the cause.
      await this.#client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined)
      throw cause
    }
  }

  /** Uploads the parts, and completes the upload. */
  async #fill(upload: Upload, object: NewObject, wrote: (bytes: number) => void): Promise<string> {
    const { UploadPartCommand, CompleteMultipartUploadCommand } = this.#sdk
    const size = Math.max(PART, Math.ceil(object.bytes / MOST_PARTS / MEBIBYTE) * MEBIBYTE)
    const parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = []
    for await (const piece of object.pieces(size)) {
      const number = parts.length + 1
      const part = new UploadPartCommand({ ...upload, PartNumber: number, ...contentOf(piece) })
      const { ETag } = await this.#ask((client, sending) => client.send(part, sending))
      parts.push({ ETag, PartNumber: number })
      wrote(piece.length)
    }
    const end = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } })
    const { ETag } = await this.#ask((client, sending) => client.send(end, sending))
    return withoutQuotes(ETag)
  }

  #at(path: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#bucket.name, Key: this.#bucket.prefix + path }
  }

  /** @throws {Refusal} For every failure of the store. */
  async #ask<Result>(request: Request<Result>): Promise<Result> {
    try {
      return await request(this.#client, this.#sending)
    } catch (cause) {
      this.#sending.abortSignal.throwIfAborted()
      const why = whyRefused(cause)
      // Not as its cause, which holds the request with its signature.
      throw why === null ? cause : new Refusal(`${this.name}: ${why}`)
    }
  }

  /** Null if the object does not exist. */
  #askFor<Result>(request: Request<Result>): Promise<Result | null> {
    return this.#ask((client, sending) =>
      request(client, sending).catch((cause: unknown) => {
        if (statusOf(cause) === MISSING && errorName(cause) !== 'NoSuchBucket') return null
        throw cause
      }),
    )
  }
}

/** A request; its errors are those of the client. */
type Request<Result> = (client: S3Client, sending: Sending) => Promise<Result>

/** A multipart upload. */
interface Upload {
  readonly Bucket: string
  readonly Key: string
  readonly UploadId: string | undefined
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

/** The client finds the keys by itself: in the environment, a profile, the role of the machine. */
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
    // Metadata are ASCII only.
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
    // Somebody else may have written anything, so it is not a path of ours.
    stamp:
      hash === undefined || path === undefined ? null : { hash, path: decodeAddress(path) ?? '' },
  }
}

function contentOf(body: Buffer): object {
  const ContentMD5 = createHash('md5').update(body).digest('base64')
  return { Body: body, ContentLength: body.length, ContentMD5 }
}

function withoutQuotes(etag = ''): string {
  return etag.replaceAll('"', '')
}
