import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import decompress from 'woff2-encoder/decompress'
import { Blob, Face } from 'harfbuzzjs'
import { renderIndexPage } from '../../src/render/pages/index-page.ts'
import { fieldsOf } from '../../src/site/response-headers.ts'
import { offersOf } from '../../src/site/offers.ts'
import { PUBLIC_FOLDER, readPublicFiles } from '../../src/site/public-files.ts'
import { exampleShow } from '../support/example-show.ts'

const [name = '', ...others] = readdirSync(PUBLIC_FOLDER).filter((file) =>
  /\.(woff2?|ttf|otf)$/.test(file),
)
const content = readFileSync(join(PUBLIC_FOLDER, name))

test('is one file of at most 60 KB whose name is made of its content', () => {
  expect(others).toEqual([])
  expect(content.length).toBeLessThanOrEqual(60_000)
  expect(name).toBe(
    `literata-${createHash('sha256').update(content).digest('hex').slice(0, 8)}.woff2`,
  )
})

test('has the letters of European languages', async () => {
  const face = new Face(new Blob(await decompress(content)))
  const has = new Set(face.collectUnicodes())
  const text =
    'Příliš žluťoučký kůň Zażółć gęślą jaźń Œuvre façade ÄÖÜß ẞ ñ ã ő ű ț ș đ Їжак ґ є Щука ё – „“”‘’«»… €  − ×'
  expect(Array.from(text).filter((letter) => !has.has(letter.codePointAt(0) ?? 0))).toEqual([])
})

test.each([
  { language: 'cs', loads: true },
  { language: 'uk', loads: true },
  { language: 'sr-latn', loads: true },
  { language: 'ar', loads: false },
  { language: 'ja', loads: false },
  { language: 'el', loads: false },
])('is loaded by pages in $language: $loads', ({ language, loads }) => {
  const page = renderIndexPage(exampleShow({ language }))
  expect(page.includes(`href="./${name}"`)).toBe(loads)
  expect(page.includes('<body class="index latin">')).toBe(loads)
  expect(readFileSync(join(PUBLIC_FOLDER, 'style.css'), 'utf8')).toContain(`url('./${name}')`)
})

test('is kept by browsers for good, and gives way to its next version by another name', async () => {
  const offers = offersOf(exampleShow(), await readPublicFiles(PUBLIC_FOLDER))
  const role = offers.find(({ path }) => path === `/${name}`)?.role ?? 'page'
  expect(fieldsOf(role)['Cache-Control']).toBe('public, max-age=31536000, immutable')
})
