import { describe, expect, test } from 'vitest'
import { type ArticleOptions, renderArticle } from '../../src/posts/article/article.ts'

const BASE = 'https://blog.example/item/tides/'
const resolve: ArticleOptions['resolve'] = (url) => new URL(url, BASE).href

function render(body: string, options: Partial<ArticleOptions> = {}): string {
  return renderArticle(body, { resolve, ...options })
}

describe('renderArticle writes Markdown', () => {
  test.each([
    {
      body: 'One *two* **three** ~~four~~ `five`',
      html: '<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>five</code></p>',
    },
    { body: 'a  \nb', html: '<p>a<br>\nb</p>' },
    { body: '> a\n\n---', html: '<blockquote>\n<p>a</p>\n</blockquote>\n<hr>' },
    { body: '3. a\n4. b', html: '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>' },
    {
      body: '| a | b |\n|:-:|---|\n| c | d |',
      html: '<table>\n<thead>\n<tr>\n<th align="center">a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align="center">c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>',
    },
    {
      body: '```js {1}\nif (a < b && c) {}\n```',
      html: '<pre><code class="language-js">if (a &lt; b &amp;&amp; c) {}\n</code></pre>',
    },
    // The feed splits CDATA, not we
    { body: 'An `a[b[0]]>1` and ]]>', html: '<p>An <code>a[b[0]]>1</code> and ]]></p>' },
    { body: '- [x] done\n- [ ] open', html: '<ul>\n<li>☑ done</li>\n<li>☐ open</li>\n</ul>' },
    { body: 'Before<!--more-->after', html: '<p>Beforeafter</p>' },
    { body: '', html: '' },
  ])('$body', ({ body, html }) => {
    expect(render(body)).toBe(html)
  })

  test('with footnotes whose ids belong to this article alone', () => {
    const html = render('Text[^1].\n\n[^1]: A note.')
    const [, id] = /id="(a[0-9a-f]{8}-fn-1)"/.exec(html) ?? []
    expect(html).toBe(
      `<p>Text<sup><a href="${BASE}#${id}" id="${id?.replace('fn', 'fnref')}">1</a></sup>.</p>\n` +
        `<hr>\n<ol>\n<li id="${id}">\n<p>A note. <a href="${BASE}#${id?.replace('fn', 'fnref')}">↩</a></p>\n</li>\n</ol>`,
    )
    expect(render('Other[^1].\n\n[^1]: A note.')).not.toContain(id)
  })

  test.each([
    { body: '# A\n\n### B', level: undefined, tags: ['h1', 'h3'] },
    { body: '# A\n\n### B', level: 2 as const, tags: ['h2', 'h4'] },
    { body: '### A\n\n#### B', level: 2 as const, tags: ['h2', 'h3'] },
    { body: '# A\n\n###### B', level: 3 as const, tags: ['h3', 'h6'] },
    { body: '<H1>A</H1>\n\n## B[^1]\n\n[^1]: C', level: 2 as const, tags: ['h2', 'h3'] },
  ])('with headings from level $level on: $body', ({ body, level, tags }) => {
    const html = render(body, level === undefined ? {} : { headingLevel: level })
    expect(html.match(/(?<=<)h\d/g)).toEqual(tags)
  })
})

describe('renderArticle cleans up raw HTML', () => {
  test.each([
    {
      body: '<P ALIGN=left>One <A HREF=/x target=_blank>two</A><P>three <B>bold<BR>',
      html: `<p>One <a href="https://blog.example/x">two</a></p><p>three <b>bold<br></b></p>`,
    },
    { body: '<div class="x" style="color:red" onclick="a()">a</div>', html: '<div>a</div>' },
    { body: '<section><header>a</header></section>', html: '<div><div>a</div></div>' },
    { body: '<center><font color=red>a</font> <big>b</big></center>', html: '<div>a b</div>' },
    {
      body: 'a <tt>b</tt> <strike>c</strike> <span class="x">d</span>',
      html: '<p>a <code>b</code> <s>c</s> d</p>',
    },
    {
      body: '<span dir="rtl" lang="he">שלום</span>',
      html: '<p><span dir="rtl" lang="he">שלום</span></p>',
    },
    {
      body: '<code class="language-c++ hidden">a</code>',
      html: '<p><code class="language-c++">a</code></p>',
    },
    {
      body: '<details open><summary>a</summary>\n\n*b*\n\n</details>',
      html: '<details open><summary>a</summary>\n<p><em>b</em></p>\n</details>',
    },
    {
      body: '<figure><img src="/a.png" alt="a" width="10"><figcaption>b</figcaption></figure>',
      html: '<figure><img src="https://blog.example/a.png" alt="a" width="10"><figcaption>b</figcaption></figure>',
    },
    {
      body: '<form action="/x"><p>a <input name="b"><button>c</button></p></form>',
      html: '<div><p>a c</p></div>',
    },
    { body: '<p></p>\n\n<p>&nbsp;</p>\n\na', html: '<p>a</p>' },
    { body: '<td>a</td> b', html: 'a b' },
    { body: '<custom-x>a</custom-x> and <Note>b</Note>', html: '<p>a and b</p>' },
    { body: '<h2 id="location">a</h2><a name="cookie"></a>', html: '<h2>a</h2>' },
    { body: '<title>a</title>\n\nb', html: '<p>b</p>' },
  ])('$body', ({ body, html }) => {
    expect(render(body)).toBe(html)
  })

  test.each([
    { body: '[[A](/a/)](/a/) b', html: '<p><a href="https://blog.example/a/">A</a> b</p>' },
    {
      body: '<a href="/a/">x [y](/b/)</a>',
      html: '<p><a href="https://blog.example/a/">x </a><a href="https://blog.example/b/">y</a></p>',
    },
    {
      body: '<a href="/a/[b](/b/)-c/">d</a>',
      html: '<p><a href="https://blog.example/a/b-c/">d</a></p>',
    },
  ])('and leaves no link in a link: $body', ({ body, html }) => {
    expect(render(body)).toBe(html)
  })
})

describe('renderArticle turns players into links', () => {
  test.each([
    {
      body: '<iframe src="https://www.youtube.com/embed/abc-DEF_123?rel=0" title="YouTube video player"></iframe>',
      html: '<p><a href="https://www.youtube.com/watch?v=abc-DEF_123">Video: youtube.com/watch?v=abc-DEF_123</a></p>',
    },
    {
      body: '<IFRAME SRC=//www.youtube-nocookie.com/embed/abc-DEF_123 TITLE="How tides work"></IFRAME>',
      html: '<p><a href="https://www.youtube.com/watch?v=abc-DEF_123">Video: How tides work</a></p>',
    },
    {
      body: '<iframe src="https://player.vimeo.com/video/1234?h=5"></iframe>',
      html: '<p><a href="https://vimeo.com/1234">Video: vimeo.com/1234</a></p>',
    },
    {
      body: '<iframe src="https://www.openstreetmap.org/export/embed.html"></iframe>',
      html: '<p><a href="https://www.openstreetmap.org/export/embed.html">openstreetmap.org/export/embed.html</a></p>',
    },
    {
      body: 'a <video controls><source src="/v.mp4">No video</video>',
      html: '<p>a <a href="https://blog.example/v.mp4">Video: blog.example/v.mp4</a></p>',
    },
    {
      body: '<audio src="//cdn.example/other.mp3" title="A chat"></audio>',
      html: '<p><a href="https://cdn.example/other.mp3">Audio: A chat</a></p>',
    },
    {
      body: '<object><param name="movie" value="x"><embed src="https://www.youtube.com/v/abc-DEF_123&hl=en"></object>',
      html: '<p><a href="https://www.youtube.com/watch?v=abc-DEF_123">Video: youtube.com/watch?v=abc-DEF_123</a></p>',
    },
    {
      body: '<iframe src="javascript:alert(1)"></iframe><iframe srcdoc="<p>a"></iframe>',
      html: '',
    },
  ])('$body', ({ body, html }) => {
    expect(render(body)).toBe(html)
  })

  test.each(['http://cdn.example/tides.mp3', 'https://cdn.example/tides.mp3'])(
    'but the one of the recording itself goes, whether it is written %s',
    (src) => {
      const body = `<audio controls src="${src}"></audio>\n\nText`
      expect(render(body, { recording: 'https://cdn.example/tides.mp3' })).toBe('<p>Text</p>')
    },
  )
})

describe('renderArticle leaves out what has no address', () => {
  const none = { resolve: () => null }

  test.each([
    { body: '[a *b*](/c)', html: '<p>a <em>b</em></p>' },
    { body: '![a light](/c.png) b', html: '<p>a light b</p>' },
    { body: '![](/c.png)', html: '' },
    { body: '[![a](/b.png)](/c)', html: '<p>a</p>' },
    { body: '<iframe src="https://example.org/"></iframe>', html: '' },
    { body: '<blockquote cite="/a">b</blockquote>', html: '<blockquote>b</blockquote>' },
    {
      body: '[a](mailto:a@example.org) <b@example.org> [c](tel:+420123)',
      html: '<p><a href="mailto:a@example.org">a</a> <a href="mailto:b@example.org">b@example.org</a> <a href="tel:+420123">c</a></p>',
    },
  ])('$body', ({ body, html }) => {
    expect(render(body, none)).toBe(html)
  })

  test('asks only for links to be links and for images to be images', () => {
    const asked: string[] = []
    render(
      '[a](/a) ![b](b.png) <img src="//c.example/c.png" srcset="d.png 2x, e.png"> <q cite="/f">g</q> [h](#h)[^1]\n\n[^1]: i',
      {
        resolve: (url, kind) => {
          asked.push(`${kind} ${url.replace(/#a\w{8}-/, '#')}`)
          return null
        },
      },
    )
    expect(asked).toEqual([
      'link /a',
      'image b.png',
      'image //c.example/c.png',
      'link /f',
      'link #h',
      'link #fn-1',
      'link #fnref-1',
    ])
  })
})

describe('renderArticle takes out characters', () => {
  test.each([
    { body: 'a\u0007b\u007Fc\u0085d\u2028e', html: '<p>abc d e</p>' },
    { body: 'a\uD83Db 😀', html: '<p>ab 😀</p>' },
    { body: '<div title="a&#1;b">c&#x2;d&#xFFFF;</div>', html: '<div title="ab">cd</div>' },
    {
      body: 'a\r\nb\r\n\r\n```\r\nc\r\nd\r\n```',
      html: '<p>a\nb</p>\n<pre><code>c\nd\n</code></pre>',
    },
    {
      body: 'soft\u00ADhyphen, e\u0301, שלום\u200F!',
      html: '<p>soft\u00ADhyphen, e\u0301, שלום\u200F!</p>',
    },
  ])('%j', ({ body, html }) => {
    expect(render(body)).toBe(html)
  })
})
