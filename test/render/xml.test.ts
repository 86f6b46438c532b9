import { expect, test } from 'vitest'

import { escapeXml } from '../../src/render/xml.ts'

test('escapeXml escapes what has a meaning in text or in quotes, once', () => {
  expect(escapeXml(`<a href="x">'&amp;'\u0000`)).toBe(
    '&lt;a href=&quot;x&quot;&gt;&apos;&amp;amp;&apos;',
  )
})
