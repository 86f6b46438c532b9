import { parseFlag, parseWebAddress, parseWord } from '../posts/fields/part-values.ts'
import { quote } from '../base/problem.ts'
import { HTTP_URL, setting, TEXT, YES_OR_NO } from './setting.ts'
import { one } from './setting-readers.ts'
import { parseLine } from './setting-values.ts'

/** A place in an object store. */
export interface Bucket {
  readonly name: string
  /** The prefix of all keys: '', or with a final `/`. */
  readonly prefix: string
}

/**
 * Reads the address of a bucket, with a prefix or without one.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function parseBucket(text: string): Bucket {
  const [, name = '', path = ''] =
    /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])(?:\/(.*))?$/.exec(text) ?? []
  const parts = path.split('/').filter((part) => part !== '')
  if (name === '' || parts.some((part) => /^\.{1,2}$|[\p{Cc}?#\\]/u.test(part))) {
    throw new RangeError(`expected a bucket such as s3://my-bucket/podcast, got ${quote(text)}`)
  }
  return { name, prefix: parts.map((part) => `${part}/`).join('') }
}

/** Settings on where the site is published, and which services are notified. */
export const PUBLISH_SETTINGS = {
  'publish.to': setting({
    read: one(parseBucket),
    default: null,
    help: 'The bucket to which `sidecast publish` writes the site, and the prefix of all its keys.',
    example: 's3://my-bucket/podcast',
    schema: { type: 'string', pattern: '^s3://' },
    otherNames: ['bucket', 's3', 'publish.bucket'],
  }),
  'publish.endpoint': setting({
    read: one(parseWebAddress),
    default: null,
    help: 'The address of an S3-compatible store other than that of Amazon.',
    example: 'https://s3.example.com',
    schema: HTTP_URL,
    otherNames: ['endpoint', 'publish.endpoint_url'],
  }),
  'publish.region': setting({
    read: one(parseLine),
    default: null,
    help: 'The region of the bucket; by default that of the AWS settings on this machine, or us-east-1 where there is an endpoint.',
    example: 'eu-central-1',
    schema: TEXT,
    otherNames: ['region'],
  }),
  'publish.path_style': setting({
    read: one(parseFlag),
    default: null,
    help: 'Whether the name of the bucket is in the path of requests instead of the host; by default where there is an endpoint.',
    example: true,
    schema: YES_OR_NO,
    otherNames: ['force_path_style'],
  }),
  'publish.acl': setting({
    read: one(parseWord('public-read')),
    default: null,
    help: 'The ACL of each object, for stores where a bucket cannot be made public as a whole.',
    example: 'public-read',
    schema: { enum: ['public-read'] },
  }),
  'announce.podping': setting({
    read: one(parseWebAddress),
    default: null,
    show: true,
    help: 'A front-end that sends podpings, which `sidecast announce` notifies of each change; its token is in SIDECAST_PODPING_TOKEN.',
    example: 'https://podping.cloud/',
    schema: HTTP_URL,
    otherNames: ['podping_url', 'podping_endpoint'],
  }),
  'announce.serve': setting({
    read: one(parseFlag),
    default: false,
    show: true,
    help: 'Whether `sidecast serve` announces each change itself, once the feed is served at its address.',
    example: true,
    schema: YES_OR_NO,
    otherNames: ['announce', 'ping', 'notify'],
  }),
}
