import { describe, expect, test } from 'vitest'
import { renderArticle, renderSpoken, articleText } from '../../src/posts/article/article.ts'

function render(body: string): string {
  return renderArticle(body, { resolve: (url) => url })
}

const BRUTUS =
  '> There is a tide in the affairs of men,\n> Which, taken at the flood, leads on to fortune.'

describe('the lines of verse stay', () => {
  test.each([
    { name: 'two spaces and a backslash', body: 'the ebb  \nthe flow\\\nthe sea' },
    { name: 'breaks of HTML', body: 'the ebb<br>\nthe flow<br/>\nthe sea' },
    { name: 'a fence', body: '```verse\nthe ebb\nthe flow\nthe sea\n```' },
    { name: 'a fence with a class', body: '~~~ {.poem}\nthe ebb\nthe flow\nthe sea\n~~~' },
    { name: 'kramdown', body: 'the ebb\nthe flow\nthe sea\n{: .verse}' },
    { name: 'kramdown, before the block', body: '{:.poem #sea}\nthe ebb\nthe flow\nthe sea' },
    { name: 'Goldmark', body: 'the ebb\nthe flow\nthe sea\n{.stanza .wide}' },
    { name: 'a paragraph', body: '<p class="verse">the ebb\nthe flow\nthe sea</p>' },
    { name: 'preformatted text', body: '<pre class="poem">\nthe ebb\nthe flow\nthe sea\n</pre>' },
  ])('as marked by $name', ({ body }) => {
    expect(render(body)).toBe('<p>the ebb<br>\nthe flow<br>\nthe sea</p>')
  })

  test.each([
    {
      name: 'stanzas in a fence, with markup and indents',
      body: '```verse\nThe *ebb*\n  goes.\n\nThe flow\n```',
      html: '<p>The <em>ebb</em><br>\n\u00A0\u00A0goes.</p>\n<p>The flow</p>',
    },
    {
      name: 'stanzas in a division',
      body: '<div class="poem">\nthe ebb\n<i>the</i>\nflow\n\nthe sea\nthe *moon*\n</div>',
      html: '<div>\nthe ebb<br>\n<i>the</i><br>\nflow\n<p>the sea<br>\nthe <em>moon</em></p>\n</div>',
    },
    {
      name: 'a division with breaks of its own',
      body: '<div class="verse">the ebb<br>\nthe flow</div>',
      html: '<div>the ebb<br>\nthe flow</div>',
    },
    {
      name: 'a quotation of two lines',
      body: BRUTUS,
      html: '<blockquote>\n<p>There is a tide in the affairs of men,<br>\nWhich, taken at the flood, leads on to fortune.</p>\n</blockquote>',
    },
    {
      name: 'a stanza without a mark',
      body: 'Full fathom five thy father lies;\nOf his bones are coral made;\nThose are pearls that were his eyes:\nNothing of him that doth fade',
      html: '<p>Full fathom five thy father lies;<br>\nOf his bones are coral made;<br>\nThose are pearls that were his eyes:<br>\nNothing of him that doth fade</p>',
    },
  ])('in $name', ({ body, html }) => {
    expect(render(body)).toBe(html)
  })

  test.each([
    { name: 'a paragraph that is wrapped', body: 'The tide keeps\nMoonlight away\nThe shore' },
    { name: 'a line for each sentence', body: 'The sea goes out.\nIt is late.\nThe Moon, too.' },
    { name: 'lines that begin with small letters', body: '> The sea goes\n> and is gone by then,' },
    { name: 'two lines of text', body: 'The sea, Anna,\nAnd all that is beyond it' },
    {
      name: 'long lines',
      body: `> The sea,\n> And all that is ${'very '.repeat(12)}far beyond it`,
    },
    { name: 'a class of another name', body: '<p class="verses-list reverse">a\nb</p>' },
    { name: 'code', body: '```verse-js\na\nb\n```' },
  ])('while those of $name are soft', ({ body }) => {
    expect(render(body)).not.toContain('<br>')
  })

  test('when it is read along, and as plain text', () => {
    const body = `${BRUTUS}\n`
    const cues = [
      { start: 0, end: 2, text: 'Tides' },
      {
        start: 2,
        end: 9,
        text: 'There is a tide in the affairs of men, which, taken at the flood, leads on to fortune.',
      },
    ]
    const { html } = renderSpoken('Tides', render(body), { cues, language: 'en' })
    expect(html).toContain('men,<br>\nWhich')
    expect(html).toContain('data-from="2"')
    expect(articleText(body)).toContain('affairs of men,\nWhich')
  })
})
