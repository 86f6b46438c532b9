import { describe, expect, test } from 'vitest'
import { isRead } from '../../src/commands/read-site.ts'
import { piecesOf } from '../../src/site/article-service.ts'
import { exampleEpisode } from '../support/example-show.ts'

const HTML = { type: 'text/html', path: '/transcript.html' }
const PLAIN = { type: 'text/plain', path: '/transcript.txt' }
const NOWHERE = { type: 'text/html', path: null }

function piecesWith(
  transcripts: readonly { readonly type: string; readonly path: string | null }[],
  isAsked: (type: string) => boolean,
): readonly string[] {
  const [like] = exampleEpisode().transcripts
  if (like === undefined) throw new Error('the example has no transcript')
  const all = transcripts.map((each) => ({ ...like, ...each }))
  return piecesOf({ ...exampleEpisode(), transcripts: all, cues: [] }, isAsked)
}

describe('what is made of an article at once', () => {
  test.each([
    ['an export', [HTML, PLAIN], () => true, ['notes', 'page', 'timed', 'text']],
    ['a check, which reads no plain text', [HTML, PLAIN], isRead, ['notes', 'page', 'timed']],
    ['a show whose transcripts are elsewhere', [NOWHERE], () => true, ['notes', 'page']],
    ['a show without them', [], () => true, ['notes', 'page']],
  ])('is what is asked for in %s', (_, transcripts, isAsked, names) => {
    expect(piecesWith(transcripts, isAsked)).toEqual(names)
  })
})
