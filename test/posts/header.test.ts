import { describe, expect, test } from 'vitest'
import { Body } from '../../src/posts/body.ts'
import { readFrontMatter } from '../../src/posts/front-matter/front-matter.ts'
import { PLAIN_RULES, postOf } from './plain-rules.ts'

const PELICAN = `Title: Low: Tide & "Moon"
Date: 2010-12-03 10:20
Category: Deep Sea
Tags: sea, moon
Authors: Anna Říhová, Ben
Slug: low-tide
Audio_URL: https://cdn.example.org/tides.mp3
Summary: One sentence
    and its end.

The sea.
`

const NIKOLA = `<!--
.. title: Low: Tide
.. slug: low-tide
.. date: 2015-03-16 00:49:00 UTC+11:00
.. tags: sea, moon
.. category: 
.. audio: https://cdn.example.org/tides.mp3
.. type: text
-->

The sea.
`

describe('a header without a fence', () => {
  test('of Pelican is plain text by key', () => {
    const post = postOf('a.md', PELICAN, PLAIN_RULES)
    expect(post).toMatchObject({
      title: 'Low: Tide & "Moon"',
      slug: 'low-tide',
      published: new Date('2010-12-03T10:20:00Z'),
      authors: ['Anna Říhová', 'Ben'],
      categories: ['Deep Sea', 'sea', 'moon'],
      summary: 'One sentence and its end.',
      body: Body.of('The sea.\n'),
      bodyLine: 11,
    })
    expect(post.lines.get('slug')).toBe(6)
  })

  test('of Nikola stands in a comment', () => {
    const post = postOf('a.md', NIKOLA, PLAIN_RULES)
    expect(post).toMatchObject({
      title: 'Low: Tide',
      slug: 'low-tide',
      published: new Date('2015-03-15T13:49:00Z'),
      categories: ['sea', 'moon'],
      body: Body.of('\nThe sea.\n'),
      bodyLine: 10,
    })
    expect(post.lines.get('slug')).toBe(3)
  })

  test.each([
    ['.. title: A\n.. date: 2013/04/17 17:17:57\n.. audio: a.mp3\n', '2013-04-17T17:17:57.000Z'],
    [
      '.. title: A\n.. date: 2012-09-15 19:52:05 UTC\n.. audio: a.mp3\n\nText',
      '2012-09-15T19:52:05.000Z',
    ],
    ['title: A\r\ndate: 2010-12-03T10:20\r\naudio: a.mp3\r\n\r\nText', '2010-12-03T10:20:00.000Z'],
    ['\uFEFF\n\nTitle: A\nDate: 2010-12-03\nAudio: a.mp3\n\nText', '2010-12-03T00:00:00.000Z'],
  ])('is read of %j', (text, date) => {
    expect(postOf('a.md', text, PLAIN_RULES).published.toISOString()).toBe(date)
  })

  test.each([
    'Note: this is a text\nand goes on.\n',
    'Title: A\nDate: 2010\nNo colon here\n',
    'title: A\ndate: 2010\n---\nText\n',
    'Question: why?\n\nAnswer: so.\n',
    '<!-- a comment -->\nTitle: A\n\n',
    '<!--\nTitle: A\n-->\n',
    '.. image:: a.png\n.. title: A\n',
    'https://example.org/\n\nTitle: A\n',
  ])('is not seen in %j', (text) => {
    expect(readFrontMatter(text)).toMatchObject({ state: 'none', reason: 'no front matter' })
  })
})
