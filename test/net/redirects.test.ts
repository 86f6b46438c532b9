import { describe, expect, test, onTestFinished } from 'vitest'
import type { Network } from '../../src/base/addresses.ts'
import { redirectTarget, redirectWarnings } from '../../src/net/redirects.ts'
import { status } from '../audio/support/answers.ts'
import { probe, startServer, type Answer, type Server } from '../audio/support/recording-server.ts'
import { CIRCLE, redirects, TRACKED } from '../audio/support/redirects.ts'
import { TALK_SECONDS } from '../audio/support/talk.ts'

async function serve(answer: Answer, host?: string): Promise<Server> {
  const server = await startServer(answer, host)
  onTestFinished(() => server.close())
  return server
}

describe('A redirect', () => {
  test.each([301, 302, 303, 307, 308])('with status %i leads to the recording', async (code) => {
    const { url } = await serve(redirects({ '/old.mp3': '/media/talk.mp3' }, code))
    const audio = await probe(`${url}/old.mp3`)
    expect(audio).toMatchObject({ url: `${url}/media/talk.mp3`, how: 'header', warnings: [] })
    expect(audio.seconds).toBeCloseTo(TALK_SECONDS, 6)
  })

  test('through five tracking prefixes is followed once, for all parts', async () => {
    const { url, requests } = await serve(TRACKED)
    const audio = await probe(`${url}/talk.mp3`)
    const end = '/media/talk.mp3?signed=yes'
    expect(audio).toMatchObject({ url: url + end, how: 'header', requests: 12 })
    expect(requests.map((request) => request.url?.charAt(1)).join('')).toBe('t2345mmmmmmm')
  })

  test('is named where the recording is refused', async () => {
    const { url } = await serve((request, response, count) =>
      (request.url === '/talk.mp3' ? redirects({ '/talk.mp3': '/gone.mp3?key=1' }) : status(404))(
        request,
        response,
        count,
      ),
    )
    await expect(probe(`${url}/talk.mp3`)).rejects.toThrow(
      `"${url}/talk.mp3", redirected to "${url}/gone.mp3", responds with 404 (not found); correct its address, or upload it`,
    )
  })

  test.each([
    { to: '/talk.mp3', sentence: 'is redirected in a circle; use its final address' },
    {
      to: 'ftp://example.org/talk.mp3',
      sentence:
        'is redirected to "ftp:", but only http and https are followed; use its final address',
    },
    {
      to: 'file:///etc/passwd',
      sentence:
        'is redirected to "file:", but only http and https are followed; use its final address',
    },
    {
      to: 'http://',
      sentence: 'is redirected to "http://", which is not an address; use its final address',
    },
  ])('to $to ends in a sentence', async ({ to, sentence }) => {
    const { url, requests } = await serve(redirects({ '/talk.mp3': to }))
    await expect(probe(`${url}/talk.mp3`)).rejects.toThrow(`"${url}/talk.mp3" ${sentence}`)
    expect(requests).toHaveLength(1)
  })

  test('to nowhere ends in a sentence', async () => {
    const { url } = await serve(status(302))
    await expect(probe(`${url}/talk.mp3`)).rejects.toThrow(
      'is redirected without saying where, which is not an address; use its final address',
    )
  })

  test('in a wide circle ends in a sentence', async () => {
    const { url, requests } = await serve(CIRCLE)
    await expect(probe(`${url}/talk.mp3`)).rejects.toThrow('is redirected in a circle')
    expect(requests).toHaveLength(3)
  })

  test('that always leads on ends in a sentence', async () => {
    const { url, requests } = await serve((request, response, count) =>
      status(302, { Location: `/${count}` })(request, response, count),
    )
    await expect(probe(`${url}/talk.mp3`, { limits: { redirects: 5 } })).rejects.toThrow(
      'is redirected more than 5 times; use its final address',
    )
    expect(requests).toHaveLength(6)
  })

  test('with a body without end is followed all the same', async () => {
    const { url } = await serve((request, response, count) => {
      if (request.url === '/talk.mp3') return redirects({})(request, response, count)
      response.writeHead(302, { Location: '/talk.mp3' }).write('Moved to')
    })
    expect(await probe(`${url}/old.mp3`)).toMatchObject({ how: 'header' })
  })
})

describe('A redirect into a private network', () => {
  // One of the addresses of this machine stands for the public internet.
  const PUBLIC = '127.0.0.2'
  const networkOf = (address: string): Network | null =>
    address === PUBLIC ? null : 'this machine'

  test.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])(
    'is not followed from a public host: %s',
    async (host) => {
      const own = await serve(redirects({}))
      const { url } = await serve(
        redirects({ '/talk.mp3': `http://${host}:${own.port}/talk.mp3` }),
        PUBLIC,
      )
      await expect(probe(`${url}/talk.mp3`, { networkOf })).rejects.toThrow(
        /, redirected to "http:[^"]+", is at [\d.:a-f]+, an address of this machine, to which redirects from other networks are not followed; use the final address instead$/,
      )
      expect(own.requests).toHaveLength(0)
    },
  )

  test('is not followed when it takes a way round', async () => {
    const own = await serve(redirects({}))
    const target = { '/talk.mp3': `${own.url}/talk.mp3` }
    const abroad = await serve(redirects(target), PUBLIC)
    const home = await serve(redirects({ '/talk.mp3': `${abroad.url}/talk.mp3` }))
    await expect(probe(`${home.url}/talk.mp3`, { networkOf })).rejects.toThrow(
      'an address of this machine',
    )
    expect(own.requests).toHaveLength(0)
  })

  test('is followed inside of it', async () => {
    const own = await serve(redirects({}))
    const home = await serve(redirects({ '/talk.mp3': `${own.url}/talk.mp3` }))
    expect(await probe(`${home.url}/talk.mp3`, { networkOf })).toMatchObject({ how: 'header' })
  })

  test('and out of it is followed', async () => {
    const abroad = await serve(redirects({}), PUBLIC)
    const home = await serve(redirects({ '/talk.mp3': `${abroad.url}/talk.mp3` }))
    expect(await probe(`${home.url}/talk.mp3`, { networkOf })).toMatchObject({ how: 'header' })
  })
})

describe('redirectTarget', () => {
  const from = new URL('https://example.org/show/talk.mp3')

  test('finds none in other answers', () => {
    expect(redirectTarget(200, '/talk.mp3', [from], 5)).toBeNull()
    expect(redirectTarget(304, '/talk.mp3', [from], 5)).toBeNull()
  })
})

describe('redirectWarnings', () => {
  const secure = new URL('https://example.org/talk.mp3')
  const open = new URL('http://cdn.example.org/talk.mp3')

  test('warn where encryption is given up', () => {
    expect(redirectWarnings(secure, open)).toEqual([
      'it is redirected from https to http (cdn.example.org), which some apps reject: make it redirect to https, or use its final address',
    ])
  })

  test('are silent elsewhere', () => {
    expect(redirectWarnings(open, secure)).toEqual([])
    expect(redirectWarnings(secure, secure)).toEqual([])
  })
})
