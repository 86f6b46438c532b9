import { generateKeyPairSync, sign } from 'node:crypto'

/** A certificate that nobody vouches for, with its key, as servers take them. */
export interface SelfSigned {
  readonly cert: string
  readonly key: string
}

/** Object identifiers in DER: ecdsa-with-SHA256, and commonName. */
const ECDSA_WITH_SHA256 = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'))
const COMMON_NAME = Buffer.from('0603550403', 'hex')

/** Makes a certificate for a name, valid for a hundred years. @see RFC 5280 section 4.1 */
export function createSelfSigned(name: string): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from(name)))))
  const validity = der(0x30, time('20200101000000Z'), time('21200101000000Z'))
  const unsigned = der(
    0x30,
    der(0x02, Buffer.from([1])),
    ECDSA_WITH_SHA256,
    subject,
    validity,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', unsigned, privateKey)
  const bits = der(0x03, Buffer.from([0]), signature)
  const certificate = der(0x30, unsigned, ECDSA_WITH_SHA256, bits).toString('base64')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function time(text: string): Buffer {
  return der(0x18, Buffer.from(text))
}

/** One value in DER. X.690 section 8.1. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const short = body.length < 0x80
  const length = short ? [body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
