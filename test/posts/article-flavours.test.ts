import { describe, expect, test } from 'vitest'
import { renderArticle } from '../../src/posts/article/article.ts'

function render(body: string): string {
  return renderArticle(body, { resolve: (url) => url })
}

describe('what authors write that CommonMark does not know', () => {
  test.each([
    {
      name: 'a heading without a space',
      body: '##Tides\n\n###"Neap"##\n\nText ##not',
      html: '<h2>Tides</h2>\n<h3>"Neap"##</h3>\n<p>Text ##not</p>',
    },
    {
      name: 'a sign before a word and code, which are no headings',
      body: '#tides\n\n##{x}\n\n    ##a',
      html: '<p>#tides</p>\n<p>##{x}</p>\n<pre><code>##a\n</code></pre>',
    },
    {
      name: 'Markdown under a player',
      body: '<audio controls>\n<source src="/a.mp3">\n</audio>\n**Ebb** and [flow](/f)\n\nNext',
      html: '<p><a href="/a.mp3">Audio: /a.mp3</a></p>\n<p><strong>Ebb</strong> and <a href="/f">flow</a></p>\n<p>Next</p>',
    },
    {
      name: 'Markdown under a block',
      body: '<div>\n<b>a</b>\n</div>\n*b*\n- c\n<p>d</p>\n*e*',
      html: '<div>\n<b>a</b>\n</div>\n<p><em>b</em></p>\n<ul>\n<li>c</li>\n</ul>\n<p>d</p>\n<p><em>e</em></p>',
    },
    {
      name: 'lines of old HTML, which stay together',
      body: '<hr>\nOne <b>two</b>\nthree<br>\nfour <i>five</i>\nsix',
      html: '<hr>\nOne <b>two</b>\nthree<br>\nfour <i>five</i>\nsix',
    },
    {
      name: 'emphasis beside Chinese and Japanese signs',
      body: 'これは**「大潮」**です。**注意：**朔望。',
      html: '<p>これは<strong>「大潮」</strong>です。<strong>注意：</strong>朔望。</p>',
    },
    {
      name: 'a highlight',
      body: 'a ==b *c*== d == e',
      html: '<p>a <mark>b <em>c</em></mark> d == e</p>',
    },
    {
      name: 'an alert of GitHub',
      body: '> [!NOTE]\n> One *two*.\n>\n> Three.',
      html: '<blockquote>\n<p><strong>Note</strong></p>\n<p>One <em>two</em>.</p>\n<p>Three.</p>\n</blockquote>',
    },
    {
      name: 'an alert with a title of its own',
      body: '> [!tip]- Mind the *tide*\n\n> [!WARNING]\n> a',
      html: '<blockquote>\n<p><strong>Mind the <em>tide</em></strong></p>\n</blockquote>\n<blockquote>\n<p><strong>Warning</strong></p>\n<p>a</p>\n</blockquote>',
    },
    {
      name: 'attributes in braces',
      body: '## Tides {#tides .big}\n\nText\n{: .lead}\n\n![a](/a.png){width=50%}',
      html: '<h2>Tides</h2>\n<p>Text</p>\n<p><img src="/a.png" alt="a"></p>',
    },
    {
      name: 'a list of definitions',
      body: 'Ebb\n: The sea *goes*.\n: And stays away.\n\nFlow\n: It comes.',
      html: '<dl>\n<dt>Ebb</dt>\n<dd>The sea <em>goes</em>.</dd>\n<dd>And stays away.</dd>\n<dt>Flow</dt>\n<dd>It comes.</dd>\n</dl>',
    },
    {
      name: 'verse whose lines end with two spaces or a backslash',
      body: 'The moon  \npulls\\\nthe sea',
      html: '<p>The moon<br>\npulls<br>\nthe sea</p>',
    },
    {
      name: 'what looks like a tag',
      body: 'A Promise<string> in <title> and <textarea>, <b>bold</b>, <foo>bar</foo>.',
      html: '<p>A Promise&lt;string> in &lt;title> and &lt;textarea>, <b>bold</b>, bar.</p>',
    },
    {
      name: 'HTML that ends amidst a tag, a value, a comment or a script',
      body: '<div title="a\n\n*b* "c"\n\n<!-- d\n',
      html: '<div title="a\n"><p><em>b</em> "c"</p>\n</div>',
    },
    {
      name: 'addresses',
      body: 'https://a.example/_b_/c_(d)), www.e.example. f@g.example! [https://h.example](/i) `www.j.example` javascript://k',
      html: '<p><a href="https://a.example/_b_/c_(d)">https://a.example/_b_/c_(d)</a>), <a href="http://www.e.example">www.e.example</a>. <a href="mailto:f@g.example">f@g.example</a>! <a href="/i">https://h.example</a> <code>www.j.example</code> javascript://k</p>',
    },
  ])('$name', ({ body, html }) => {
    expect(render(body)).toBe(html)
  })

  test.each([
    '</div>',
    '</p>',
    '</li></ul>',
    '</td></tr></table>',
    '</blockquote></section>',
    '</span></a>',
  ])('four hundred of %s in a line, which leave nothing to be seen', (ends) => {
    for (const line of [ends.repeat(400), `<p>Ebb</p>${ends.repeat(400)}`]) {
      const html = render(`Flow *a*\n\n${line}\n\nNeap *b*`)
      expect(html).not.toContain('&lt;')
      expect(html).toContain('<p>Flow <em>a</em></p>')
      expect(html).toContain('<p>Neap <em>b</em></p>')
    }
  })

  test('footnotes, some of which are referred to twice, have notes of their own or stand within the text', () => {
    const html = render(
      'One[^a], two[^b], one again[^a], three^[Said *here*.], none[^x].\n\n[^b]: B, see[^c].\n\n[^a]: A.\n\n    More.\n\n[^c]: C.\n\n[^a]: Not this.\n\n[^unused]: Not this either.',
    ).replaceAll(/a[0-9a-f]{8}-/g, '')
    expect(html).toBe(
      [
        '<p>One<sup><a href="#fn-a" id="fnref-a">1</a></sup>, two<sup><a href="#fn-b" id="fnref-b">2</a></sup>, one again<sup><a href="#fn-a" id="fnref-a-2">1</a></sup>, three<sup><a href="#fn-note-3" id="fnref-note-3">3</a></sup>, none[^x].</p>',
        '<hr>',
        '<ol>',
        '<li id="fn-a">',
        '<p>A.</p>',
        '<p>More. <a href="#fnref-a">↩</a> <a href="#fnref-a-2">↩<sup>2</sup></a></p>',
        '</li>',
        '<li id="fn-b">',
        '<p>B, see<sup><a href="#fn-c" id="fnref-c">4</a></sup>. <a href="#fnref-b">↩</a></p>',
        '</li>',
        '<li id="fn-note-3">',
        '<p>Said <em>here</em>. <a href="#fnref-note-3">↩</a></p>',
        '</li>',
        '<li id="fn-c">',
        '<p>C. <a href="#fnref-c">↩</a></p>',
        '</li>',
        '</ol>',
      ].join('\n'),
    )
  })
})

describe('a first heading', () => {
  test.each([
    { body: '# The *Tides*!\n\nText', title: 'The tides', html: '<p>Text</p>' },
    { body: '<h1>The Tides</h1>\n\n## The Tides', title: 'The tides', html: '<h2>The Tides</h2>' },
    { body: 'The Tides\n===\n\nText', title: 'The Tides', html: '<p>Text</p>' },
    { body: '# Neap\n\nText', title: 'The Tides', html: '<h1>Neap</h1>\n<p>Text</p>' },
    { body: 'Text\n\n# The Tides', title: 'The Tides', html: '<p>Text</p>\n<h1>The Tides</h1>' },
    { body: '# …\n\nText', title: '!', html: '<h1>…</h1>\n<p>Text</p>' },
  ])('goes only where it says what the title "$title" says: $body', ({ body, title, html }) => {
    expect(renderArticle(body, { resolve: (url) => url, title })).toBe(html)
  })
})
