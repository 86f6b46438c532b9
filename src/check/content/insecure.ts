import { isLoopback } from '../../net/addresses.ts'

/** Whether an address is fetched in the open; a preview on this machine is nobody's business. */
export function isInsecure(url: string): boolean {
  return /^http:/i.test(url) && URL.canParse(url) && !isLoopback(url)
}
