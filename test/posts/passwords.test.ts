import { describe, expect, test } from 'vitest'
import { parsePost } from '../../src/posts/parse-post.ts'
import { PLAIN_RULES } from './plain-rules.ts'

const USER = 'https://ann:secret@media.example.org'
const CLEAN = 'https://media.example.org'

function read(frontMatter: string, body = 'Words.'): ReturnType<typeof parsePost> {
  return parsePost(
    '2026-05-04-tides.md',
    `---\ntitle: Tides\n${frontMatter}\n---\n${body}\n`,
    PLAIN_RULES,
  )
}

function told(result: ReturnType<typeof parsePost>): unknown {
  return result.problems
    .filter(({ rule }) => rule === 'content/password')
    .map(({ line, field }) => [line, field])
}

describe('a user name and password in an address', () => {
  test.each([
    ['of the recording', `audio_url: ${USER}/a.mp3`, 3, 'audio_url'],
    ['deep in a list', `audio_url:\n  - ${CLEAN}/a.mp3\n  - ${USER}/a.ogg`, 5, 'audio_url[1]'],
    ['of a picture', `audio_url: a.mp3\nimage: ${USER}/a.jpg`, 4, 'image'],
    ['of a transcript', `audio_url: a.mp3\ntranscript: ${USER}/a.vtt`, 4, 'transcript'],
    ['without a scheme', 'audio_url: //ann:secret@media.example.org/a.mp3', 3, 'audio_url'],
    ['with a user name alone', 'audio_url: https://secret@media.example.org/a.mp3', 3, 'audio_url'],
  ])('%s is left out, and its line is told', (_, frontMatter, line, field) => {
    const result = read(frontMatter)
    expect(told(result)).toEqual([[line, field]])
    expect(JSON.stringify(result)).not.toContain('secret')
  })

  test.each([
    ['a player', `<audio src="${USER}/a.mp3"></audio>`],
    ['a link', `<audio src="${CLEAN}/a.mp3"></audio> [here](${USER}/a.pdf)`],
  ])('of %s in the text is told, with its line', (_, body) => {
    const result = read('date: 2026-05-04', `First.\n\n${body}`)
    expect(told(result)).toEqual([[7, 'text']])
    expect(JSON.stringify(result.post?.audio)).not.toContain('secret')
  })

  test.each([
    `audio_url: ${CLEAN}/a.mp3?mail=ann@example.org`,
    `audio_url: ${CLEAN}/@ann/a.mp3`,
    'audio_url: a.mp3\nowner: ann@example.org',
  ])('is not seen in %s', (frontMatter) => {
    expect(told(read(frontMatter, `\`curl ${USER}\` and ann@example.org`))).toEqual([])
  })

  test('is not taken out of a guid, which may never change', () => {
    const guid = `${USER}/1`
    const { post, problems } = read(`audio_url: a.mp3\nguid: ${guid}`)
    expect(post?.guid).toBe(guid)
    expect(problems.map(({ rule }) => rule)).toContain('content/password')
  })
})
