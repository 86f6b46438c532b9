import { expect, test } from 'vitest'
import { addFiles, makeFolder } from '../support/folder.ts'
import { silentMp3 } from '../support/silence.ts'
import { findings } from './check-files.ts'

const SITE = 'https://blog.example.net'

const post = (title: string, text: string, more = ''): string =>
  `---\ntitle: ${title}\ndate: 2026-05-04\n${more}---\n\n${text}\n`

/** A blog with two episodes and two posts that nobody reads aloud. */
function blogOf(text: string, permalink = '/item/:title/'): Promise<string> {
  return makeFolder({
    'sidecast.yml': `title: Tides\nsite: ${SITE}\npermalink: ${permalink}\nlanguage: en\n`,
    'moon.md': post('Moon', text, 'audio: moon.mp3\n'),
    'moon.mp3': silentMp3(40),
    'tides.md': post('Tides', 'They come and go.', 'audio: tides.mp3\n'),
    'tides.mp3': silentMp3(50),
    'essay.md': post('Essay', 'Nobody reads it.', 'aliases: [/item/attempt/]\n'),
    'notes/příliv.md': post('Příliv', 'Nobody either.'),
    'made.html': '<p>By hand</p>',
  })
}

async function deadIn(folder: string): Promise<readonly string[]> {
  const found = await findings(folder)
  return found
    .filter(({ rule }) => rule === 'site/blog-link')
    .map(({ file, message }) => `${file}: ${message}`)
}

test('links to pages of the blog lead to posts, or are found', async () => {
  const links = [
    // Where posts are, in whatever way the address is written.
    '/item/tides/',
    '/item/essay',
    '/item/Essay/index.html',
    '/item/essay.html',
    '/item/p%C5%99%C3%ADliv/',
    '../tides/#high',
    `${SITE}/item/essay/?from=moon`,
    // Where a post was, and what generators and authors make beside posts.
    '/item/attempt/',
    '/item/',
    '/item/2/',
    '/item/page/2/',
    '/item/feed.xml',
    '/item/tags/',
    '/item/made/',
    // Where all kinds of pages are, and elsewhere.
    '/about-us/',
    '/category/sea/',
    'https://example.net/item/never/',
  ]
  const wrong = ['/item/tidse/', '/item/never/', '../neither/', `${SITE}/item/stars#x`]
  const text = [...links, ...wrong].map((link) => `[to](${link})`).join(' ')
  const folder = await blogOf(text)
  expect(await deadIn(folder)).toEqual([
    `moon.md: a link leads to ${SITE}/item/tidse/, where the blog has no post; did you mean ${SITE}/item/tides/?`,
    `moon.md: a link leads to ${SITE}/item/never/, where the blog has no post`,
    `moon.md: a link leads to ${SITE}/item/neither/, where the blog has no post`,
    `moon.md: a link leads to ${SITE}/item/stars#x, where the blog has no post`,
  ])

  // What the rule says to do.
  await addFiles(folder, {
    'never.md': post(
      'Never',
      'It was elsewhere.',
      'redirect_from:\n  - /item/tidse/\n  - /item/neither/\n  - /item/stars/\n',
    ),
  })
  expect(await deadIn(folder)).toEqual([])
})

test('of a blog with its posts at the root, only slips are found', async () => {
  const folder = await blogOf('[a](/tidse/) [b](/about-us/) [c](/essay/) [d](/never/)', '/:title/')
  expect(await deadIn(folder)).toEqual([
    `moon.md: a link leads to ${SITE}/tidse/, where the blog has no post; did you mean ${SITE}/tides/?`,
  ])
})

test('of a blog whose addresses are not known, none is', async () => {
  const folder = await makeFolder({
    'sidecast.yml': `title: Tides\nsite: ${SITE}\nlanguage: en\n`,
    'moon.md': post('Moon', '[a](/item/never/) [b](/moom/)', 'audio: moon.mp3\n'),
    'moon.mp3': silentMp3(40),
  })
  expect(await deadIn(folder)).toEqual([])
})
