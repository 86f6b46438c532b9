import { STATUS_CODES } from 'node:http'
import type { PrivateAddress } from './connections.ts'
import { formatSeconds } from './cost.ts'
import { PUBLIC, type Reach } from './reach.ts'
import { Dropped, Unfetchable, Unreachable } from './unfetchable.ts'

const CERTIFICATE = 'so apps refuse it too; renew it on the host'

/** What the codes of errors on the network mean for an author. */
const FAILURES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'cannot be found, for there is no host HOST; correct the address',
  EAI_AGAIN:
    'cannot be found, for no name server answers for HOST; check the network or try again later',
  EAI_FAIL: 'cannot be found, for the name server failed for HOST; try again later',
  ECONNREFUSED:
    'cannot be reached, for HOST refuses connections; start the server, or correct the address',
  EHOSTUNREACH: 'cannot be reached, for there is no way to HOST; check the network',
  ENETUNREACH: 'cannot be reached, for there is no way to HOST; check the network',
  EACCES: 'cannot be reached, for this machine forbids it; check its firewall',
  EPERM: 'cannot be reached, for this machine forbids it; check its firewall',
  ETIMEDOUT: 'cannot be reached, for HOST does not answer; try again later',
  EPROTO:
    'cannot be reached, for HOST speaks no TLS there; write http instead of https, or correct the port',
  CERT_HAS_EXPIRED: `has a host whose certificate has expired, ${CERTIFICATE}`,
  CERT_NOT_YET_VALID: `has a host whose certificate is not valid yet, ${CERTIFICATE}`,
  ERR_TLS_CERT_ALTNAME_INVALID: `has a host whose certificate is for another name, ${CERTIFICATE}`,
  DEPTH_ZERO_SELF_SIGNED_CERT: `has a host with a self-signed certificate, ${CERTIFICATE}`,
  SELF_SIGNED_CERT_IN_CHAIN: `has a host with a self-signed certificate, ${CERTIFICATE}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `has a host whose certificate cannot be verified, ${CERTIFICATE}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `has a host whose certificate cannot be verified, ${CERTIFICATE}`,
}

/** Codes of a connection that ended although it worked until then. */
const DROPS = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])

/** Makes a sentence of what went wrong on the way to `url`. */
export function describeFailure(error: unknown, url: URL): Unfetchable {
  if (error instanceof Unfetchable) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const cause = { cause: error }
  if (DROPS.has(code)) {
    const message = `cannot be read, for ${url.host} closed the connection too early; try again later`
    return new Dropped(message, cause)
  }
  if (code.startsWith('HPE_')) {
    const message = `cannot be read, for ${url.host} does not answer in HTTP (${code}); correct the address`
    return new Unreachable(message, cause)
  }
  const known = FAILURES[code]?.replace('HOST', url.host)
  const message =
    known ?? `cannot be reached (${String(error)}); check the network or try again later`
  return new Unreachable(message, cause)
}

/** How an address came to be asked for. */
interface Asked {
  /** Where the first address might be. */
  readonly given: Reach
  readonly isRedirected: boolean
}

const SETTING = 'audio.private_networks: yes in sidecast.yml'

/** Makes a sentence of an address that is out of reach. */
export function describeRefusal(
  { place }: PrivateAddress,
  { given, isRedirected }: Asked,
): Unfetchable {
  const isClosed = given === PUBLIC
  if (isRedirected) {
    const setting = isClosed ? `, and write ${SETTING}` : ''
    return new Unfetchable(
      `is at ${place}, where redirects from other networks are not followed; name the final address instead${setting}`,
    )
  }
  return new Unfetchable(
    isClosed
      ? `is at ${place}, and only the public internet is asked for what content names; to ask there all the same, write ${SETTING}`
      : `was at another network before and is at ${place} now, so it is not asked again; let its name stand for one host`,
  )
}

/** How to fix each status; one that is not listed is like the others that begin with its digit. */
const FIXES: Readonly<Record<string, string>> = {
  304: 'its server is in error, so tell its operator',
  401: 'let its host show it without a password',
  403: 'let its host show it to everyone',
  404: 'correct its address, or upload it',
  410: 'upload it again, or take it out of the post',
  451: 'upload it elsewhere',
  3: 'name its final address',
  4: 'correct its address',
  5: 'its host is in trouble, so try again later',
}

/**
 * Makes a sentence of a status that does not bring what was asked for.
 *
 * @param retryAfter Milliseconds after which the host wants to be asked again; null if it does not say.
 */
export function describeStatus(status: number, retryAfter: number | null): Unfetchable {
  const name = STATUS_CODES[status]?.toLowerCase() ?? 'a status nobody knows'
  if (retryAfter !== null) {
    return new Unfetchable(
      `answers ${status} (${name}) and asks to wait ${formatSeconds(retryAfter)}; try again then`,
    )
  }
  const fix = status === 429 ? 'try again later' : (FIXES[status] ?? FIXES[`${status}`.charAt(0)])
  return new Unfetchable(`answers ${status} (${name}); ${fix ?? 'correct its address'}`)
}
