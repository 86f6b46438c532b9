import { domainToUnicode } from 'node:url'

/** An address is heard as the name of its site. */
export function hostOf(address: string): string {
  const url = /^www\./i.test(address) ? `https://${address}` : address
  if (!URL.canParse(url)) return address
  return domainToUnicode(new URL(url).hostname).replace(/^www\./, '')
}
