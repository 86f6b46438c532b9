import { expect, test } from 'vitest'
import { createParting } from '../../src/show/episode-persons.ts'
import { type Person, HOST } from '../../src/posts/fields/persons.ts'
import { openBlog, readBlog } from '../support/open-blog.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

const person = (name: string): Person => ({ name, ...HOST, url: null, image: null })

test.each([
  { name: 'each is also alone', others: ['Ann', 'Bob'], parted: true },
  { name: 'each stands in a list', others: ['Bob', 'Cy', 'Ann', 'Cy'], parted: true },
  { name: 'each stands beside somebody else', others: ['Ann and Cy', 'Bob & Cy'], parted: true },
  { name: 'they are the first names of full ones', others: ['Ann Lee', 'Bob Roy'], parted: true },
  {
    name: 'it is a host, and the author of the show',
    others: [],
    host: 'Bob',
    show: 'Ann Lee',
    parted: true,
  },
  { name: 'one is never alone', others: ['Ann', 'Cy'], parted: false },
  { name: 'nothing else is said', others: [], parted: false },
  {
    name: 'both names are parts of others',
    others: ['Annabel', 'Bobby', 'Roy Bob', 'Lee Ann'],
    parted: false,
  },
])('two names are those of two people where $name: $parted', (blog) => {
  const persons = blog.host === undefined ? [] : [person(blog.host)]
  for (const pair of ['Ann & Bob', 'Ann and Bob', 'Ann und Bob', 'Ann + Bob']) {
    const posts = [[pair], ...blog.others.map((name) => [name])].map((authors) => ({
      authors,
      persons,
    }))
    const parting = createParting(posts, [], { persons: [], author: blog.show ?? null })
    expect(parting(pair)).toEqual(blog.parted ? ['Ann', 'Bob'] : [pair])
  }
})

test.each([
  'Simon & Schuster',
  'Marks and Spencer',
  'Ernst und Sohn',
  'Ann & Friends',
  'Bob & Sons',
])('the name of a company or a group is one, though one of its names is known: %s', (name) => {
  const authors = [name, 'Simon', 'Marks', 'Ernst', 'Ann', 'Bob', 'Ann Friends', 'Sons', 'Friends']
  const posts = authors.map((author) => ({ authors: [author], persons: [] }))
  expect(createParting(posts, [], { persons: [], author: null })(name)).toEqual([name])
})

test('three names are three people where each is known', () => {
  const posts = ['Ann and Bob and Cy', 'Ann', 'Bob', 'Cy'].map((author) => ({
    authors: [author],
    persons: [],
  }))
  const parting = createParting(posts, [], { persons: [], author: null })
  expect(parting('Ann and Bob and Cy')).toEqual(['Ann', 'Bob', 'Cy'])
})

test.each([
  { others: ['Ann', 'Bob'], names: ['Ann', 'Bob'] },
  { others: ['Ann'], names: ['Ann & Bob'] },
  { others: ['Ann & Bob'], names: ['Ann & Bob'] },
])('posts without a recording count as well: $others', ({ others, names }) => {
  const posts = [{ authors: ['Ann & Bob'], persons: [] }]
  expect(createParting(posts, others, { persons: [], author: null })('Ann & Bob')).toEqual(names)
})

/** A post with these lines of front matter. */
const postOf = (...lines: readonly string[]) => ['---', ...lines, '---', 'Words.', ''].join('\n')

test('an episode has them as authors and as persons, once a post names each of them', async () => {
  const folder = await makeFolder({
    ...smallBlog(),
    '2026-05-04-tides.md': postText('Tides', 'tides.mp3', ['author: Ann & Bob']),
    '2026-05-11-moon.md': postText('Moon', 'moon.mp3', ['author: [Bob]']),
  })
  const opened = await openBlog(folder)
  const whose = async () => {
    const { show } = await readBlog(opened)
    const tides = show?.episodes.find(({ title }) => title === 'Tides')
    return [tides?.authors, tides?.persons.map(({ name }) => name)]
  }
  // The author of the show is Ann Reader
  expect(await whose()).toEqual([
    ['Ann', 'Bob'],
    ['Ann', 'Bob'],
  ])
  await addFiles(folder, { '2026-05-11-moon.md': postText('Moon', 'moon.mp3') })
  expect(await whose()).toEqual([['Ann & Bob'], ['Ann & Bob']])
  // One without a recording says so as well; but not one that is hidden
  const note = ['title: Note', 'date: 2026-05-12', 'author: Bob']
  await addFiles(folder, { '2026-05-12-note.md': postOf(...note, 'draft: true') })
  expect(await whose()).toEqual([['Ann & Bob'], ['Ann & Bob']])
  await addFiles(folder, { '2026-05-12-note.md': postOf(...note) })
  expect(await whose()).toEqual([
    ['Ann', 'Bob'],
    ['Ann', 'Bob'],
  ])
})
