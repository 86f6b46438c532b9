import { expect, test } from 'vitest'
import { askRaw, serve } from './served.ts'

const TOKEN = 'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE'
const SECRET = 'c2VjcmV0'

// What is asked is nobody's business but that of who asks: a page may be kept, shown and sent on.
test.each([
  ['404', `GET /private/${TOKEN}/feed.xml?key=${SECRET} HTTP/1.1\r\nHost: a`],
  ['404', `GET /${SECRET}/../../etc/passwd HTTP/1.1\r\nHost: a`],
  ['400', `GET /%ff${SECRET} HTTP/1.1\r\nHost: a`],
  ['400', `GET /feed.xml HTTP/1.1\r\nHost: ${SECRET}@a`],
  ['405', `DELETE /${SECRET} HTTP/1.1\r\nHost: a`],
  ['412', `GET /feed.xml HTTP/1.1\r\nHost: a\r\nIf-Match: "${SECRET}"`],
  ['416', `GET /audio/priliv.mp3 HTTP/1.1\r\nHost: a\r\nRange: bytes=999999-\r\nCookie: ${SECRET}`],
  ['301', `GET /episodes/priliv HTTP/1.1\r\nHost: ${SECRET}.example\r\nAuthorization: ${SECRET}`],
])(
  'the page of a %s repeats nothing of the request, and no place on the disk',
  async (status, head) => {
    await using site = await serve()
    const answer = await askRaw(site.url, `${head}\r\nConnection: close\r\n\r\n`)
    expect(answer.slice(9, 12)).toBe(status)
    expect(answer).not.toContain(SECRET)
    expect(answer).not.toContain(TOKEN)
    expect(answer).not.toContain(site.file(''))
    expect(answer).not.toMatch(/passwd|node_modules|\.ts:\d/)
  },
)
