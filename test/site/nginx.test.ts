import { chmod } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { exportSite } from '../../src/site/export.ts'
import { hostFiles } from '../../src/site/host-files.ts'
import { exampleShow } from '../support/example-show.ts'
import { EVERYTHING } from '../support/extent.ts'
import { startNginx } from '../support/nginx.ts'
import { serve } from './served.ts'

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
  const { url } = await startNginx(out, `include ${out}/.sidecast-nginx.conf;`)
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
