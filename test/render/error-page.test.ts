import { describe, expect, test } from 'vitest'
import { renderErrorPage } from '../../src/render/pages/error-page.ts'
import { exampleShow } from '../support/example-show.ts'
import { parseHtml } from '../support/html-tree.ts'

describe('renderErrorPage', () => {
  test.each([
    { status: 400, language: 'en', title: 'This address is not valid' },
    { status: 404, language: 'en', title: 'Nothing was found at this address' },
    { status: 405, language: 'en', title: 'This is not allowed here' },
    { status: 416, language: 'en', title: 'The recording is shorter than that' },
    { status: 500, language: 'en', title: 'Something went wrong' },
    { status: 404, language: 'cs', title: 'Na této adrese nic není' },
    { status: 503, language: 'cs', title: 'Něco se pokazilo' },
  ])('says "$title" for $status in $language', ({ status, language, title }) => {
    const page = parseHtml(renderErrorPage(status, exampleShow({ language })))
    expect(page.find(({ name }) => name === 'h1')?.text).toBe(title)
    expect(page.find(({ name }) => name === 'main')?.text).toContain(String(status))
  })

  test('leads back from any path, since its own links start at the root', () => {
    const show = exampleShow({ baseUrl: 'https://example.org/podcast/' })
    const page = parseHtml(renderErrorPage(404, show))
    const links = page
      .map(({ attributes }) => attributes.get('href') ?? attributes.get('src') ?? '#')
      .filter((address) => !/^(https?:|data:|#)/.test(address))
    expect(links).toContain('/podcast/style.css')
    expect(links.filter((address) => !address.startsWith('/podcast/'))).toEqual([])
  })

  test('is not for search engines', () => {
    expect(renderErrorPage(404, exampleShow())).toContain(
      '<meta name="robots" content="noindex" />',
    )
  })
})
