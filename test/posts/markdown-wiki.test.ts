import { expect, test } from 'vitest'
import { renderMarkdown } from '../../src/posts/article/markdown.ts'
import { findBodyAudio } from '../../src/posts/article/body-audio.ts'
import { countEffort } from '../support/effort.ts'

test.each([
  ['See [[Tides]].', '<p>See Tides.</p>'],
  ['[[Sea/Tides#Ebb|the *ebb*]]', '<p>the *ebb*</p>'],
  ['[[Sea/Tides#Ebb]], [[#Ebb]], [[Note#^abc]]', '<p>Tides &gt; Ebb, Ebb, Note</p>'],
  [
    '![[a.png|300]] ![[a.png|The sea]]',
    '<p><img src="a.png" alt=""> <img src="a.png" alt="The sea"></p>',
  ],
  ['![[a.mp3]]![[Note]]', '<p>Note</p>'],
  ['**[[潮]]**', '<p><strong>潮</strong></p>'],
  ['[[1]](https://example.org/)', '<p><a href="https://example.org/">[1]</a></p>'],
  [
    '[[12]] [[ -f x ]] `[[code]]` \\[[no]] [[a [b] c]]',
    '<p>[[12]] [[ -f x ]] <code>[[code]]</code> [[no]] [[a [b] c]]</p>',
  ],
  ['[[<b>|<i>]]', '<p>&lt;i&gt;</p>'],
])('%s', (text, html) => {
  expect(
    renderMarkdown(text, 'x').html.replaceAll(/<a href="[^"]*\.md[^"]*">(.*?)<\/a>/g, '$1'),
  ).toBe(html)
})

test('ends with a hostile text', () => {
  const effort = countEffort()
  for (const text of ['[[', '![[', '[[a|', '[[a]](', '[[a]]'])
    renderMarkdown(text.repeat(20_000), 'x')
  expect(effort()).toBeLessThan(5000)
})

test('a recording that is embedded is found, with its line, but not in code', () => {
  const text =
    'One\n\n![[Sound/a b.mp3|x]] `![[no.mp3]]`\n\n```\n![[no.mp3]]\n```\n![[note]] <audio src="c.mp3">'
  expect(findBodyAudio(text, 5)).toEqual([
    { value: 'Sound/a b.mp3', field: '<audio>', line: 7 },
    { value: 'c.mp3', field: '<audio>', line: 12 },
  ])
})

test.each([
  ['[[Tides]]', 'Tides.md'],
  ['[[Sea/High tide#Ebb|the ebb]]', 'Sea/High%20tide.md#Ebb'],
  ['[[Notes v1.md]]', 'Notes%20v1.md'],
  ['![[Note]]', 'Note.md'],
])('%s leads to the file of the note', (text, href) => {
  expect(renderMarkdown(text, 'x').html).toContain(`<a href="${href}">`)
})

test('a link to a part of the same note stays text', () => {
  expect(renderMarkdown('[[#Ebb]]', 'x').html).toBe('<p>Ebb</p>')
})
