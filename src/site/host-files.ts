import { extname } from 'node:path/posix'
import { movesOf } from '../render/moved-feeds.ts'
import { belowBase } from '../render/pages/layout-links.ts'
import type { Show } from '../show/show.ts'
import { exportPathOf } from './export-stage.ts'
import { hostRules, OTHER_ROLE, regexOf, type HostRule } from './host-rules.ts'
import { isText, mediaTypeOf } from './media-type.ts'
import { ALWAYS, fieldsOf, optionsOf } from './response-headers.ts'
import type { Site } from './site.ts'

/** What the configurations of all web servers contain, each in its own syntax. */
interface Hosting {
  readonly rules: readonly HostRule[]
  /** Extension with its dot → media type with charset. */
  readonly types: ReadonlyMap<string, string>
  /** Media types of texts, without charset. */
  readonly texts: readonly string[]
  /** Media types that get a charset, without it. */
  readonly charsets: readonly string[]
  readonly redirects: readonly { readonly from: string; readonly to: string }[]
  /** Whether compressed forms are beside the files. */
  readonly compressed: boolean
}

/** Configurations by file name; web servers find the first two by themselves. */
const WRITERS: Readonly<Record<string, (hosting: Hosting) => string>> = {
  _headers: writeHeaders,
  '.htaccess': writeApache,
  '.sidecast-nginx.conf': writeNginx,
  '.sidecast-Caddyfile': writeCaddy,
}

/**
 * Makes the configurations with which web servers serve an export as `serve` would: types, CORS, caching,
 * content security policies, compression, redirects. All are made from the table that the server itself uses.
 */
export function hostFiles(
  site: Site,
  show: Show,
  compressed: boolean,
): ReadonlyMap<string, string> {
  const hosting = hostingOf(site, show, compressed)
  return new Map(Object.entries(WRITERS).map(([file, write]) => [file, write(hosting)]))
}

function hostingOf(site: Site, show: Show, compressed: boolean): Hosting {
  const below = belowBase(show.baseUrl)
  const files = [...site].map(([path, { type }]) => exportPathOf(path, type))
  const endings = new Set(files.map((file) => extname(file).toLowerCase()).filter(Boolean))
  const types = [...site.values()].map(({ type }) => type)
  return {
    rules: hostRules(site).map((rule) => ({ ...rule, pattern: below(rule.pattern) })),
    types: new Map([...endings].toSorted().map((ending) => [ending, mediaTypeOf(`a${ending}`)])),
    texts: sortedTypes(types.filter(isText)),
    charsets: sortedTypes(types.filter((type) => type.includes('charset'))),
    redirects: movesOf(show).map(({ from, to }) => ({
      from: below(from),
      // Relative ones are relative to the old path.
      to: URL.canParse(to) ? to : new URL(to, `http://a${below(from)}`).pathname,
    })),
    compressed,
  }
}

function sortedTypes(types: readonly string[]): readonly string[] {
  return [...new Set(types.map(bare))].toSorted()
}

function bare(type: string): string {
  return type.split(';', 1)[0] ?? type
}

const OPEN = /^Access-Control-/

/** A syntactically valid list of ranges; any other field is ignored. RFC 9110 section 14.2 */
const RANGES = String.raw`^bytes=[\s,]*(?:\d+-\d*|-\d+)(?:[\s,]+(?:\d+-\d*|-\d+)?)*$`

/**
 * A range with its end before its start, which is invalid: the end has fewer digits, or a smaller first one.
 */
const BACKWARDS = backwards(9)

function backwards(digits: number): string {
  const counts = Array.from({ length: digits }, (_, index) => index)
  const shorter = counts.map((count) => String.raw`\d{${count + 2},}-\d{1,${count + 1}}`)
  const lower = counts.flatMap((count) =>
    counts.map((digit) => String.raw`${digit + 1}\d{${count}}-[0-${digit}]\d{${count}}`),
  )
  return `^bytes=(?:${[...shorter, ...lower].join('|')})$`
}

type Field = readonly [name: string, value: string]

/** The header fields of a role; those that are on every response come first. */
function pairsOf(role: HostRule['role']): readonly Field[] {
  return Object.entries({ ...ALWAYS, ...fieldsOf(role) })
}

const WRITTEN = 'Written by sidecast build, and replaced by the next one.'

/**
 * For Netlify, Cloudflare Pages and others. If two rules match, these hosts join the values of a field, so
 * the rule for all files only has fields that no other rule has. It also allows scripts of other sites to
 * read pages.
 */
function writeHeaders({ rules }: Hosting): string {
  const all = [...Object.entries(ALWAYS), ...Object.entries(fieldsOf('data')).filter(isOpen)]
  const blocks = rules.map(({ pattern, role, type }) => {
    const fields = Object.entries(fieldsOf(role)).filter((field) => !isOpen(field))
    const typed: readonly Field[] = type === null ? [] : [['Content-Type', type]]
    return headersBlock(encodeURI(pattern), [...fields, ...typed])
  })
  return lines(`# ${WRITTEN}`, headersBlock('/*', all), ...blocks)
}

function headersBlock(pattern: string, fields: readonly Field[]): string {
  return [pattern, ...fields.map(([name, value]) => `  ${name}: ${value}`)].join('\n')
}

function isOpen([name]: readonly [string, string]): boolean {
  return OPEN.test(name)
}

/** For a `server` block of nginx: `include /srv/podcast/.sidecast-nginx.conf;`. */
function writeNginx(hosting: Hosting): string {
  const { rules, types, texts, charsets, redirects, compressed } = hosting
  const byType = Map.groupBy(types, ([, type]) => bare(type))
  return lines(
    `# ${WRITTEN}`,
    '# In a server block with the root of the export: include /srv/podcast/.sidecast-nginx.conf;',
    'index index.html index.xml;',
    'types {',
    ...[...byType].map(([type, same]) => {
      const endings = same.map(([ending]) => ending.slice(1)).join(' ')
      return `    ${type} ${endings};`
    }),
    '}',
    'charset utf-8;',
    `charset_types ${charsets.filter((type) => type !== 'text/html').join(' ')};`,
    'gzip on;',
    'gzip_vary on;',
    'gzip_min_length 1024;',
    `gzip_types ${texts.filter((type) => type !== 'text/html').join(' ')};`,
    ...(compressed ? ['gzip_static on;'] : []),
    ...nginxFields(OTHER_ROLE),
    'location ~ /\\.(?!well-known/) { return 404; }',
    ...redirects.map(({ from, to }) => `location = ${quote(from)} { return 301 ${quote(to)}; }`),
    // The header fields of the original location are still set.
    'location @whole {',
    '    max_ranges 0;',
    '    add_header X-Whole "";',
    '}',
    ...rules
      .filter(({ pattern }) => !redirects.some(({ from }) => from === pattern))
      .flatMap(({ pattern, role, type, unusual }) => [
        `location ~ ${quote(regexOf(pattern))} {`,
        ...(unusual && type !== null ? ['    types { }', `    default_type ${bare(type)};`] : []),
        ...(role === 'recording' ? NGINX_IGNORES.map((line) => `    ${line}`) : []),
        ...nginxPreflight(role).map((line) => `    ${line}`),
        ...nginxFields(role).map((line) => `    ${line}`),
        '}',
      ]),
  )
}

const NGINX_IGNORES = [
  `if ($http_range !~* ${quote(RANGES)}) { error_page 416 = @whole; }`,
  `if ($http_range ~* ${quote(BACKWARDS)}) { error_page 416 = @whole; }`,
]

/** Scripts of other sites send OPTIONS before they request a range; nginx refuses OPTIONS for files. */
function nginxPreflight(role: HostRule['role']): readonly string[] {
  const fields = Object.entries(optionsOf(role))
  return [
    'if ($request_method = OPTIONS) {',
    ...fields.map(([name, value]) => `    add_header ${name} ${quote(value)};`),
    '    return 204;',
    '}',
  ]
}

function nginxFields(role: HostRule['role']): readonly string[] {
  return pairsOf(role).map(([name, value]) => `add_header ${name} ${quote(value)};`)
}

/** For a site of Caddy: `import /srv/podcast/.sidecast-Caddyfile`. */
function writeCaddy({ rules, types, texts, redirects, compressed }: Hosting): string {
  return lines(
    `# ${WRITTEN}`,
    '# In a site block with the root of the export: import /srv/podcast/.sidecast-Caddyfile',
    '@hidden path_regexp /\\.(?:[^w]|w[^e])',
    'respond @hidden 404',
    '@others not method GET HEAD OPTIONS',
    'header @others Allow "GET, HEAD, OPTIONS"',
    'respond @others 405',
    '@noRange {',
    '    header Range *',
    `    not header_regexp Range ${quoteForCaddy(`(?i)${RANGES}`)}`,
    '}',
    'request_header @noRange -Range',
    `@backwards header_regexp Range ${quoteForCaddy(`(?i)${BACKWARDS}`)}`,
    'request_header @backwards -Range',
    ...redirects.map(
      ({ from, to }) => `redir ${quoteForCaddy(from)} ${quoteForCaddy(to)} permanent`,
    ),
    ...[...types].flatMap(([ending, type], index) => [
      // A plain path would count as more specific than the patterns below, and be set after them.
      `@type${index} path_regexp ${quoteForCaddy(regexOf(ending).slice(1))}`,
      `header @type${index} Content-Type ${quoteForCaddy(type)}`,
      ...(isText(type) ? [`header @type${index} ?Vary Accept-Encoding`] : []),
    ]),
    ...rules.flatMap(({ pattern, role, type }, index) => [
      `@rule${index} path_regexp ${quoteForCaddy(regexOf(pattern))}`,
      `header @rule${index} {`,
      ...(type === null ? [] : [`    Content-Type ${quoteForCaddy(type)}`]),
      ...pairsOf(role).map(([name, value]) => `    ${name} ${quoteForCaddy(value)}`),
      '}',
      `@asked${index} {`,
      '    method OPTIONS',
      `    path_regexp ${quoteForCaddy(regexOf(pattern))}`,
      '}',
      `header @asked${index} {`,
      ...Object.entries(optionsOf(role)).map(
        ([name, value]) => `    ${name} ${quoteForCaddy(value)}`,
      ),
      '}',
      `respond @asked${index} 204`,
    ]),
    'header {',
    ...pairsOf(OTHER_ROLE).map(([name, value]) => `    ?${name} ${quoteForCaddy(value)}`),
    '}',
    'encode {',
    '    gzip',
    '    minimum_length 1024',
    '    match {',
    ...texts.map((type) => `        header Content-Type ${type}*`),
    '    }',
    '}',
    'file_server {',
    '    index index.html index.xml',
    ...(compressed ? ['    precompressed br gzip'] : []),
    '}',
  )
}

/** Quotes a text for Caddy, in which only a quote can be escaped. */
function quoteForCaddy(value: string): string {
  return `"${value.replaceAll('"', String.raw`\"`)}"`
}

/** For Apache and compatible hosts, which find it by themselves. */
function writeApache({ rules, types, texts, redirects, compressed }: Hosting): string {
  return lines(
    `# ${WRITTEN}`,
    'DirectoryIndex index.html index.xml',
    'Options -Indexes -MultiViews',
    '<LimitExcept GET OPTIONS>',
    '    Require all denied',
    '</LimitExcept>',
    ...[...types].map(([ending, type]) => `AddType ${quote(type)} ${ending}`),
    'RedirectMatch 404 "/\\.(?!well-known/)"',
    ...redirects.map(({ from, to }) => `RedirectMatch 301 ${quote(regexOf(from))} ${quote(to)}`),
    '<IfModule mod_headers.c>',
    ...apacheFields(OTHER_ROLE),
    '</IfModule>',
    ...rules.flatMap(({ pattern, role, type, unusual }) => [
      `<If "%{REQUEST_URI} =~ m#${withForms(regexOf(pattern))}#">`,
      ...(unusual && type !== null ? [`    ForceType ${quote(type)}`] : []),
      '    <IfModule mod_headers.c>',
      ...apacheFields(role).map((line) => `    ${line}`),
      ...Object.entries(optionsOf(role)).map(
        ([name, value]) =>
          `        Header set ${name} ${quote(value)} "expr=%{REQUEST_METHOD} == 'OPTIONS'"`,
      ),
      '    </IfModule>',
      '</If>',
    ]),
    '<IfModule mod_deflate.c>',
    `    AddOutputFilterByType DEFLATE ${texts.join(' ')}`,
    '</IfModule>',
    ...(compressed ? apacheCompressed([...types].filter(([, type]) => isText(type))) : []),
  )
}

/** Apache evaluates conditions again when it replaces a file with its compressed form. */
function withForms(regex: string): string {
  return regex.replace(/\$$/, String.raw`(?:\.(?:br|gz))?$`)
}

function apacheFields(role: HostRule['role']): readonly string[] {
  return [
    ...fieldsWithout(role).map((name) => `    Header unset ${name}`),
    ...pairsOf(role).map(([name, value]) => `    Header set ${name} ${quote(value)}`),
  ]
}

/** The header fields that files without a rule have and files of this role must not have. */
function fieldsWithout(role: HostRule['role']): readonly string[] {
  const own = new Set(pairsOf(role).map(([name]) => name))
  return pairsOf(OTHER_ROLE).flatMap(([name]) => (own.has(name) ? [] : [name]))
}

/** Serves compressed files instead of the others, with their types and without compressing them again. */
function apacheCompressed(types: readonly (readonly [string, string])[]): readonly string[] {
  const endings = types.map(([ending]) => ending.slice(1)).join('|')
  return [
    '<IfModule mod_rewrite.c>',
    '    RewriteEngine on',
    '    RewriteRule \\.(?:br|gz)$ - [E=no-gzip:1,L]',
    ...['br', 'gz'].flatMap((ending) => {
      const coding = ending === 'gz' ? 'gzip' : ending
      return [
        `    RewriteCond %{HTTP:Accept-Encoding} \\b${coding}\\b`,
        `    RewriteCond %{REQUEST_FILENAME}.${ending} -f`,
        `    RewriteRule ^(.*\\.(?:${endings}))$ $1.${ending} [L]`,
        `    <FilesMatch "\\.${ending}$">`,
        `        Header set Content-Encoding ${coding}`,
        '        Header append Vary Accept-Encoding',
        '    </FilesMatch>',
      ]
    }),
    '</IfModule>',
    ...types.map(
      ([ending, type]) =>
        `<FilesMatch "\\${ending}\\.(?:br|gz)$">\n    ForceType ${quote(type)}\n</FilesMatch>`,
    ),
  ]
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`
}

/** Values contain no control characters, and nginx variables only if a name contains `$`. */
function quote(value: string): string {
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
