import type { Options } from 'rehype-sanitize'

/** The ids that footnotes get, one prefix for each article; no id of a post's own HTML is kept. */
const FOOTNOTE_ID = /^a[0-9a-f]{8}-fn(?:ref)?-/

/** The class that says which language code is in, as Markdown's fences give it. */
export const LANGUAGE_CLASS = /^language-[\w+#.-]+$/

const TAGS =
  'a abbr address b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp small source span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr'
const STRIPPED =
  'applet canvas datalist frameset head iframe map math noembed noframes noscript option script select style svg template textarea title'
/** Elements that mean something only in these; elsewhere they leave their content. */
const ANCESTORS = {
  ...Object.fromEntries(
    'caption col colgroup tbody td tfoot th thead tr'.split(' ').map((name) => [name, ['table']]),
  ),
  figcaption: ['figure'],
  rp: ['ruby'],
  rt: ['ruby'],
  source: ['picture'],
  summary: ['details'],
}

/**
 * The HTML that goes out: what an article is made of, nothing that runs, loads, submits or styles.
 * Unknown elements leave their content behind, those of `strip` leave nothing.
 */
export const SAFE_HTML: Options = {
  tagNames: TAGS.split(' '),
  strip: STRIPPED.split(' '),
  ancestors: ANCESTORS,
  attributes: {
    '*': ['dir', 'lang', 'title', ['id', FOOTNOTE_ID]],
    a: ['href', 'hrefLang'],
    blockquote: ['cite'],
    code: [['className', LANGUAGE_CLASS]],
    col: ['span'],
    colgroup: ['span'],
    del: ['cite', 'dateTime'],
    details: ['open'],
    img: ['src', 'srcSet', 'sizes', 'alt', 'width', 'height'],
    ins: ['cite', 'dateTime'],
    li: ['value'],
    ol: ['start', 'reversed', 'type'],
    q: ['cite'],
    source: ['srcSet', 'sizes', 'media', 'type'],
    td: ['align', 'colSpan', 'rowSpan'],
    th: ['align', 'colSpan', 'rowSpan', 'scope'],
    time: ['dateTime'],
  },
  protocols: {
    href: ['http', 'https', 'mailto', 'tel'],
    src: ['http', 'https'],
    cite: ['http', 'https'],
  },
  required: {},
  clobber: [],
  allowComments: false,
  allowDoctypes: false,
}
