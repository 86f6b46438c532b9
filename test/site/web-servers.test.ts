import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'
import { describe, expect, onTestFinished, test } from 'vitest'
import { exportSite } from '../../src/site/export.ts'
import { hostFiles } from '../../src/site/host-files.ts'
import { exampleShow } from '../support/example-show.ts'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { serveByHeaders } from '../support/headers-host.ts'
import { until } from '../support/program.ts'
import { freePort } from '../support/free-port.ts'
import { serve } from './served.ts'

/** Serves a folder until the test ends, with what the export holds for this server. @returns Its URL. */
type Start = (root: string) => Promise<string>

async function startProgram(
  command: string,
  url: string,
  ...args: readonly string[]
): Promise<string> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...env, PATH: [env['PATH'], '/usr/sbin'].join(delimiter), HOME: await makeFolder() },
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  onTestFinished(async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'close')
  })
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(complaints)
      return fetch(url).catch(() => null)
    },
    (response) => response !== null,
  )
  return url
}

/** A folder that workers of another user may read, where the tests run as root. */
async function openFolder(): Promise<string> {
  const folder = await makeFolder()
  await chmod(folder, 0o755)
  return folder
}

const startNginx: Start = async (root) => {
  const [port, folder] = [await freePort(), await openFolder()]
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const temporary = kinds.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n')
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${join(folder, 'pid')}; events { }
http { access_log off; ${temporary}
server { listen 127.0.0.1:${port}; root ${root}; include ${root}/.sidecast-nginx.conf; } }`,
  )
  await mkdir(join(folder, 'client_body'))
  const options = ['-e', join(folder, 'log'), '-c', join(folder, 'nginx.conf')]
  return startProgram('nginx', `http://127.0.0.1:${port}`, ...options)
}

const startCaddy: Start = async (root) => {
  const [port, folder] = [await freePort(), await openFolder()]
  const file = join(folder, 'Caddyfile')
  await writeFile(
    file,
    `{
  admin off
  auto_https off
}
http://127.0.0.1:${port} {
  root * ${root}
  import ${root}/.sidecast-Caddyfile
}
`,
  )
  const options = ['run', '--config', file, '--adapter', 'caddyfile']
  return startProgram('caddy', `http://127.0.0.1:${port}`, ...options)
}

const APACHE_MODULES = '/usr/lib/apache2/modules'
const MODULES = 'mpm_event authz_core dir mime alias headers deflate filter rewrite'.split(' ')

const startApache: Start = async (root) => {
  const [port, folder] = [await freePort(), await openFolder()]
  const file = join(folder, 'httpd.conf')
  const modules = MODULES.map(
    (name) => `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`,
  )
  await writeFile(
    file,
    `ServerRoot ${folder}
${modules.join('\n')}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/log
User www-data
TypesConfig /dev/null
DocumentRoot ${root}
<Directory ${root}>
  AllowOverride All
  Require all granted
</Directory>
`,
  )
  return startProgram('apache2', `http://127.0.0.1:${port}`, '-X', '-f', file)
}

const startByHeaders: Start = async (root) => {
  const { url, close } = await serveByHeaders(root)
  onTestFinished(close)
  return url
}

interface Server {
  readonly name: string
  readonly start: Start
  /** Whether it reads configurations of its own, so that more can be asked of it. */
  readonly isConfigured: boolean
}

const SERVERS: readonly Server[] = [
  { name: 'nginx', start: startNginx, isConfigured: true },
  { name: 'Caddy', start: startCaddy, isConfigured: true },
  // Skipped where it is not installed.
  ...(existsSync(APACHE_MODULES)
    ? [{ name: 'Apache', start: startApache, isConfigured: true }]
    : []),
  { name: 'a host that reads _headers', start: startByHeaders, isConfigured: false },
]

/** What a web server must say as we do; entity tags are its own. */
const FIELDS = [
  'content-type',
  'cache-control',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
]

/** What `_headers` cannot say of some, since hosts join the values of all rules that match. */
const NOT_OF_ASSETS = ['cache-control', 'content-security-policy']
const NOT_OF_PAGES = ['access-control-allow-origin', 'access-control-expose-headers']

describe.runIf(EVERYTHING).each(SERVERS)('$name', ({ start, isConfigured }) => {
  test('answers an export as the server does', async () => {
    await using site = await serve({ feed: { ...exampleShow().feed, oldPaths: ['/old.xml'] } })
    const out = site.file('out')
    await chmod(site.file(''), 0o755)
    const beside = hostFiles(site.site, site.show, true)
    await exportSite(site.site, out, { content: [], beside, compressed: true })
    const url = await start(out)
    for (const [path, resource] of site.site) {
      const [ours, theirs] = [
        await site.ask(encodeURI(path)),
        await fetch(url + encodeURI(path), { redirect: 'manual' }),
      ]
      const isMoved = resource.from === 'show' && resource.movedTo !== null
      if (isMoved && !isConfigured) continue
      expect({ path, status: theirs.status }).toEqual({ path, status: isMoved ? 301 : 200 })
      if (isMoved) continue
      const wanted = Object.fromEntries(FIELDS.map((name) => [name, ours.headers[name] ?? null]))
      const found = Object.fromEntries(FIELDS.map((name) => [name, theirs.headers.get(name)]))
      // Without configuration of its own, one rule opens everything, and images have what the host says.
      const own = resource.role === 'asset' ? NOT_OF_ASSETS : NOT_OF_PAGES
      const checked = FIELDS.filter((name) => isConfigured || !own.includes(name))
      const valuesOf = (fields: Readonly<Record<string, unknown>>) =>
        checked.map((name) => [name, fields[name]])
      expect([path, ...valuesOf(found)]).toEqual([path, ...valuesOf(wanted)])
      expect(Buffer.from(await theirs.arrayBuffer()).equals(ours.body)).toBe(true)
    }
    for (const path of ['/.htaccess', '/.sidecast-nginx.conf', '/.sidecast-export.json']) {
      expect((await fetch(url + path)).status).toBe(404)
    }
    const coded = await fetch(`${url}/feed.xml`, { headers: { 'accept-encoding': 'gzip' } })
    expect(coded.headers.get('content-encoding')).toBe('gzip')
    expect(coded.headers.get('vary')).toContain('Accept-Encoding')
    if (!isConfigured) return

    const plain = await fetch(`${url}/feed.xml`, { headers: { 'accept-encoding': 'identity' } })
    expect(plain.headers.get('vary')).toContain('Accept-Encoding')
    expect((await fetch(`${url}/feed.xml`, { method: 'POST' })).status).toBeGreaterThanOrEqual(400)

    const old = await fetch(`${url}/old.xml`, { redirect: 'manual' })
    expect(old.headers.get('location')).toMatch(/\/feed\.xml$/)
    for (const path of ['/audio/priliv.mp3', '/feed.xml', '/episodes/priliv/chapters.json']) {
      const asked = await fetch(url + path, { method: 'OPTIONS' })
      expect({ path, isRight: asked.status === 200 || asked.status === 204 }).toEqual({
        path,
        isRight: true,
      })
      expect(asked.headers.get('access-control-allow-origin')).toBe('*')
      expect(asked.headers.get('access-control-allow-headers')).toContain('Range')
    }
  })

  test.each([
    ['bytes=0-9', 206],
    ['bytes=-10', 206],
    ['bytes=99999999-', 416],
    ['bytes=abc', 200],
    ['bytes=9-3', 200],
    ['bytes=10-9', 200],
    ['items=0-9', 200],
  ])('takes the range %s for what it is', async (range, status) => {
    await using site = await serve()
    const out = site.file('out')
    await chmod(site.file(''), 0o755)
    const beside = hostFiles(site.site, site.show, false)
    await exportSite(site.site, out, { content: [], beside })
    const response = await fetch(`${await start(out)}/audio/priliv.mp3`, { headers: { range } })
    const body = await response.arrayBuffer()
    expect(response.status).toBe(status)
    expect(body.byteLength === 100_000).toBe(status === 200)
    expect([null, '*']).toContain(response.headers.get('access-control-allow-origin'))
  })
})
