import { expect, test } from 'vitest'
import { escapeMarkup } from '../../src/base/characters.ts'

test('escapes what is markup, each sign once', () => {
  expect(escapeMarkup(`<a href="x">it's & &amp;</a>`)).toBe(
    '&lt;a href=&quot;x&quot;&gt;it&apos;s &amp; &amp;amp;&lt;/a&gt;',
  )
})

test('leaves signs that are none where the text goes', () => {
  expect(escapeMarkup(`"Ebb" & 'flow' --> <i>`, /[&<>]/g)).toBe(
    `"Ebb" &amp; 'flow' --&gt; &lt;i&gt;`,
  )
})
