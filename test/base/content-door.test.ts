import { execFile } from 'node:child_process'
import { mkdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { readContent, readContentSync, realRoots } from '../../src/base/content-door.ts'
import { makeFolder } from '../support/folder.ts'

const run = promisify(execFile)

/** Puts something into the show's folder at a path; `outside` is the folder beside it. */
type Arrange = (path: string, folders: { show: string; outside: string }) => Promise<unknown>

async function read(arrange: Arrange, roots: readonly string[] = ['show']) {
  const root = await realpath(
    await makeFolder({ 'show/own.txt': 'own', 'outside/secret.txt': 'secret' }),
  )
  const folders = { show: join(root, 'show'), outside: join(root, 'outside') }
  const path = join(folders.show, 'a.txt')
  await arrange(path, folders)
  const allowed = await realRoots(roots.map((name) => resolve(root, name)))
  const outcome = await readContent(path, allowed).then(String, sentence)
  const atOnce = attempt(() => String(readContentSync(path, allowed)))
  expect(atOnce).toBe(outcome)
  return { outcome, ...folders }
}

function sentence(cause: unknown): string {
  return String(cause)
}

function attempt(action: () => string): string {
  try {
    return action()
  } catch (cause) {
    return sentence(cause)
  }
}

describe('a file goes out', () => {
  test.each<{ what: string; arrange: Arrange; roots?: string[]; content: string }>([
    {
      what: 'that lies in the folder',
      arrange: (path) => writeFile(path, 'here'),
      content: 'here',
    },
    {
      what: 'by a link inside the folder',
      arrange: (path) => symlink('own.txt', path),
      content: 'own',
    },
    {
      what: 'by an absolute link inside the folder',
      arrange: (path, { show }) => symlink(join(show, 'own.txt'), path),
      content: 'own',
    },
    {
      what: 'by a link into another root',
      arrange: (path) => symlink('../outside/secret.txt', path),
      roots: ['show', 'outside'],
      content: 'secret',
    },
    {
      what: 'by a link to a file that is a root itself',
      arrange: (path) => symlink('../outside/secret.txt', path),
      roots: ['show', 'outside/secret.txt'],
      content: 'secret',
    },
    {
      what: 'from a folder that is a link itself',
      arrange: async (_path, { show }) => {
        await rename(show, `${show}-really`)
        await symlink('show-really', show)
        await writeFile(join(show, 'a.txt'), 'through')
      },
      content: 'through',
    },
  ])('$what', async ({ arrange, roots, content }) => {
    expect((await read(arrange, roots)).outcome).toBe(content)
  })
})

describe('a file does not go out', () => {
  test.each<{ what: string; arrange: Arrange; roots?: string[]; says: string }>([
    {
      what: 'by a link out of the folder',
      arrange: (path) => symlink('../outside/secret.txt', path),
      says: '"a.txt" leads out of the folder, to "OUTSIDE/secret.txt"',
    },
    {
      what: 'by a link to a link out of the folder',
      arrange: async (path, { show }) => {
        await symlink('../outside/secret.txt', join(show, 'b.txt'))
        await symlink('b.txt', path)
      },
      says: '"a.txt" leads out of the folder, to "OUTSIDE/secret.txt"',
    },
    {
      what: 'by a folder that is a link out',
      arrange: async (path, { outside }) => {
        await rm(path, { recursive: true, force: true })
        await mkdir(join(outside, 'deep'))
        await writeFile(join(outside, 'deep/a.txt'), 'deep')
        await rm(join(path, '..'), { recursive: true })
        await mkdir(join(path, '..', '..', 'other'))
        await symlink('outside/deep', join(path, '..'))
      },
      roots: ['other'],
      says: '"a.txt" leads out of the folder, to "OUTSIDE/deep/a.txt"',
    },
    {
      what: 'by a link into a folder whose name only begins like the root',
      arrange: async (path, { show }) => {
        await mkdir(`${show}-secret`)
        await writeFile(join(`${show}-secret`, 'a.txt'), 'near')
        await symlink('../show-secret/a.txt', path)
      },
      says: '"a.txt" leads out of the folder',
    },
    {
      what: 'by a link to another file of the folder of one that is a root itself',
      arrange: async (path, { outside }) => {
        await writeFile(join(outside, 'other.txt'), 'other')
        await symlink('../outside/other.txt', path)
      },
      roots: ['show', 'outside/secret.txt'],
      says: '"a.txt" leads out of the folder, to "OUTSIDE/other.txt"',
    },
    {
      what: 'by a link that leads nowhere',
      arrange: (path) => symlink('gone.txt', path),
      says: 'the link "a.txt" leads nowhere; put the file itself there',
    },
    {
      what: 'by a link to itself',
      arrange: (path) => symlink('a.txt', path),
      says: 'the link "a.txt" leads in a circle; put the file itself there',
    },
    {
      what: 'where a pipe is',
      arrange: (path) => run('mkfifo', [path]),
      says: '"a.txt" is not a file but a pipe or a device; replace it with a file',
    },
    {
      what: 'where a link to a pipe is',
      arrange: async (path, { show }) => {
        await run('mkfifo', [join(show, 'pipe')])
        await symlink('pipe', path)
      },
      says: '"a.txt" is not a file but a pipe or a device; replace it with a file',
    },
    {
      what: 'where a link to a device is, even if a root allows it',
      arrange: (path) => symlink('/dev/zero', path),
      roots: ['/'],
      says: '"a.txt" is not a file but a pipe or a device; replace it with a file',
    },
    {
      what: 'where no root is there any more',
      arrange: (path) => writeFile(path, 'here'),
      roots: ['gone'],
      says: '"a.txt" leads out of the folder',
    },
  ])('$what', async ({ arrange, roots, says }) => {
    const { outcome, outside } = await read(arrange, roots)
    expect(outcome).toContain(says.replace('OUTSIDE', outside))
    expect(outcome).toMatch(/^ContentError: /)
  })

  test('while somebody keeps putting a link in its place', async () => {
    const root = await realpath(await makeFolder({ 'show/a.txt': 'own', 'secret.txt': 'secret' }))
    const path = join(root, 'show/a.txt')
    const roots = [join(root, 'show')]
    const over = new AbortController()
    const swapping = (async () => {
      for (let round = 0; !over.signal.aborted; round += 1) {
        const next = join(root, 'show/next')
        await (round % 2 === 0 ? symlink('../secret.txt', next) : writeFile(next, 'own'))
        await rename(next, path)
      }
    })()
    const outcomes = new Set<string>()
    for (let round = 0; round < 500; round += 1) {
      const outcome = await readContent(path, roots).then(String, () => 'refused')
      outcomes.add(outcome)
    }
    over.abort()
    await swapping
    expect(outcomes).toContain('refused')
    expect(outcomes).not.toContain('secret')
  })
})
