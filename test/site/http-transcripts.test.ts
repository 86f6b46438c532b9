import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTimedText } from '../../src/posts/timed-text/timed-text.ts'
import type { Transcript } from '../../src/show/episode.ts'
import { exampleEpisode } from '../support/example-show.ts'
import { serve, type Served } from './served.ts'

const CUES = [
  { start: 0, end: 2, speaker: null, text: 'Voda v zátoce stoupá.' },
  { start: 2, end: 3.5, speaker: null, text: 'A <klesá> & stoupá.' },
]

const FORMS = [
  { name: 'vtt', type: 'text/vtt', served: 'text/vtt; charset=utf-8' },
  { name: 'srt', type: 'application/x-subrip', served: 'application/x-subrip; charset=utf-8' },
  { name: 'json', type: 'application/json', served: 'application/json' },
  { name: 'html', type: 'text/html', served: 'text/html; charset=utf-8' },
  { name: 'txt', type: 'text/plain', served: 'text/plain; charset=utf-8' },
]

function made(page: string): Transcript[] {
  return FORMS.map(({ name, type }) => ({
    url: `https://podcast.example.org${page}transcript.${name}`,
    path: `${page}transcript.${name}`,
    file: null,
    type,
    language: 'cs',
    rel: null,
    cues: CUES,
  }))
}

let served: Served
beforeAll(async () => {
  const episode = exampleEpisode({ slug: 'mlha' })
  served = await serve({ episodes: [{ ...episode, cues: CUES, transcripts: made(episode.page) }] })
})
afterAll(() => served[Symbol.asyncDispose]())

describe('over HTTP', () => {
  test.each([
    ...FORMS.map((form) => ({ path: `transcript.${form.name}`, type: form.served })),
    { path: 'chapters.json', type: 'application/json+chapters' },
  ])('$path is $type, for pages of any site', async ({ path, type }) => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, body } = await served.ask(`/episodes/mlha/${path}`, {
        method,
        headers: { Origin: 'https://player.example' },
      })
      expect(status).toBe(200)
      expect(headers['content-type']).toBe(type)
      expect(headers['access-control-allow-origin']).toBe('*')
      expect(headers['etag']).toMatch(/^"[0-9a-f]{64}"$/)
      expect(body.length > 0).toBe(method === 'GET')
    }
  })

  test.each(FORMS.slice(0, 3))('the cues come back from $type', async ({ name, type }) => {
    const { body } = await served.ask(`/episodes/mlha/transcript.${name}`)
    expect(parseTimedText(body.toString(), type)).toEqual({ cues: CUES, standard: true })
  })

  test('the words of the article come back from its plain text', async () => {
    const { body } = await served.ask('/episodes/mlha/transcript.txt')
    expect(body.toString()).toContain('Moře nikam nespěchá, a přece je všude včas.')
  })
})
