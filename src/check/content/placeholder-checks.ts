import type { Episode } from '../../show/episode.ts'
import {
  bodyPlace,
  episodesOf,
  inField,
  placeOf,
  SETTINGS,
  type Content,
} from './checked-content.ts'
import { proseLines } from './prose.ts'
import type { Checks, Found, Place } from '../rule.ts'
import * as from from '../../base/sources.ts'

/** The addresses that the settings give, by setting. */
function addressesOfShow({ show }: Content): readonly (readonly [string, string])[] {
  const { baseUrl, site, funding, persons, image } = show
  return [
    ['base_url', baseUrl],
    ...(image === null || image.path !== null ? [] : [['image', image.url] as const]),
    ...(site === null ? [] : [['site', site] as const]),
    ...funding.map(({ url }) => ['funding', url] as const),
    ...persons.flatMap(({ url }) => (url === null ? [] : [['persons', url] as const])),
  ]
}

/** The addresses that a post gives, by field. */
function addressesOf(
  episode: Episode,
): readonly (readonly ['audio' | 'image' | 'funding', string])[] {
  return [
    ...(episode.audio.path === null ? [['audio', episode.audio.url] as const] : []),
    ...(episode.image === null ? [] : [['image', episode.image] as const]),
    ...episode.funding.map(({ url }) => ['funding', url] as const),
  ]
}

function say(address: string): string {
  return `${address} is an example address, at which nobody can be reached`
}

function* exampleAddresses(content: Content): Iterable<Found> {
  const email = content.show.owner?.email ?? ''
  if (isExampleMail(email)) yield { file: SETTINGS, field: 'owner', message: say(email) }
  if (isUnreadMail(email)) {
    const message = `nobody reads what is sent to ${email}, and directories send a code there`
    yield { file: SETTINGS, field: 'owner', message }
  }
  const told = new Set<string>()
  for (const [field, address] of addressesOfShow(content)) {
    if (!isExample(address)) continue
    told.add(new URL(address).host)
    yield { file: SETTINGS, field, message: say(address) }
  }
  for (const episode of episodesOf(content)) {
    for (const [field, address] of addressesOf(episode)) {
      if (!isExample(address) || told.has(new URL(address).host)) continue
      yield { ...placeOf(content, episode, field), message: say(address) }
    }
  }
}

/** The markers of a merge conflict. */
const CONFLICT = /^(?:<{7}|>{7}|\|{7})(?: .*)?$/
const LOREM = /\blorem ipsum\b|\bdolor sit amet\b/i
/** A note of authors to themselves; in a text about to-do lists, no colon follows the word. */
const NOTE =
  /^\s*(?:[-*>]\s+)?(?:\[?(?:TODO|FIXME|TBD|TK)\]?\s*(?::|$)|\[(?:TODO|FIXME|TBD|TK)\b|XXX:?\s+\p{Ll})/u
const NOTE_IN_TEXT = /^\s*(?:TODO|FIXME|TBD|TK|XXX)\s*(?::|[-–—]|$)|[([](?:TODO|FIXME|TBD|TK)\b/
const TEMPLATE = /\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|<%.{0,200}?%>|\$\{[\w.]{1,80}\}/
const INSERT = /\[(?:insert|add|put)\b[^\]\n]{1,40}\bhere\](?!\()|\[insert [^\]\n]{1,40}\](?!\()/i
/** "Description of your podcast goes here", not "Nobody comes here"; and "[insert link here]". */
const HERE =
  /\b(?:title|name|description|summary|text|content|article|story|notes?|bio|link)(?: (?:of|for|about) (?:an?|the|my|your|this) \w+)? (?:goes|comes) here\W*$|\[(?:insert|add|put)\b[^\]\n]{1,40}\bhere\]|\[insert [^\]\n]{1,40}\]/i
const NAMES =
  /^\W*(?:(?:(?:my|our|the|a|new|test)\s+)?podcast|test(?:ing)?(?:[\s\d]+test)*[\s\d]*|john doe|jane doe|max mustermann|(?:your|my|author|episode|show|podcast|post)\s+(?:episode\s+|show\s+|podcast\s+|post\s+|awesome\s+)?(?:title|name|description|summary)(?:\s+(?:goes\s+)?here)?|(?:insert|enter|write|add)\s+(?:an?\s+|the\s+|your\s+)?(?:short\s+)?(?:title|description|summary)\b.{0,40}|untitled|undefined|null|(?:my\s+)?new\s+(?:post|episode)|(?:title|description|summary)\s+(?:goes\s+)?here)\W*$/i

/** The whole text of an article that is still to be written. */
const UNWRITTEN =
  /^\W*(?:(?:more |text |article |transcript |notes? )?(?:is |are )?(?:coming soon|to follow|to come|to be (?:announced|written|done|added)|under construction)|work in progress|t\.?b\.?[acd]\.?|placeholder|write (?:something|text|your (?:text|article)) here)\W*$/i
/** Account names that systems use if no author is given. `Anonymous` and `Editor` are intended. */
const ACCOUNT = /^(?:admin(?:istrator)?|root|user|webmaster|author|default)$/i

function placeholderName(name: string): string | null {
  return placeholderIn(name) ?? (ACCOUNT.test(name.trim()) ? name.trim() : null)
}

/** The placeholder that a text still contains; null if there is none. */
export function placeholderIn(text: string): string | null {
  for (const pattern of [LOREM, NOTE_IN_TEXT, TEMPLATE, NAMES, HERE]) {
    const [found] = pattern.exec(text) ?? []
    if (found !== undefined) return found.trim()
  }
  return null
}

interface Written {
  readonly place: Place
  readonly found: string | null
}

function* placeholders(content: Content): Iterable<Found> {
  for (const { place, found } of [
    ...inShow(content),
    ...episodesOf(content).flatMap((episode) => inPost(content, episode)),
  ]) {
    if (found !== null)
      yield { ...place, message: `"${found}" was never replaced by the text itself` }
  }
}

function inShow({ show }: Content): readonly Written[] {
  return (['title', 'description', 'author'] as const).map((field) => ({
    place: { file: SETTINGS, field },
    found:
      field === 'author' ? placeholderName(show.author ?? '') : placeholderIn(show[field] ?? ''),
  }))
}

/** The first in the title, in the summary that the post gives, and in the article. */
function inPost(content: Content, episode: Episode): readonly Written[] {
  const given = content.posts.get(episode.file)?.summary ?? ''
  const prose = proseLines(episode.body.text())
  const written = prose.filter(({ text }) => text.trim() !== '').length
  const lines = prose.flatMap(({ index, text }) => {
    const [unwritten] = (written === 1 && UNWRITTEN.exec(text)) || []
    const [found = unwritten] = LOREM.exec(text) ?? NOTE.exec(text) ?? INSERT.exec(text) ?? []
    return found === undefined
      ? []
      : { place: bodyPlace(content, episode, index), found: found.trim() }
  })
  return [
    { place: placeOf(content, episode, 'title'), found: placeholderIn(episode.title) },
    { place: placeOf(content, episode, 'summary'), found: placeholderIn(given) },
    {
      place: placeOf(content, episode, 'authors'),
      found: episode.authors.map(placeholderName).find((found) => found !== null) ?? null,
    },
    ...lines.slice(0, 1),
  ]
}

function* conflicts(content: Content): Iterable<Found> {
  for (const episode of episodesOf(content)) {
    const marks = proseLines(episode.body.text()).filter(({ text }) =>
      CONFLICT.test(text.trimEnd()),
    )
    const [first] = marks
    if (first === undefined) continue
    const message = `"${first.text.trimEnd()}" is the mark of a merge that was not finished`
    yield { ...bodyPlace(content, episode, first.index), message }
  }
}

/** The names that programs give to unnamed chapters, with or without a number. */
const UNNAMED =
  /^(?:chapter|kapitel|chapitre|cap[íi]tulo|capitolo|kapitola|rozdział|hoofdstuk|capitol(?:ul)?|глава|marker|track|untitled|unnamed|part|section|bookmark|チャプター|第)\s*[#.:]?\s*(?:\d{1,4}|[ivx]{1,5})?\s*章?$/iu

/** Why the titles of chapters say nothing; null if they say something. */
function unnamed({ chapters, title }: Episode): string | null {
  // The time before the first chapter of the author has the title of the episode
  const titles = chapters
    .filter(({ hidden, title: own }) => hidden !== true && own !== '')
    .map(({ title: own }) => own.trim())
    .filter((own, index) => index > 0 || own !== title)
  const [first = ''] = titles
  if (titles.length < 2) return null
  if (titles.every((own) => own === first))
    return `all ${titles.length} chapters are called "${first}"`
  return titles.every((own) => UNNAMED.test(own))
    ? `the ${titles.length} chapters are only numbered ("${first}", "${titles[1]}")`
    : null
}

/** Rules on placeholders that were never filled in. */
export const PLACEHOLDER_CHECKS = {
  'show/example': {
    severity: 'warning',
    says: 'an address is a placeholder from an example or a template',
    source: from.EXAMPLES('example.com and its like are reserved, and belong to nobody'),
    fix: 'write your own address, or leave it out',
    find: exampleAddresses,
  },
  'writing/placeholder': {
    severity: 'warning',
    says: 'a text is that of a template, or a note to oneself',
    source: from.APPLE('title and description tell listeners what to expect'),
    fix: 'write the text itself, or leave it out',
    find: placeholders,
  },
  'writing/conflict': {
    severity: 'warning',
    says: 'an article holds both sides of a merge that was not finished',
    source: from.GIT('both sides stand between <<<<<<< and >>>>>>>'),
    fix: 'keep one of the two texts, and remove the marks',
    find: conflicts,
  },
  'episode/chapters-unnamed': {
    severity: 'advice',
    says: 'the chapters of an episode have no names of their own',
    source: from.CHAPTERS('the title says what a chapter is about'),
    fix: 'say in a few words what each chapter is about, or leave the chapters out',
    find: inField('chapters')(unnamed),
  },
} satisfies Checks<Content>

/**
 * Hosts that nobody can own, and those of templates.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2606#section-3
 */
const EXAMPLE_HOST =
  /^(?:(?:[\w-]+\.)*(?:example\.com|(?:your|my)-?(?:domain|site|blog|website|podcast|company)\.\w+)|(?:your-?name|username)\.github\.io)$/i
/** Hosts that demonstrations use for addresses of pages and people; a bare address is one of a new site. */
const DEMONSTRATION = /^(?:www\.)?example\.(?:org|net)$/i
/** A placeholder for an account at a service: patreon.com/yourname. */
const EXAMPLE_PATH = /^\/@?your-?_?(?:user-?_?)?(?:name|show|podcast|account|page|handle|id)\/?$/i
/** The users of e-mail addresses in templates. */
const EXAMPLE_USER =
  /^(?:you|your[-_.]?(?:e?mail|name|address)?|me|e?mail|user(?:name)?|name|someone|changeme)$/i

/** Whether an address is one of examples and templates, at which nobody is reached. */
export function isExample(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { hostname, pathname } = new URL(address)
  if (EXAMPLE_HOST.test(hostname) || EXAMPLE_PATH.test(pathname)) return true
  return DEMONSTRATION.test(hostname) && pathname === '/'
}

/** The same for an e-mail address. */
export function isExampleMail(address: string): boolean {
  const [user = '', host = ''] = address.split('@')
  return EXAMPLE_HOST.test(host) || (DEMONSTRATION.test(host) && EXAMPLE_USER.test(user))
}

/** Accounts that send mail and read none. */
const UNREAD = /^(?:no-?_?reply|do-?_?not-?_?reply|mailer-daemon)$/i

/** Whether nobody reads what is sent to an e-mail address. */
function isUnreadMail(address: string): boolean {
  return UNREAD.test(address.split('@')[0] ?? '')
}
