import { http } from '../base/lazily.ts'
import type { PrivateAddress } from './connections.ts'
import { formatSeconds } from '../base/written-times.ts'
import { PUBLIC, type Reach } from './reach.ts'

/**
 * Why something cannot be fetched. The message continues a sentence that begins
 * with the address: what is wrong, and how to fix it.
 */
export class Unfetchable extends Error {
  override readonly name: string = 'Unfetchable'
}

/** The host cannot be reached, or does not respond. */
export class Unreachable extends Unfetchable {
  override readonly name: string = 'Unreachable'
}

/** The connection was closed before the response ended: worth a retry. */
export class Dropped extends Unreachable {
  override readonly name = 'Dropped'
}

/** The same as a complete sentence for the author, with the address; `cause` is the {@link Unfetchable}. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
}

const CERTIFICATE = 'so apps reject it too; renew it on the host'

/** Network error codes → messages. */
const FAILURES: Readonly<Record<string, string>> = {
  ENOTFOUND:
    'cannot be fetched: the host HOST was not found; correct the address, or connect this computer to the network',
  EAI_AGAIN:
    'cannot be fetched: no name server responds for HOST; check the network, or try again later',
  EAI_FAIL: 'cannot be fetched: the name server failed for HOST; try again later',
  ECONNREFUSED:
    'cannot be fetched: HOST refuses connections; start the server, or correct the address',
  EHOSTUNREACH: 'cannot be fetched: there is no route to HOST; check the network',
  ENETUNREACH: 'cannot be fetched: there is no route to HOST; check the network',
  EACCES: 'cannot be fetched: this machine forbids it; check its firewall',
  EPERM: 'cannot be fetched: this machine forbids it; check its firewall',
  ETIMEDOUT: 'cannot be fetched: HOST does not respond; try again later',
  EPROTO:
    'cannot be fetched: HOST does not support TLS there; write http instead of https, or correct the port',
  CERT_HAS_EXPIRED: `is on a host whose certificate has expired, ${CERTIFICATE}`,
  CERT_NOT_YET_VALID: `is on a host whose certificate is not valid yet, ${CERTIFICATE}`,
  ERR_TLS_CERT_ALTNAME_INVALID: `is on a host whose certificate is for another name, ${CERTIFICATE}`,
  DEPTH_ZERO_SELF_SIGNED_CERT: `is on a host with a self-signed certificate, ${CERTIFICATE}`,
  SELF_SIGNED_CERT_IN_CHAIN: `is on a host with a self-signed certificate, ${CERTIFICATE}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `is on a host whose certificate cannot be verified, ${CERTIFICATE}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `is on a host whose certificate cannot be verified, ${CERTIFICATE}`,
}

/** Codes of a connection that was closed too early. */
const DROPS = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])

/** Describes a failure of a request to `url`. */
export function describeFailure(error: unknown, url: URL): Unfetchable {
  if (error instanceof Unfetchable) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const cause = { cause: error }
  if (DROPS.has(code)) {
    const message = `cannot be fetched: ${url.host} closed the connection too early; try again later`
    return new Dropped(message, cause)
  }
  if (code.startsWith('HPE_')) {
    const message = `cannot be fetched: the response of ${url.host} is not HTTP (${code}); correct the address`
    return new Unreachable(message, cause)
  }
  const known = FAILURES[code]?.replace('HOST', url.host)
  const message =
    known ?? `cannot be fetched (${String(error)}); check the network, or try again later`
  return new Unreachable(message, cause)
}

/** How an address was requested. */
interface Asked {
  /** The reach of the first address. */
  readonly given: Reach
  readonly isRedirected: boolean
}

const SETTING = 'audio.private_networks: yes in sidecast.yml'

/** Describes an address that is out of reach. */
export function describeRefusal(
  { place }: PrivateAddress,
  { given, isRedirected }: Asked,
): Unfetchable {
  const isClosed = given === PUBLIC
  if (isRedirected) {
    const setting = isClosed ? `, and write ${SETTING}` : ''
    return new Unfetchable(
      `is at ${place}, to which redirects from other networks are not followed; use the final address instead${setting}`,
    )
  }
  return new Unfetchable(
    isClosed
      ? `is at ${place}, and addresses in content are only requested on the public internet; to allow it, write ${SETTING}`
      : `was in another network before and is at ${place} now, so it is not requested again; make its name resolve to one network`,
  )
}

/** How to fix each status; one that is not listed is like the others that begin with its digit. */
const FIXES: Readonly<Record<string, string>> = {
  304: 'this is an error of its server, so contact its operator',
  401: 'make it accessible without a password',
  403: 'make it accessible to everyone',
  404: 'correct its address, or upload it',
  410: 'upload it again, or remove it from the post',
  451: 'upload it elsewhere',
  3: 'use its final address',
  4: 'correct its address',
  5: 'its host has a problem, so try again later',
}

/**
 * Describes a status that is an error.
 *
 * @param retryAfter The pause that the host asks for, in milliseconds; null if it does not.
 */
export function describeStatus(status: number, retryAfter: number | null): Unfetchable {
  const name = http().STATUS_CODES[status]?.toLowerCase() ?? 'unknown status'
  if (retryAfter !== null) {
    return new Unfetchable(
      `responds with ${status} (${name}) and asks clients to wait ${formatSeconds(retryAfter)}; try again then`,
    )
  }
  const fix = status === 429 ? 'try again later' : (FIXES[status] ?? FIXES[`${status}`.charAt(0)])
  return new Unfetchable(`responds with ${status} (${name}); ${fix ?? 'correct its address'}`)
}
