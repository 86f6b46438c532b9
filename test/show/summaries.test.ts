import { describe, expect, test } from 'vitest'
import { readFacts } from '../../src/posts/article/article.ts'
import type { Post } from '../../src/posts/post.ts'
import { summariesOf } from '../../src/show/summaries.ts'
import { postOf } from '../posts/plain-rules.ts'

const post = (body: string, lines = '') =>
  postOf('a.md', `---\ntitle: A\ndate: 2026-01-02\naudio: a.mp3\n${lines}---\n${body}\n`)

const sumUp = (posts: readonly Post[]) =>
  summariesOf(posts.map((each) => ({ post: each, article: readFacts(each.body.text()) })))

function told(bodies: readonly string[]): readonly (string | undefined)[] {
  const posts = bodies.map((body) => post(body))
  const summaries = sumUp(posts)
  return posts.map((each) => summaries.get(each))
}

describe('posts that begin in the same way', () => {
  test('are told apart by what comes next', () => {
    expect(told(['Hello!\n\nOne.', 'Hello!\n\nTwo.', 'Hello!\n\nThree.', 'Four.'])).toEqual([
      'One.',
      'Two.',
      'Three.',
      'Four.',
    ])
  })

  test('stay as they are where they are two', () => {
    expect(told(['Hello!\n\nOne.', 'Hello!\n\nTwo.', 'Three.'])).toEqual([
      'Hello!',
      'Hello!',
      'Three.',
    ])
  })

  test('and go on in the same way', () => {
    const bodies = ['One', 'Two', 'Three'].map((word) => `Hello!\n\nWe are here.\n\n${word}.`)
    expect(told(bodies)).toEqual(['One.', 'Two.', 'Three.'])
  })

  test('but for a number', () => {
    const bodies = [1, 2, 3].map(
      (n) => `This is number ${n} of the show.\n\nIt is about ${'abcd'[n]}x.`,
    )
    expect(told(bodies)).toEqual(['It is about bx.', 'It is about cx.', 'It is about dx.'])
  })

  test('and have nothing else, keep that', () => {
    expect(told(['Hello!', 'Hello!', 'Hello!\n\nOne.'])).toEqual(['Hello!', 'Hello!', 'One.'])
  })
})

test('what an author says of a post goes out, however often', () => {
  const posts = [1, 2, 3].map(() => post('Text.', 'description: Hello!\n'))
  expect([...sumUp(posts).values()]).toEqual(['Hello!', 'Hello!', 'Hello!'])
})

test('a later edit is followed', () => {
  const posts = ['One', 'Two', 'Three'].map((word) => post(`Hello!\n\n${word}.`))
  expect([...sumUp(posts).values()]).toEqual(['One.', 'Two.', 'Three.'])
  const edited = [...posts.slice(0, 2), post('Three.')]
  expect([...sumUp(edited).values()]).toEqual(['Hello!', 'Hello!', 'Three.'])
  expect([...sumUp(posts).values()]).toEqual(['One.', 'Two.', 'Three.'])
})
