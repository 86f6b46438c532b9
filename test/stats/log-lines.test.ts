import { describe, expect, test } from 'vitest'
import { createLineReader } from '../../src/stats/log-lines.ts'

const TIME = Date.UTC(2026, 10, 29, 1, 36, 35)
const WHOLE = {
  time: TIME,
  method: 'GET',
  target: '/audio/moon.mp3',
  status: 206,
  sent: 65_536,
  range: 'bytes=0-65535',
  client: '203.0.113.7',
  agent: 'AntennaPod/3.4.0',
  referrer: 'https://example.org/',
  country: '',
}
const FIELDS =
  '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query sc-content-len sc-range-start sc-range-end c-country'

/** What servers and CDNs write of one and the same request; what they do not say is in `without`. */
const SAME: readonly {
  readonly from: string
  readonly lines: readonly string[]
  readonly without?: Partial<typeof WHOLE>
}[] = [
  {
    from: 'serve',
    lines: [
      '{"level":"info","time":"2026-11-29T01:36:35.000Z","msg":"request","method":"GET","path":"/audio/moon.mp3","status":206,"bytes":65536,"size":8000000,"range":"bytes=0-65535","agent":"AntennaPod/3.4.0","referrer":"https://example.org/","client":"203.0.113.7","ms":12.5}',
    ],
  },
  {
    from: 'Apache and nginx, combined',
    lines: [
      '203.0.113.7 - - [29/Nov/2026:02:36:35 +0100] "GET /audio/moon.mp3 HTTP/1.1" 206 65536 "https://example.org/" "AntennaPod/3.4.0"',
    ],
    without: { range: '' },
  },
  {
    from: 'Apache with mod_logio and a virtual host',
    lines: [
      'example.org:443 203.0.113.7 - anna [28/Nov/2026:20:36:35 -0500] "GET /audio/moon.mp3 HTTP/2.0" 206 8000000 "https://example.org/" "AntennaPod/3.4.0" 512 65536',
    ],
    without: { range: '' },
  },
  {
    from: 'nginx behind a proxy, with range and country',
    lines: [
      '10.0.0.2 - - [29/Nov/2026:01:36:35 +0000] "GET /audio/moon.mp3 HTTP/1.1" 206 65536 "https://example.org/" "AntennaPod/3.4.0" "203.0.113.7, 10.0.0.9" "bytes=0-65535" "CZ"',
    ],
    without: { country: 'CZ' },
  },
  {
    from: 'nginx, JSON',
    lines: [
      '{"time_iso8601":"2026-11-29T02:36:35+01:00","remote_addr":"203.0.113.7","request":"GET /audio/moon.mp3 HTTP/1.1","status":"206","body_bytes_sent":"65536","http_range":"bytes=0-65535","http_referer":"https://example.org/","http_user_agent":"AntennaPod/3.4.0"}',
    ],
  },
  {
    from: 'Caddy',
    lines: [
      '{"level":"info","ts":1796002595.0,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"10.0.0.1","client_ip":"203.0.113.7","proto":"HTTP/2.0","method":"GET","host":"example.org","uri":"/audio/moon.mp3","headers":{"User-Agent":["AntennaPod/3.4.0"],"Referer":["https://example.org/"],"Range":["bytes=0-65535"]}},"bytes_read":0,"duration":0.1,"size":65536,"status":206,"resp_headers":{"Content-Length":["8000000"]}}'.replace(
        '1796002595',
        String(TIME / 1000),
      ),
    ],
  },
  {
    from: 'pino-http',
    lines: [
      `{"level":30,"time":${TIME},"req":{"method":"GET","url":"/audio/moon.mp3","headers":{"user-agent":"AntennaPod/3.4.0","referer":"https://example.org/","range":"bytes=0-65535"},"remoteAddress":"203.0.113.7"},"res":{"statusCode":206,"headers":{"content-length":65536}},"responseTime":3,"msg":"request completed"}`,
    ],
  },
  {
    from: 'CloudFront',
    lines: [
      '#Version: 1.0',
      FIELDS,
      '2026-11-29\t01:36:35\tPRG50\t66100\t203.0.113.7\tGET\td1.cloudfront.net\t/audio/moon.mp3\t206\thttps://example.org/\tAntennaPod/3.4.0\t-\t65536\t0\t65535\tCZ',
    ],
    without: { range: 'bytes 0-65535/*', country: 'CZ' },
  },
  {
    from: 'CloudFront, JSON',
    lines: [
      '{"date":"2026-11-29","time":"01:36:35","sc-bytes":"66100","sc-content-len":"65536","c-ip":"203.0.113.7","cs-method":"GET","cs-uri-stem":"/audio/moon.mp3","sc-status":"206","cs(Referer)":"https://example.org/","cs(User-Agent)":"AntennaPod/3.4.0","sc-range-start":"0","sc-range-end":"65535"}',
    ],
    without: { range: 'bytes 0-65535/*' },
  },
  {
    from: 'Fastly through syslog',
    lines: [
      '<134>2026-11-29T01:36:35Z cache-prg1 sidecast[3]: {"timestamp":"2026-11-29T01:36:35+0000","client_ip":"203.0.113.7","geo_country":"czechia","url":"/audio/moon.mp3","request_method":"GET","request_referer":"https://example.org/","request_user_agent":"AntennaPod/3.4.0","response_status":206,"response_body_size":65536,"fastly_is_edge":true}',
    ],
    without: { range: '', country: 'czechia' },
  },
  {
    from: 'Cloudflare',
    lines: [
      `{"ClientIP":"203.0.113.7","ClientRequestMethod":"GET","ClientRequestURI":"/audio/moon.mp3","ClientRequestUserAgent":"AntennaPod/3.4.0","ClientRequestReferer":"https://example.org/","EdgeResponseBytes":65536,"EdgeResponseStatus":206,"EdgeStartTimestamp":${TIME}000000,"ClientCountry":"cz"}`,
    ],
    without: { range: '', country: 'cz' },
  },
]

function forwardedBy(address: string): string {
  return `${address} - - [29/Nov/2026:01:36:35 +0000] "GET /a.mp3 HTTP/1.1" 200 1 "-" "x" "198.18.0.1, 9.9.9.9"`
}

describe('a line', () => {
  test.each(SAME)('of $from', ({ lines, without = {} }) => {
    const read = createLineReader()
    expect(lines.map((line) => read(line)).at(-1)).toEqual({ ...WHOLE, ...without })
  })

  test.each([
    ['names no client', { client: undefined }, { client: '' }],
    [
      'has the token of a listener',
      { path: '/private/…/audio/moon.mp3' },
      { target: '/private/…/audio/moon.mp3' },
    ],
    ['was broken off at once', { bytes: 0 }, { sent: 0 }],
  ])('of serve that %s', (_, change, expected) => {
    const [line = ''] = SAME[0]?.lines ?? []
    const changed = JSON.stringify({ ...JSON.parse(line), ...change })
    expect(createLineReader()(changed)).toEqual({ ...WHOLE, ...expected })
  })

  test.each([
    '{"level":"warn","time":"2026-11-29T01:36:35.000Z","msg":"moon.mp3 is not measured yet"}',
    '{"client_ip":"203.0.113.7","url":"/audio/moon.mp3","request_method":"GET","fastly_is_edge":"false"}',
    '#Date: 2026-11-29',
  ])('that tells of no request of a listener: %s', (line) => {
    expect(createLineReader()(line)).toBeNull()
  })

  test.each([
    '',
    '{}x',
    '[]',
    '{"method":"GET","path":"/audio/moon.mp3","status":206,"time":"yesterday"}',
    '{"method":"GET","path":"/audio/moon.mp3","status":"ok","time":"2026-11-29T01:36:35Z"}',
    '203.0.113.7 - - [29/Nov/2026:01:36:35 +0000] "\\x16\\x03\\x01/moon.mp3" 400 150 "-" "-"',
    '203.0.113.7 - - [29/Nov/2026:01:36:35] "GET /audio/moon.mp3 HTTP/1.1" 200 1 "-" "-"',
    `{"a":${'['.repeat(5000)}`,
  ])('that cannot be read: %s', (line) => {
    expect(createLineReader()(line) ?? 'unread').toBe('unread')
  })

  test('with quotes and other signs in what a client sent', () => {
    const agents = [
      ['A \\"b\\" \\\\ c', 'A "b" \\ c'],
      ['A \\x22b\\x22 \\x1B[31m', 'A "b" \u{1B}[31m'],
    ]
    for (const [written, meant] of agents) {
      const line = `203.0.113.7 - - [29/Nov/2026:01:36:35 +0000] "GET /a b.mp3 HTTP/1.1" 200 1 "-" "${written}"`
      expect(createLineReader()(line)).toMatchObject({ target: '/a b.mp3', agent: meant })
    }
    const json =
      '{"time":"2026-11-29T01:36:35Z","method":"GET","path":"/a.mp3","status":200,"bytes":1,"agent":"A \\x22b\\x22"}'
    expect(createLineReader()(json)).toMatchObject({ agent: 'A "b"' })
  })

  test('of a client that names another address, which is believed of proxies only', () => {
    const read = createLineReader()
    expect([read(forwardedBy('8.8.8.8'))?.client, read(forwardedBy('127.0.0.1'))?.client]).toEqual([
      '8.8.8.8',
      '9.9.9.9',
    ])
  })
})
