import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'
import { expect, onTestFinished, test } from 'vitest'
import { exportSite } from '../../src/site/export.ts'
import { hostFiles } from '../../src/site/host-files.ts'
import { exampleShow } from '../support/example-show.ts'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { until } from '../support/program.ts'
import { serve } from './served.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Serves a folder by nginx until the test ends, with what the export holds for it. */
async function startNginx(root: string): Promise<string> {
  const port = await freePort()
  const folder = await makeFolder()
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const temporary = paths.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n')
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${join(folder, 'pid')}; events { }
http { access_log off; ${temporary}
server { listen 127.0.0.1:${port}; root ${root}; include ${root}/.sidecast-nginx.conf; } }`,
  )
  await mkdir(join(folder, 'client_body'))
  // Its workers are of another user where the tests run as root.
  await chmod(folder, 0o755)
  const child = spawn('nginx', ['-e', join(folder, 'log'), '-c', join(folder, 'nginx.conf')], {
    stdio: 'inherit',
    env: { ...env, PATH: [env['PATH'], '/usr/sbin'].join(delimiter) },
  })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'close')
  })
  const url = `http://127.0.0.1:${port}`
  await until(
    () => fetch(url).catch(() => null),
    (response) => response !== null,
  )
  return url
}

/** What nginx must say as we do; entity tags are its own. */
const FIELDS = [
  'content-type',
  'cache-control',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
]

test.runIf(EVERYTHING)('nginx answers an export as the server does', async () => {
  await using site = await serve({
    feed: { ...exampleShow().feed, oldPaths: ['/old.xml'] },
  })
  const out = site.file('out')
  await chmod(site.file(''), 0o755)
  const beside = hostFiles(site.site, site.show, true)
  await exportSite(site.site, out, { content: [], beside, compressed: true })
  const url = await startNginx(out)
  for (const [path, resource] of site.site) {
    const [ours, theirs] = [
      await site.ask(encodeURI(path)),
      await fetch(url + encodeURI(path), { redirect: 'manual' }),
    ]
    const wanted = Object.fromEntries(FIELDS.map((name) => [name, ours.headers[name] ?? null]))
    const found = Object.fromEntries(FIELDS.map((name) => [name, theirs.headers.get(name)]))
    const isMoved = resource.from === 'show' && resource.movedTo !== null
    expect({ path, status: theirs.status }).toEqual({ path, status: isMoved ? 301 : 200 })
    if (isMoved) continue
    expect({ path, ...found }).toEqual({ path, ...wanted })
    expect(Buffer.from(await theirs.arrayBuffer()).equals(ours.body)).toBe(true)
  }
  for (const path of ['/.htaccess', '/.sidecast-nginx.conf', '/.sidecast-export.json']) {
    expect((await fetch(url + path)).status).toBe(404)
  }
  const old = await fetch(`${url}/old.xml`, { redirect: 'manual' })
  expect(old.headers.get('location')).toMatch(/\/feed\.xml$/)
  const coded = await fetch(`${url}/feed.xml`, { headers: { 'accept-encoding': 'gzip' } })
  expect(coded.headers.get('content-encoding')).toBe('gzip')
  expect(coded.headers.get('vary')).toContain('Accept-Encoding')
})
