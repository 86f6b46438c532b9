import { parseFragment, serialize } from 'parse5'
import { describe, expect, test } from 'vitest'

import { renderNotes } from '../../src/render/feed/notes.ts'
import { exampleEnglishEpisode, exampleShow, type ShowOverrides } from '../support/example-show.ts'

const LINK = 'https://www.example.org/2024/tides/'
const PAGE = 'https://podcast.example.org/episodes/tides/'

function notesOf(body: string, show: ShowOverrides = {}, language = 'en'): string {
  const episode = exampleEnglishEpisode({ slug: 'tides', link: LINK, body, language })
  return renderNotes(exampleShow({ language: 'en', ...show }), episode)
}

function tagsOf(html: string): string {
  return (html.match(/<\/?[a-z]\w*/g) ?? []).join('')
}

/** What a browser takes for a mistake, or reads as other elements than those that are written. */
function misreadings(html: string): readonly string[] {
  const mistakes: string[] = []
  const tree = parseFragment(html, { onParseError: ({ code }) => mistakes.push(code) })
  const read = serialize(tree)
  return tagsOf(read) === tagsOf(html) ? mistakes : [...mistakes, read]
}

/** What is read of it, without markup. */
function textOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, '').trim()
}

function bytesOf(html: string): number {
  return Buffer.byteLength(html)
}

const link = (href: string, text: string): string => `<p><a href="${href}">${text}</a></p>`

/** Bodies as blogs have them, and what an app gets of each. */
const BODIES: readonly { readonly what: string; readonly body: string; readonly html: string }[] = [
  {
    what: 'a film of YouTube with its title',
    body: '<iframe width="560" src="https://www.youtube.com/embed/abc123XYZ_0?rel=0" title="My talk" allowfullscreen></iframe>',
    html: link('https://www.youtube.com/watch?v=abc123XYZ_0', 'Video: My talk'),
  },
  {
    what: 'a film of Vimeo without a title',
    body: '<iframe src="//player.vimeo.com/video/12345?h=x"></iframe>',
    html: link('https://vimeo.com/12345', 'Video: vimeo.com/12345'),
  },
  {
    what: 'a player of Spotify',
    body: '<iframe src="https://open.spotify.com/embed/episode/4rOo?utm_source=generator" title="Spotify Embed"></iframe>',
    html: link('https://open.spotify.com/episode/4rOo', 'Audio: open.spotify.com/episode/4rOo'),
  },
  {
    what: 'a pen',
    body: '<p class="codepen" data-slug-hash="ab"><a href="https://codepen.io/chris/pen/ab">Sea</a></p>\n<script async src="https://cpwebassets.codepen.io/embed.js"></script>\n\n<iframe src="https://codepen.io/chris/embed/ab?default-tab=result" title="CodePen Embed"></iframe>',
    html: `${link('https://codepen.io/chris/pen/ab', 'Sea')}\n\n${link('https://codepen.io/chris/pen/ab', 'codepen.io/chris/pen/ab')}`,
  },
  {
    what: 'a map, without the long question that it is asked by',
    body: `<iframe src="https://www.google.com/maps/embed?pb=${'!1m18'.repeat(20)}" style="border:0"></iframe>`,
    html: link(
      `https://www.google.com/maps/embed?pb=${'!1m18'.repeat(20)}`,
      'google.com/maps/embed',
    ),
  },
  {
    what: 'a post of a social network',
    body: '<blockquote class="twitter-tweet"><p>Low tide.</p>&mdash; Ada <a href="https://x.com/ada/status/1">May</a></blockquote>\n<script async src="//platform.x.com/widgets.js"></script>',
    html: '<blockquote><p>Low tide.</p>— Ada <a href="https://x.com/ada/status/1">May</a></blockquote>',
  },
  {
    what: 'a film and a recording of the blog',
    body: '<video src="/v/talk.mp4" poster="/p.jpg" controls></video>\n\n<audio controls><source src="sea.mp3" type="audio/mpeg">Listen.</audio>',
    html: `${link('https://www.example.org/v/talk.mp4', 'Video: example.org/v/talk.mp4')}\n${link(`${LINK}sea.mp3`, 'Audio: example.org/2024/tides/sea.mp3')}`,
  },
  {
    what: 'a document in an object',
    body: '<object data="/tides.pdf" type="application/pdf"></object>',
    html: link('https://www.example.org/tides.pdf', 'example.org/tides.pdf'),
  },
  {
    what: 'a narrow table',
    body: '| day | tide | wind |\n|---|---:|---|\n| Monday | 4.2 m | |\n| **Tuesday** | `4.4` m | W |',
    html: '<ul><li>day: <strong>Monday</strong>; tide: 4.2 m</li><li>day: <strong>Tuesday</strong>; tide: <code>4.4</code> m; wind: W</li></ul>',
  },
  {
    what: 'a table with rows that are named and a caption',
    body: '<table><caption>Tides</caption><tr><th>High</th><td>06:10</td></tr><tr><th>Low</th><td>12:25</td></tr></table>',
    html: '<p>Tides</p><ul><li><strong>High</strong>; 06:10</li><li><strong>Low</strong>; 12:25</li></ul>',
  },
  {
    what: 'a wide table',
    body: '<table><tr><th>a</th><th>b</th><th>c</th><th>d</th></tr><tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></table>',
    html: '<table><tbody><tr><th>a</th><th>b</th><th>c</th><th>d</th></tr><tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></tbody></table>',
  },
  {
    what: 'a table with joined cells',
    body: '<table><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>',
    html: '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>',
  },
  {
    what: 'code, line by line',
    body: '```js\nif (a < b) {\n\n  go()\n}\n```',
    html: '<pre><code class="language-js">if (a &lt; b) {\n\n  go()\n}\n</code></pre>',
  },
  {
    what: 'code in the tags of Jekyll and Hugo',
    body: '{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\n{{< highlight go "linenos=table" >}}\nfunc main() {}\n{{< /highlight >}}',
    html: '<pre><code class="language-ruby">puts 1\n</code></pre>\n<pre><code class="language-go">func main() {}\n</code></pre>',
  },
  {
    what: 'folded text, unfolded',
    body: '<details><summary>More</summary>\n\nHidden *text*.\n\n</details>',
    html: '<details open><summary>More</summary>\n<p>Hidden <em>text</em>.</p>\n</details>',
  },
  {
    what: 'a figure with its caption',
    body: '<figure><img src="a.jpg" alt="A bay"><figcaption>The bay.</figcaption></figure>',
    html: `<figure><img src="${LINK}a.jpg" alt="A bay"><figcaption>The bay.</figcaption></figure>`,
  },
  {
    what: 'a figure of Hugo, with text for those who see it and for those who do not',
    body: '{{< figure src="/b.jpg" alt="A bay" caption="The bay *today*." >}}',
    html: '<p><img src="https://www.example.org/b.jpg" alt="A bay"> The bay <em>today</em>.</p>',
  },
  {
    what: 'pictures in several sizes, each with an alternative',
    body: '<img src="//cdn.example.net/b.jpg" srcset="/s.jpg 1x, t.jpg 2x"> <picture><source srcset="/w.webp"><img src="w.jpg" alt="W"></picture>',
    html: `<p><img src="https://cdn.example.net/b.jpg" srcset="https://www.example.org/s.jpg 1x, ${LINK}t.jpg 2x" alt=""> <picture><source srcset="https://www.example.org/w.webp"><img src="${LINK}w.jpg" alt="W"></picture></p>`,
  },
  {
    what: 'a list of tasks',
    body: '- [x] read\n- [ ] listen',
    html: '<ul>\n<li>☑ read</li>\n<li>☐ listen</li>\n</ul>',
  },
  {
    what: 'formulas, as they are written',
    body: 'Of $a^2 < b$.\n\n<math alttext="x^2"><msup><mi>x</mi><mn>2</mn></msup></math>',
    html: '<p>Of $a^2 &lt; b$.</p>\n<p><code>x^2</code></p>',
  },
  {
    what: 'what only a generator understands',
    body: '* TOC\n{:toc}\n\n*Sea*{: .wide}. {% comment %}no{% endcomment %}{{< note >}}Mind the tide.{{< /note >}} {{ page.title }}',
    html: '<p><em>Sea</em>. Mind the tide.</p>',
  },
  {
    what: 'what runs, submits or styles',
    body: '<style>p{}</style><p style="color:red" onclick="x()">Sea</p><form action="/x"><input name="a"></form><a href="javascript:x()">x</a><svg onload="x()"></svg>',
    html: '<p>Sea</p><div></div>x',
  },
]

describe('notes', () => {
  test.each(BODIES)('show $what', ({ body, html }) => {
    expect(notesOf(body)).toBe(html)
  })

  test.each(BODIES)('are well formed with $what: a browser reads what is written', ({ body }) => {
    expect(misreadings(notesOf(body))).toEqual([])
  })

  test('lead from a footnote’s mark to its text on the page of the episode, and back', () => {
    const notes = notesOf('Sea[^a].\n\n[^a]: Deep.')
    const [note = '', back = ''] = Array.from(notes.matchAll(/href="([^"]*)"/g), ([, url]) => url)
    for (const url of [note, back]) {
      expect(url.startsWith(`${PAGE}#`)).toBe(true)
      expect(notes).toContain(`id="${url.slice(PAGE.length + 1)}"`)
    }
  })
})

describe('the direction of notes', () => {
  const HEBREW = 'שלום עולם.'
  test.each([
    {
      what: 'a block of Hebrew in an English article',
      body: `Shalom means peace.\n\n${HEBREW}\n\n- ${HEBREW}`,
      language: 'en',
      html: `<p>Shalom means peace.</p>\n<p dir="rtl">${HEBREW}</p>\n<ul>\n<li dir="rtl">${HEBREW}</li>\n</ul>`,
    },
    {
      what: 'an article in Hebrew in an English feed, and its English block',
      body: `${HEBREW}\n\nPeace.`,
      language: 'he',
      html: `<div lang="he" dir="rtl">\n<p>${HEBREW}</p>\n<p dir="ltr">Peace.</p>\n</div>`,
    },
    {
      what: 'nothing twice that the author has marked',
      body: `<div dir="rtl">\n\n${HEBREW}\n\n</div>\n\n<p dir="rtl">1: ${HEBREW}</p>`,
      language: 'en',
      html: `<div dir="rtl">\n<p>${HEBREW}</p>\n</div>\n<p dir="rtl">1: ${HEBREW}</p>`,
    },
    {
      what: 'nothing where there are no letters',
      body: '1 + 1 = 2',
      language: 'en',
      html: '<p>1 + 1 = 2</p>',
    },
  ])('marks $what', ({ body, language, html }) => {
    expect(notesOf(body, {}, language)).toBe(html)
  })
})

describe('the length of notes', () => {
  const limit = 1000
  const feed = { notesBytes: limit }
  const READ_ON = link(LINK, 'Read on: the whole article')

  test.each([
    { what: 'words', body: 'Moře & 🌊 <b>přílivy</b> '.repeat(200) },
    { what: 'paragraphs', body: 'The sea comes in *twice* a day.\n\n'.repeat(200) },
    { what: 'a list', body: '- The tide is [out](/out) again.\n'.repeat(200) },
    { what: 'quotations in quotations', body: `${'> '.repeat(20)}The sea. `.repeat(60) },
    { what: 'signs that take room', body: '\\< & '.repeat(1000) },
    { what: 'one word', body: 'ž'.repeat(5000) },
    { what: 'code', body: `Sea.\n\n\`\`\`\n${'go()\n'.repeat(500)}\`\`\`` },
  ])('is bounded in bytes, and $what end whole, with the way to the rest', ({ body }) => {
    const notes = notesOf(body, { feed })
    expect(bytesOf(notes)).toBeLessThanOrEqual(limit)
    expect(notes.endsWith(`\n${READ_ON}`)).toBe(true)
    const start = notes.slice(0, -READ_ON.length - 1)
    expect(misreadings(start)).toEqual([])
    const [said = ''] = /^[^…]*/.exec(textOf(start)) ?? []
    expect(said.length).toBeGreaterThan(3)
    expect(textOf(notesOf(body)).startsWith(said.trimEnd())).toBe(true)
  })

  test('is the article’s own where it fits, to the byte', () => {
    const body = `The sea. ${'x'.repeat(500)}`
    const size = bytesOf(notesOf(body))
    expect(notesOf(body, { feed: { notesBytes: size } })).not.toContain('Read on')
    expect(notesOf(body, { feed: { notesBytes: size - 1 } })).toContain('Read on')
  })

  test('counts what stands around an article in another direction', () => {
    const notes = notesOf('שלום עולם. '.repeat(500), { feed }, 'he')
    expect(bytesOf(notes)).toBeLessThanOrEqual(limit)
    expect(notes.endsWith('</div>')).toBe(true)
  })
})
