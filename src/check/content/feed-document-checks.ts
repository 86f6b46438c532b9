import * as from from '../../base/sources.ts'
import { inFeed, type Feed } from '../feed.ts'
import type { Checks } from '../rule.ts'
import { childrenOf, NAMESPACES } from '../read-xml.ts'

function* unknownNamespaces({ root }: Feed): Iterable<string> {
  for (const [name, uri] of Object.entries(root?.attributes ?? {})) {
    const wanted = Object.entries(NAMESPACES).find(([, prefix]) => name === `xmlns:${prefix}`)
    if (wanted === undefined || NAMESPACES[uri] !== undefined) continue
    yield `expected exactly "${wanted[0]}" for ${name}, got "${uri}"`
  }
}

/** What is wrong with a feed before any of its elements is looked at. */
export const FEED_DOCUMENT_CHECKS: Checks<Feed> = {
  'feed/xml': {
    severity: 'error',
    says: 'the feed is not well-formed',
    source: from.XML('a parser stops at a fatal error'),
    fix: 'escape & and < in texts, and close every element',
    find: inFeed(({ error, isEmpty }) => (isEmpty ? 'expected a feed, got nothing at all' : error)),
  },
  'feed/preamble': {
    severity: 'error',
    says: 'something precedes the feed',
    source: from.XML('2.8: the XML declaration is the first thing in a document'),
    fix: 'make the program that writes the feed print nothing before it, neither an error message nor a blank line',
    find: inFeed(({ preamble }) => {
      if (preamble === '') return null
      const words = preamble
        .replaceAll(/<[^<>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim()
      const isPhp =
        /^(?:PHP )?(?:Warning|Notice|Deprecated|Fatal error|Parse error|Strict Standards)\s*:/.test(
          words,
        )
      const got =
        words === ''
          ? 'a blank line or space'
          : `${isPhp ? 'a message of PHP: ' : ''}"${words.slice(0, 80)}"`
      return `expected <?xml at the very start, got ${got}`
    }),
  },
  'feed/declaration': {
    severity: 'warning',
    says: 'the feed does not begin with an XML declaration',
    source: from.APPLE('the feed begins with its XML declaration'),
    fix: 'begin the feed with <?xml version="1.0" encoding="UTF-8"?>',
    find: inFeed(({ text, preamble, error }) => {
      const start = text
        .slice(preamble.length)
        .replace(/^\uFEFF/, '')
        .slice(0, 20)
      if (error !== null || start.startsWith('<?xml ')) return null
      return `expected <?xml … at the start, got "${start}"`
    }),
  },
  'feed/root': {
    severity: 'error',
    says: 'the document is not RSS 2.0',
    source: from.RSS('rss with version 2.0 contains one channel'),
    fix: 'give the address of the RSS feed, which has one channel',
    find: inFeed(({ root, channel }) => {
      const channels = childrenOf(root, 'channel').length
      if (channels > 1)
        return `expected one channel, got ${channels}, of which apps read the first or the last`
      const isRss = root?.name === 'rss' && root.attributes['version'] === '2.0'
      if (root === null || (isRss && channel !== null)) return null
      return `expected rss version="2.0" with a channel, got ${root.name}`
    }),
  },
  'feed/namespace': {
    severity: 'error',
    says: 'a well-known prefix is bound to another namespace',
    source: from.NAMESPACES('names are compared character by character'),
    fix: 'copy the address of the namespace from its specification',
    find: inFeed(unknownNamespaces),
  },
}
