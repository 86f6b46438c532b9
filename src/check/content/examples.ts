/**
 * Hosts that nobody can have, and those that templates write.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2606#section-3
 */
const EXAMPLE_HOST =
  /^(?:(?:[\w-]+\.)*(?:example\.com|(?:your|my)-?(?:domain|site|blog|website|podcast|company)\.\w+)|(?:your-?name|username)\.github\.io)$/i
/** Hosts at which demonstrations have addresses and people of their own; alone they are what new sites have. */
const DEMONSTRATION = /^(?:www\.)?example\.(?:org|net)$/i
/** The account of nobody at a service: patreon.com/yourname. */
const EXAMPLE_PATH = /^\/@?your-?_?(?:user-?_?)?(?:name|show|podcast|account|page|handle|id)\/?$/i
/** Who is meant by everybody who copies a template. */
const EXAMPLE_USER =
  /^(?:you|your[-_.]?(?:e?mail|name|address)?|me|e?mail|user(?:name)?|name|someone|changeme)$/i

/** Whether nobody is reached at an address, because examples and templates have it. */
export function isExample(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { hostname, pathname } = new URL(address)
  if (EXAMPLE_HOST.test(hostname) || EXAMPLE_PATH.test(pathname)) return true
  return DEMONSTRATION.test(hostname) && pathname === '/'
}

/** The same of an e-mail address. */
export function isExampleMail(address: string): boolean {
  const [user = '', host = ''] = address.split('@')
  return EXAMPLE_HOST.test(host) || (DEMONSTRATION.test(host) && EXAMPLE_USER.test(user))
}

/** Accounts that send mail and read none. */
const UNREAD = /^(?:no-?_?reply|do-?_?not-?_?reply|mailer-daemon)$/i

/** Whether nobody reads what is sent to an e-mail address. */
export function isUnreadMail(address: string): boolean {
  return UNREAD.test(address.split('@')[0] ?? '')
}
