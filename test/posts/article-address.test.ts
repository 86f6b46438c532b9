import { describe, expect, test } from 'vitest'
import { addressOf, srcsetOf } from '../../src/posts/article/article-address.ts'

const keep = (url: string) => url

describe('addressOf', () => {
  test.each([
    // As they are
    ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    ['//example.org/a', '//example.org/a'],
    ['/item/tides/', '/item/tides/'],
    ['../tides/', '../tides/'],
    ['#part', '#part'],
    ['?page=2', '?page=2'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
    ['tel:+420123456789', 'tel:+420123456789'],
    // As browsers read them
    [' \n https://example.org/a b\n', 'https://example.org/a%20b'],
    ['https://exa\nmple.org/\ta', 'https://example.org/a'],
    // A link in an address
    ['/ai/[tokens](/ai/tokens-or-words/)-or-words/', '/ai/tokens-or-words/'],
    // Bare domains
    ['stackbit.com', 'https://stackbit.com'],
    ['Sanity.io/create', 'https://Sanity.io/create'],
    ['www.marigold.cz', 'https://www.marigold.cz'],
    ['a.b-c.co.uk/d?e', 'https://a.b-c.co.uk/d?e'],
    ['docs.rs/serde', 'https://docs.rs/serde'],
    // Files beside the post
    ['notes.md', 'notes.md'],
    ['notes.md#part', 'notes.md#part'],
    ['main.rs', 'main.rs'],
    ['node.js/guide', 'node.js/guide'],
    ['page.html', 'page.html'],
    ['tides.mp3', 'tides.mp3'],
    ['photos/stackbit.com', 'photos/stackbit.com'],
    ['.well-known/a.com', '.well-known/a.com'],
    ['v1.2', 'v1.2'],
    // What leads nowhere
    ['', null],
    [' ', null],
    ['{cover}', null],
    ['javascript:alert(1)', null],
    ['JaVa\tScript:alert(1)', null],
    ['\u0001javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['file:///etc/passwd', null],
    ['irc://example.org/', null],
  ])('makes of the link %j %j', (written, address) => {
    expect(addressOf(written, 'link', keep)).toBe(address)
  })

  test.each([
    ['photo.jpg', 'photo.jpg'],
    ['example.com', 'example.com'],
    ['mailto:a@example.org', null],
    ['data:image/png;base64,AAAA', null],
  ])('makes of the image %j %j', (written, address) => {
    expect(addressOf(written, 'image', keep)).toBe(address)
  })

  test.each([undefined, null, true, 7])('knows no address in %s', (written) => {
    expect(addressOf(written, 'link', keep)).toBe(null)
  })
})

describe('srcsetOf', () => {
  test.each([
    ['a.jpg', 'https://x/a.jpg'],
    ['a.jpg 1x, b.jpg 2x', 'https://x/a.jpg 1x, https://x/b.jpg 2x'],
    [
      ' a.jpg 480w,b.jpg  800w ,\n c.jpg',
      'https://x/a.jpg 480w, https://x/b.jpg 800w, https://x/c.jpg',
    ],
    ['/w_100,h_200/a.jpg 1.5x', 'https://x//w_100,h_200/a.jpg 1.5x'],
    ['javascript:alert(1) 1x, data:image/png,x 2x, a.jpg 3x', 'https://x/a.jpg 3x'],
    ['javascript:alert(1)', null],
    ['', null],
    [',', null],
    [',,,,,,,,'.repeat(100_000), null],
    [undefined, null],
  ])('makes of %j %j', (written, srcset) => {
    expect(srcsetOf(written, (url) => `https://x/${url}`)).toBe(srcset)
  })
})
