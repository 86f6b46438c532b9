import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keepSafe } from '../../src/posts/article/article-safe.ts'
import { type HtmlElement, writeHtml } from '../../src/posts/article/article-tree.ts'
import { parseHtml } from '../../src/posts/article/html-parser.ts'
import { renderArticle } from '../../src/posts/article/article.ts'

const BASE = 'https://blog.example/item/tides/'

/** As a show does it: whatever cannot be made absolute is left out. */
function resolve(url: string): string | null {
  return URL.canParse(url, BASE) ? new URL(url, BASE).href : null
}

const TAGS = new Set(
  'a abbr address b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp small source span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr'.split(
    ' ',
  ),
)
const ATTRIBUTES = new Set(
  'align alt colspan datetime dir hreflang height lang media open reversed rowspan scope sizes span start title type value width'.split(
    ' ',
  ),
)
const ADDRESS = /^(?:https?:\/\/\S+|mailto:.*|tel:.*)$/i
// https://www.w3.org/TR/xml/#charsets
const XML = /^[\t\n\u0020-\u007E\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u

function elementsOf(html: string): HtmlElement[] {
  const found: HtmlElement[] = []
  const queue = [...parseHtml(html).children]
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node.type !== 'element') continue
    found.push(node)
    queue.push(...node.children)
  }
  return found
}

/** What is wrong with HTML as a reader's browser would understand it; nothing, for an article. */
function dangersIn(html: string): string[] {
  const found = elementsOf(html).flatMap(({ tagName, attributes }) => [
    ...(TAGS.has(tagName) ? [] : [`<${tagName}>`]),
    ...Object.entries(attributes)
      .filter(([name, value]) => !isHarmless(name, value))
      .map(([name, value]) => `${name}=${value}`),
  ])
  return XML.test(html) ? found : [...found, 'forbidden characters']
}

function isHarmless(name: string, text: string): boolean {
  switch (name) {
    case 'href':
    case 'src':
    case 'cite':
      return ADDRESS.test(text)
    case 'srcset':
      return text.split(', ').every((candidate) => ADDRESS.test(candidate.split(' ')[0] ?? ''))
    case 'id':
      return /^a[0-9a-f]{8}-fn(?:ref)?-/.test(text)
    case 'class':
      return /^language-[^ ,]+$/.test(text)
    default:
      return ATTRIBUTES.has(name)
  }
}

describe('hostile HTML', () => {
  test.each([
    // https://cheatsheetseries.owasp.org/cheatsheets/XSS_Filter_Evasion_Cheat_Sheet.html
    '<script>alert(1)</script>',
    '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<img src=x onerror=alert(1)>',
    '<img src="x" onerror="alert(1)"//>',
    '<img """><script>alert(1)</script>">',
    '<IMG SRC=`javascript:alert(1)`>',
    '<img src="javascript:alert(1)">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<img srcset="javascript:alert(1) 1x, data:text/html,x 2x,https://ok.example/a.png 3x">',
    '<img src=x:alert(alt) onerror=eval(src) alt=0>',
    '<body onload=alert(1)><svg/onload=alert(1)>',
    '<svg><script>alert(1)</script></svg><svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jAvAsCrIpT:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="java&#x09;script:alert(1)">x</a>',
    '<a href="java&Tab;script&colon;alert(1)">x</a>',
    '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>',
    '<a href="\u0001javascript:alert(1)">x</a>',
    '<a href="java\u0000script:alert(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<a href="vbscript:x">x</a><a href="file:///etc/passwd">y</a><a href="blob:x">z</a>',
    '[x](javascript:alert) [y](<java\tscript:alert(1)>) [z](data:text/html,x) ![w](javascript:x)',
    '[x](&#106;avascript:alert) <javascript:alert(1)> [y]\n\n[y]: javascript:alert(1)',
    '<iframe src="javascript:alert(1)"></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="javascript:alert(1)"></object><embed src="data:text/html,x">',
    '<form action="javascript:alert(1)"><button formaction="javascript:x">y</button></form>',
    '<input onfocus=alert(1) autofocus><select autofocus onfocus=alert(1)><textarea onfocus=x>',
    '<link rel=stylesheet href=x><style>@import "x";</style><div style="background:url(javascript:x)">',
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)"><base href="https://evil.example/">',
    '<video poster="javascript:x" onerror=x><source onerror=alert(1)></video><audio src=x onerror=x>',
    '<details ontoggle=alert(1) open>x</details><marquee onstart=alert(1)>',
    '<table background="javascript:alert(1)"><td background=x>',
    '<p id="location" name="cookie"><a id="__proto__" name="body">x</a></p>',
    '<div class="language-x admin">x</div>',
    '<constructor>x</constructor><__proto__>y</__proto__><a constructor=x __proto__=y>z</a>',
    // Mutation: https://research.securitum.com/dompurify-bypass-using-mxss/ and its successors
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>',
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
    '<title><a title="</title><img src=x onerror=alert(1)>"></title>',
    '<textarea><a title="</textarea><img src=x onerror=alert(1)>">',
    '<template><script>alert(1)</script></template><select><template><style></select><img src=x onerror=x>',
    '<!--><img src=x onerror=alert(1)>--> <!--!><script>alert(1)</script>--!>',
    '<![CDATA[<img src=x onerror=alert(1)>]]> <?php echo "<script>"; ?> <!DOCTYPE x [<!ENTITY y "z">]>',
    '<plaintext><img src=x onerror=alert(1)>',
    '<a href="https://ok.example/&quot;onmouseover=&quot;alert(1)">x</a>',
    '<p title="&quot;><img src=x onerror=alert(1)>">x</p>',
    '`<img src=x onerror=alert(1)>` and \\<img src=x onerror=alert(1)>',
    '[x](https://ok.example/"onmouseover="alert(1) "a\\"onmouseover=\\"b")',
    '```"><script>\nx\n```',
  ])('comes out harmless: %s', (body) => {
    expect(dangersIn(renderArticle(body, { resolve }))).toEqual([])
    expect(dangersIn(renderArticle(`<div>${body}</div>`, { resolve }))).toEqual([])
  })

  test('does not get out by what it resolves to', () => {
    const html = renderArticle('[a](/b) ![c](/d) <q cite="/e">f</q>', {
      resolve: () => 'javascript:alert(1)',
    })
    expect(html).toBe('<p><a>a</a> <img alt="c"> <q>f</q></p>')
  })
})

const PIECES = constantFrom(
  ...'< > </ <p> </p> <b> </b> <a href="/x"> </a> <div> </div> <table> <tr> <td> </table> <li> <ul> </ul> <svg> <math> <mtext> <style> </style> <script> </script> <!-- --> <template> <select> <option> <button> <form> <pre> <code> <img src=x srcset="a,b"> <title> <xmp> <textarea> <object> <caption> <h1> <ruby> <rt> <details> <frameset> <body> * ** _ ~~ ` ``` ~~~ [ ] ]( ) ![ [^1] [^1]: | --- # > - 1. \\ & &lt; &#0; &#x1; {{ }} {% %} {{< >}} {: } {% raw %} {% endraw %} {% highlight x %} {% endhighlight %} <Note a={b}> </Note> javascript: data: https://a.b www.a.b a@b.cz //x /x #x ?x'.split(
    ' ',
  ),
  ' ',
  '\n',
  '\n\n',
  '    ',
  '\t',
  '\r\n',
  '\u0000',
  '\uD800',
  '\u2028',
  'text',
)
const BODY = oneof(
  array(PIECES, { maxLength: 60 }).map((pieces) => pieces.join('')),
  array(oneof(PIECES, string({ maxLength: 5, unit: 'binary' })), { maxLength: 40 }).map((pieces) =>
    pieces.join(''),
  ),
)

describe('any body', () => {
  test('is rendered without an error, safely and with absolute addresses only', () => {
    assert(
      property(BODY, (body) => {
        expect(dangersIn(renderArticle(body, { resolve, headingLevel: 2 }))).toEqual([])
      }),
      { numRuns: 700 },
    )
  })

  test('means to a parser what it means to us: parsed and filtered again, it does not change', () => {
    assert(
      property(BODY, (body) => {
        const html = renderArticle(body, { resolve })
        expect(writeHtml(keepSafe(parseHtml(html)))).toBe(html)
      }),
      { numRuns: 700 },
    )
  })
})
