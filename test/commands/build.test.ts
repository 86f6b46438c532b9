import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addFiles, makeDeepFolder, makeFolder } from '../support/folder.ts'
import { serveFolder, sidecast } from '../support/program.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

describe('build', () => {
  test('fails after it has written the site where the ledger cannot be written', async () => {
    const folder = await makeDeepFolder('sidecast.ledger.json')
    await addFiles(folder, smallBlog())
    const out = join(await makeFolder(), 'site')
    const { code, stdout, stderr } = await sidecast(['build', folder, '--out', out])
    expect(code).toBe(1)
    expect(stdout).toContain('Tides: 2 episodes')
    expect(await readFile(join(out, 'feed.xml'), 'utf8')).toContain('<title>Moon</title>')
    expect(stderr).toMatch(
      /! sidecast\.ledger\.json cannot be written \(ENAMETOOLONG\), so no guid of what was just written is kept, and a later run may give an episode another one; its path is too long/,
    )
  })

  test('writes the very bytes that serve sends, at every path', async () => {
    const folder = await makeFolder(smallBlog())
    const { url } = await serveFolder(folder)
    const out = join(await makeFolder(), 'site')
    const built = await sidecast(['build', folder, '--out', out, '--base-url', url])
    expect(built.code).toBe(0)
    const names = (await readdir(out, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !/^(?:\.|_headers$)/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1))
    expect(names).toEqual(
      expect.arrayContaining([
        'index.html',
        'feed.xml',
        'episodes/tides/index.html',
        'audio/tides.mp3',
      ]),
    )
    for (const name of names) {
      const path = name.replace(/(^|\/)index\.html$/, '$1')
      const served = Buffer.from(await (await fetch(new URL(path, url))).arrayBuffer())
      expect({ name, bytes: served }).toEqual({ name, bytes: await readFile(join(out, name)) })
    }
  })

  test('writes nothing while a post has an error, unless told to keep going', async () => {
    const folder = await makeFolder(smallBlog())
    await addFiles(folder, { '2026-05-18-sun.md': postText('Sun', 'sun.mp3') })
    const out = join(await makeFolder(), 'site')
    const refused = await sidecast(['build', folder, '--out', out])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(
      '1 error in 1 file; nothing was written. Correct them, or write the rest with --keep-going.',
    )
    await expect(stat(out)).rejects.toThrow('ENOENT')
    const kept = await sidecast(['build', folder, '--out', out, '--keep-going'])
    expect(kept.code).toBe(1)
    expect(kept.stdout).toMatch(/^Tides: 2 episodes, \d+ files/)
    expect((await stat(join(out, 'feed.xml'))).size).toBeGreaterThan(0)
  })

  test('does not advise to keep going where nothing can be written', async () => {
    const folder = await makeFolder({ ...smallBlog(), 'sidecast.ledger.json': '{' })
    const out = join(await makeFolder(), 'site')
    const { code, stderr } = await sidecast(['build', folder, '--out', out, '--keep-going'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/nothing was written\. Correct them, and run this again\.\n$/)
  })

  test('refuses to write over the posts', async () => {
    const folder = await makeFolder(smallBlog())
    const { code, stderr } = await sidecast(['build', folder, '--out', folder])
    expect(code).toBe(1)
    expect(stderr).toContain(folder)
    expect(await readFile(join(folder, '2026-05-04-tides.md'), 'utf8')).toContain('Text of Tides.')
  })
})
