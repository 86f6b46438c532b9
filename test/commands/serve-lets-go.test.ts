import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { quietly } from '../../src/commands/open-blog.ts'
import { openFolder } from '../../src/commands/open-folder.ts'
import { follow } from '../../src/commands/follow.ts'
import { makeFolder } from '../support/folder.ts'
import { collectGarbage } from '../support/live-memory.ts'
import { postText, smallBlog } from '../support/small-blog.ts'

const EDITS = 6

test('an edit lets go of the show before it, the first one as every other', async () => {
  const folder = await makeFolder(smallBlog())
  const stop = new AbortController()
  const context = quietly(stop.signal)
  const options = { folder, baseUrl: undefined, fallbackUrl: 'http://localhost/' }
  const { live, close } = await follow(await openFolder(options, context), false, context)
  const shows = [new WeakRef(live.current.show)]
  const file = join(folder, '2026-05-04-tides.md')
  for (let edit = 1; edit <= EDITS; edit += 1) {
    await writeFile(file, postText(`Edited ${edit}.`, 'tides.mp3'))
    await live.refresh(new Set([file]))
    shows.push(new WeakRef(live.current.show))
  }
  // What was looked at in this turn is held until it ends.
  await setImmediate()
  collectGarbage()
  const alive = shows.map((show) => show.deref()?.episodes.map(({ title }) => title))
  expect(alive.slice(0, -1)).toEqual(Array(EDITS).fill(undefined))
  expect(alive.at(-1)).toContain(`Edited ${EDITS}.`)
  stop.abort()
  await close()
})
