import type { Credits } from '../../posts/fields/credits.ts'
import type { Payments, Recipient } from '../../posts/fields/support.ts'
import type { SocialInteract } from '../../posts/fields/social.ts'
import { webUrl } from '../../base/web-address.ts'
import { element, emptyElement, parent, type Element } from '../xml.ts'
import type { FeedRow } from './feed-row.ts'
import { cutToCharacters, toLine } from '../text.ts'

const MAX_NAME = 128
const MAX_TEXT = 4000

/** Elements that a show and an episode can have, each with values of its own. */
export const CREDIT_ROWS: readonly Omit<FeedRow<Credits>, 'option' | 'json'>[] = [
  {
    element: 'podcast:person',
    settings: ['author', 'narrator', 'persons'],
    fields: ['authors', 'hosts', 'narrators', 'guests', 'translators', 'persons'],
    rule: 'A name with a role of the taxonomy; persons of the show are added to an episode in the roles that it does not fill itself.',
    source: 'Podcast namespace',
    write: ({ persons }) =>
      persons.flatMap(({ name, role, group, image, url }) =>
        element('podcast:person', toName(name), {
          role,
          group,
          img: webUrl(image ?? ''),
          href: webUrl(url ?? ''),
        }),
      ),
  },
  {
    element: 'podcast:funding',
    settings: ['funding'],
    fields: ['funding'],
    rule: 'An address and the text of its link, at most 128 characters.',
    source: 'Podcast namespace',
    write: ({ funding }) =>
      funding.flatMap(({ url: address, text }) => {
        const url = webUrl(address)
        return url === null ? [] : element('podcast:funding', toName(text), { url })
      }),
  },
  {
    element: 'podcast:location',
    settings: ['location'],
    fields: ['locations'],
    rule: 'The name of a place; coordinates and OpenStreetMap object where the author gives them.',
    source: 'Podcast namespace',
    write: ({ locations }) =>
      locations.flatMap(({ name, ...where }) =>
        element('podcast:location', toName(name), { ...where }),
      ),
  },
  {
    element: 'podcast:license',
    settings: ['license'],
    fields: ['license'],
    rule: 'An identifier in lower case, or a name with an address.',
    source: 'Podcast namespace',
    write: ({ license }) =>
      element('podcast:license', license === null ? null : toName(license.name), {
        url: webUrl(license?.url ?? ''),
      }),
  },
  {
    element: 'podcast:socialInteract',
    settings: ['social'],
    fields: ['social'],
    rule: 'The post under which listeners comment, with its protocol, or that there is none.',
    source: 'Podcast namespace',
    write: ({ social }) => social.map(socialInteract),
  },
  {
    element: 'podcast:value',
    settings: ['value'],
    fields: ['payments'],
    rule: 'How listeners can pay, and all recipients with their shares.',
    source: 'Podcast namespace',
    write: ({ payments }) => (payments === null ? [] : value(payments)),
  },
  {
    element: 'podcast:txt',
    settings: ['txt', 'ai_content'],
    fields: ['texts', 'aiContent'],
    rule: 'Texts by purpose, at most 4000 characters; ai-content is true or false.',
    source: 'Podcast namespace',
    write: ({ texts, aiContent }) => [
      ...texts.flatMap(({ purpose, text }) =>
        element('podcast:txt', cutToCharacters(toLine(text), MAX_TEXT), {
          purpose: words(purpose),
        }),
      ),
      ...element('podcast:txt', aiContent, { purpose: 'ai-content' }),
    ],
  },
]

/** A name or another short text of the podcast namespace. */
export function toName(text: string): string {
  return cutToCharacters(toLine(text), MAX_NAME)
}

/** A text in an attribute: on one line, absent if empty. */
function words(text: string | null): string | null {
  return toLine(text ?? '') || null
}

function socialInteract({ protocol, uri, ...more }: SocialInteract): Element {
  return emptyElement('podcast:socialInteract', {
    protocol,
    uri: uri === null ? null : (webUrl(uri) ?? uri),
    accountId: words(more.accountId),
    accountUrl: webUrl(more.accountUrl ?? ''),
    priority: more.priority,
  })
}

function value({ type, method, suggested, recipients }: Payments): Element[] {
  return parent('podcast:value', recipients.map(recipient), { type, method, suggested })
}

function recipient(to: Recipient): Element {
  const { type, address, split, fee } = to
  return emptyElement('podcast:valueRecipient', {
    name: words(to.name),
    customKey: words(to.customKey),
    customValue: words(to.customValue),
    type,
    address,
    split,
    fee,
  })
}
