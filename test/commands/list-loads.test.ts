import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { CLI } from '../support/program.ts'
import { smallBlog } from '../support/small-blog.ts'

const run = promisify(execFile)

/** Tells on standard error the address of each module that a program loads. */
const WITNESS = `data:text/javascript,import{registerHooks}from'node:module';registerHooks({resolve(name,from,next){const found=next(name,from);console.error(found.url);return found}})`

/** What a listing has no use for where nothing has changed, each some ten milliseconds of a start. */
const NEEDLESS =
  /\/node_modules\/(?:markdown-it|parse5|temporal-polyfill|smol-toml|entities|culori|express)|^node:https?$|\/src\/(?:render\/feed|render\/pages|check|stats)\//

async function loadedBy(folder: string): Promise<readonly string[]> {
  const listing = [CLI, 'list', folder, '--offline', '--json']
  const { stderr } = await run(process.execPath, ['--import', WITNESS, ...listing])
  return [...new Set(stderr.trim().split('\n'))]
}

test('a listing of posts that were read before loads nothing that it does not need', async () => {
  const folder = await makeFolder(smallBlog())
  expect((await loadedBy(folder)).filter((url) => NEEDLESS.test(url))).not.toEqual([])
  const loaded = await loadedBy(folder)
  expect(loaded.filter((url) => NEEDLESS.test(url))).toEqual([])
  expect(loaded.length).toBeLessThan(360)
})
