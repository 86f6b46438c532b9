import { describe, expect, test } from 'vitest'
import { fetchFile } from '../../src/net/fetch-file.ts'
import { TRUSTED } from '../../src/net/reach.ts'
import { withoutUser, withoutUserIn } from '../../src/base/web-address.ts'
import { status } from '../audio/support/answers.ts'
import { giveRecording, probe, type Server } from '../audio/support/recording-server.ts'
import { redirects } from '../audio/support/redirects.ts'
import { TALK } from '../audio/support/talk.ts'
import { serve } from '../audio/support/serve.ts'

/** The address of a file, with a user name and a password. */
function withUser({ url }: Server, path: string): string {
  return `${url.replace('//', '//ann:secret@')}${path}`
}

function usersAt({ requests }: Server): readonly (string | null)[] {
  return [...new Set(requests.map(({ headers }) => headers.authorization ?? null))]
}

const BASIC = `Basic ${Buffer.from('ann:secret').toString('base64')}`

describe('User name and password', () => {
  test('are sent to the host that they are for', async () => {
    const server = await serve(giveRecording(TALK))
    await probe(withUser(server, '/talk.mp3'))
    expect(usersAt(server)).toEqual([BASIC])
  })

  test.each([301, 302, 303, 307, 308])('are not sent on to another host by %i', async (code) => {
    const other = await serve(giveRecording(TALK))
    const server = await serve(redirects({ '/talk.mp3': `${other.url}/talk.mp3` }, code))
    await probe(withUser(server, '/talk.mp3'))
    expect(usersAt(server)).toEqual([BASIC])
    expect(usersAt(other)).toEqual([null])
  })

  test('of a redirect are not taken over', async () => {
    const other = await serve(giveRecording(TALK))
    const server = await serve(redirects({ '/talk.mp3': withUser(other, '/talk.mp3') }))
    await probe(`${server.url}/talk.mp3`)
    expect(usersAt(other)).toEqual([null])
  })

  test('stay with a redirect on the same host, absolute or not, and do not come back', async () => {
    const server = await serve((request, response, count) =>
      redirects({ '/1.mp3': `${server.url}/2.mp3`, '/2.mp3': '/talk.mp3' })(
        request,
        response,
        count,
      ),
    )
    await probe(withUser(server, '/1.mp3'))
    expect(usersAt(server)).toEqual([BASIC])
    const there = await serve((request, response, count) =>
      redirects({ '/out.mp3': `${other.url}/back.mp3` })(request, response, count),
    )
    const other = await serve(redirects({ '/back.mp3': `${there.url}/talk.mp3` }))
    await probe(withUser(there, '/out.mp3'))
    expect(there.requests.at(-1)?.headers.authorization).toBeUndefined()
  })

  test('are in no sentence', async () => {
    const server = await serve(
      redirects({
        '/nowhere.mp3': 'http://ann:secret@[nowhere/',
        '/ftp.mp3': 'ftp://ann:secret@h/',
      }),
    )
    const gone = await serve(status(404))
    const urls = [
      withUser(gone, '/talk.mp3'),
      withUser(server, '/nowhere.mp3'),
      withUser(server, '/ftp.mp3'),
      'ftp://ann:secret@example.org/talk.mp3',
      'https://ann:secret@[example/talk.mp3',
      'http://ann:secret@10.0.0.1/talk.mp3',
    ]
    for (const url of urls) {
      for (const reach of [TRUSTED, undefined]) {
        if (reach !== undefined && url.includes('10.0.0.1')) continue
        const options = reach === undefined ? {} : { reach }
        const told = await fetchFile(url, { known: null, most: 10, ...options }).catch(String)
        expect(told).toMatch(/^(Probe|Fetch)Error/)
        expect(told).not.toMatch(/ann|secret/)
      }
    }
  })
})

describe('withoutUser', () => {
  test('leaves all else', () => {
    const url = new URL('https://ann:secret@example.org:8443/a@b/talk.mp3?c=@d#e@f')
    expect(withoutUser(url).href).toBe('https://example.org:8443/a@b/talk.mp3?c=@d#e@f')
    expect(url.password).toBe('secret')
  })
})

describe('withoutUserIn', () => {
  test.each([
    ['https://ann:secret@example.org/talk.mp3', 'https://example.org/talk.mp3'],
    ['HTTPS://ann@example.org', 'HTTPS://example.org'],
    ['//ann:secret@example.org/talk.mp3', '//example.org/talk.mp3'],
    ['https:\\\\ann:secret@example.org\\talk.mp3', 'https:\\\\example.org\\talk.mp3'],
    ['https://ann:se@cret@example.org/', 'https://example.org/'],
    ['https://ann:secret@[broken/', 'https://[broken/'],
    // No user stands in these.
    ['https://example.org/@ann/talk.mp3', 'https://example.org/@ann/talk.mp3'],
    ['https://example.org?to=ann@example.org', 'https://example.org?to=ann@example.org'],
    ['ann@example.org', 'ann@example.org'],
    ['audio/ann@home.mp3', 'audio/ann@home.mp3'],
    ['', ''],
  ])('makes of "%s" "%s"', (text, shown) => {
    expect(withoutUserIn(text)).toBe(shown)
  })
})
