import { describe, expect, test } from 'vitest'
import { parsePost } from '../../src/posts/parse-post.ts'
import { formatProblem } from '../../src/base/problem.ts'
import { PLAIN_RULES } from './plain-rules.ts'

const POST = `---
title: Tides
date: 2025-01-29
audio_url: /tides.mp3
excerpt: The sea
---
The moon.

The ebb.
`

/** A file as it comes from the disk: its bytes read as UTF-8. */
function read(bytes: Buffer): string {
  return bytes.toString('utf8')
}

/** Text with \xEC, an "e" with a caron in Windows-1250, in place of each "@". */
function windows(text: string): string {
  return read(Buffer.from(text.replaceAll('@', '\u00EC'), 'latin1'))
}

/** UTF-16 as it is written on few machines. */
function swap(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

describe('a file that is not UTF-8', () => {
  test.each([
    { text: windows(POST.replace('Tides', 'M@sto')), line: 2, word: 'M\uFFFDsto' },
    { text: windows(POST.replace('The sea', 'the m@sto by m@')), line: 5, word: 'm\uFFFDsto' },
    { text: windows(POST.replace('ebb', 'm@sto')), line: 9, word: 'm\uFFFDsto' },
    { text: windows(POST.replaceAll('The', 'M@')), line: 5, word: 'M\uFFFD' },
    {
      text: windows(POST.replaceAll('\n', '\r\n').replace('ebb', 'm@sto')),
      line: 9,
      word: 'm\uFFFDsto',
    },
  ])('is told once, with its first lost letter on line $line', ({ text, line, word }) => {
    const { post, problems } = parsePost('tides.md', text, PLAIN_RULES)
    expect(post).not.toBeNull()
    expect(problems.map(formatProblem)).toEqual([
      `tides.md:${line}: this file is not UTF-8, or letters were lost when it was converted: "${word}" is the first one; save it as UTF-8, and retype any characters that are still wrong`,
    ])
  })

  test('is not told of where it is UTF-8', () => {
    const text = POST.replace('ebb', 'město')
    expect(parsePost('tides.md', text, PLAIN_RULES).problems).toEqual([])
  })
})

describe('a file in UTF-16', () => {
  test.each([
    ['little-endian with a mark', Buffer.from(`\uFEFF${POST}`, 'utf16le')],
    ['big-endian with a mark', swap(`\uFEFF${POST}`)],
    ['little-endian without one', Buffer.from(POST, 'utf16le')],
    ['big-endian without one', swap(POST)],
  ])('that is a post, %s, is an error', (_, bytes) => {
    const result = parsePost('tides.md', read(bytes), PLAIN_RULES)
    expect(result).toMatchObject({ post: null, reason: null })
    expect(result.problems.map(formatProblem)).toEqual([
      'tides.md:1: this file is UTF-16; save it as UTF-8',
    ])
    expect(result.problems[0]?.severity).toBe('error')
  })

  test('that is no post is left out for this reason', () => {
    const text = read(Buffer.from('\uFEFFThe sea.\n', 'utf16le'))
    expect(parsePost('sea.md', text, PLAIN_RULES)).toMatchObject({
      file: 'sea.md',
      post: null,
      reason: 'this file is UTF-16; save it as UTF-8',
      recordingKeys: [],
      authors: [],
      problems: [],
    })
  })
})
