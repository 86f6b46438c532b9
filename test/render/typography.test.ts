import { describe, expect, test } from 'vitest'
import { typeset, typesetHtml } from '../../src/render/typography.ts'

/** Shows spaces that do not break: `~` for one of full width, `_` for a narrow one. */
function shown(text: string): string {
  return text.replaceAll('\u00A0', '~').replaceAll('\u202F', '_')
}

describe('spaces that do not break', () => {
  test.each([
    ['cs', 'Šel k vodě s psem a v domě.', 'Šel k~vodě s~psem a~v~domě.'],
    ['cs', 'K tomu a i to. U nás „z domu“, O tom', 'K~tomu a~i~to. U~nás „z~domu“, O~tom'],
    ['cs', 've stejnou do a\nz, b c', 've stejnou do a~z, b c'],
    ['cs-cz', '4. 5. 2026 v r. 1905 na str. 12', '4.~5.~2026 v~r.~1905 na str.~12'],
    ['cs', '1 250 Kč, 12 km, 5 % a 10 000 000', '1~250~Kč, 12~km, 5~% a~10~000~000'],
    ['cs', 'v roce 2024 1250 lidí, 12 kmenů', 'v~roce 2024 1250 lidí, 12 kmenů'],
    ['sk', 'Ísť k vode s priateľom o 5 km', 'Ísť k~vode s~priateľom o~5~km'],
    ['pl', 'W domu i w lesie, z nr 5, k temu', 'W~domu i~w~lesie, z~nr 5, k temu'],
    ['fr', 'Quoi ? « Oui ! » : a ; b', 'Quoi_? «~Oui_!~»~: a_; b'],
    ['fr-ca', 'Quoi? Non: 12 km', 'Quoi? Non: 12~km'],
    ['en', 'I am a man : 12 km ?', 'I am a man : 12 km ?'],
    ['de', 'a b k c', 'a b k c'],
    ['ja', 'a 漢字 12 km', 'a 漢字 12 km'],
  ])('in %s: %s', (language, text, expected) => {
    expect(shown(typeset(text, language))).toBe(expected)
  })

  test.each([
    ['<p>Šel k <em>vodě</em> s&nbsp;psem.</p>', '<p>Šel k~<em>vodě</em> s&nbsp;psem.</p>'],
    ['<p title="a > b v domě">v domě</p>', '<p title="a > b v domě">v~domě</p>'],
    [
      '<pre><code>a b</code> k c</pre> a b <code>v c</code>',
      '<pre><code>a b</code> k c</pre> a~b <code>v c</code>',
    ],
    ['a &amp; b <img alt="k vodě">', 'a~&amp; b <img alt="k vodě">'],
    ['3 < 5 a v domě', '3 < 5 a v domě'],
  ])('of HTML, and nothing of its tags and code: %s', (html, expected) => {
    expect(shown(typesetHtml(html, 'cs'))).toBe(expected)
  })

  test('take no time that grows faster than the text', () => {
    for (const text of ['a '.repeat(200_000), '<'.repeat(200_000), '<a "'.repeat(100_000)]) {
      const start = process.cpuUsage()
      typesetHtml(text, 'cs')
      expect(process.cpuUsage(start).user / 1e6).toBeLessThan(5)
    }
  })
})
