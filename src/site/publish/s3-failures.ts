import { faultOf } from '../../base/fault.ts'

/** Without a network, some systems say that there is no such host. */
const UNKNOWN_HOST = 'its address was not found; check the network, or correct publish.endpoint'

/**
 * How to fix the errors of a store, by their codes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const FIXES: Readonly<Record<string, string>> = {
  NoSuchBucket: 'the bucket does not exist; create it, or correct its name',
  AccessDenied:
    'the keys do not allow this; they must allow listing, reading, writing and deleting objects of the bucket',
  CredentialsProviderError:
    'no keys were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile in AWS_PROFILE',
  InvalidAccessKeyId: 'the store does not know the key; correct AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch:
    'the store does not accept the keys; correct AWS_SECRET_ACCESS_KEY, or set publish.region to the region of the bucket',
  ExpiredToken: 'the keys have expired; get new ones',
  PermanentRedirect:
    'the bucket is in another region; set publish.region to it, or publish.path_style',
  AuthorizationHeaderMalformed: 'the bucket is in another region; set publish.region to it',
  RequestTimeTooSkewed: 'the clock of this computer is wrong; set it',
  QuotaExceeded: 'the store is full; make room, or raise its quota',
  BadDigest: 'the store received other bytes than were sent; run this again',
  NoSuchUpload: 'another publish has ended an upload of this one; run this again when it has ended',
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
  ECONNREFUSED: 'nothing answers at its address; correct publish.endpoint, or try again later',
  RegionMissing: 'the region of the bucket is unknown; set publish.region, or AWS_REGION',
}

const BY_STATUS: Readonly<Record<number, string>> = {
  301: 'PermanentRedirect',
  403: 'AccessDenied',
}

/** The code that the store or the client gives to an error; '' for none. */
export function errorName(cause: unknown): string {
  return cause instanceof Error ? cause.name : ''
}

/** The status of the response of a store; null if there was none. */
export function statusOf(cause: unknown): number | null {
  const metadata: unknown = Object(cause).$metadata
  const status: unknown = Object(metadata).httpStatusCode
  return typeof status === 'number' ? status : null
}

/**
 * Why a request to a store failed, and what to do: half a sentence without keys and signatures; null if it is
 * not a failure of the store.
 */
export function whyRefused(cause: unknown): string | null {
  const name = errorName(cause)
  const { code, message } = faultOf(cause)
  const status = statusOf(cause)
  const names = [
    name,
    code,
    ...(status === null ? [] : [BY_STATUS[status] ?? '']),
    ...(message.includes('Region is missing') ? ['RegionMissing'] : []),
  ]
  const known = names.find((each) => Object.hasOwn(FIXES, each))
  if (known !== undefined) return FIXES[known] ?? null
  if (status === null && code === '' && name !== 'TimeoutError') return null
  const why = [status === null ? code : `status ${status}`, name, message]
  return `the store cannot be used now (${why.filter(Boolean).join(', ')}); try again later`
}
