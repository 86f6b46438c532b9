import sharp from 'sharp'
import { expect, test } from 'vitest'
import { manyOr } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { serveFolder } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { postText } from '../support/small-blog.ts'

/** Some begin with the same words, and two are the same. */
const TITLES = ['Tides', 'Tides', 'Tides and moons', '海のための表', 'لماذا مرتين؟', '12']

interface Feed {
  readonly icon?: string
  readonly items: readonly { readonly image?: string }[]
}

/** What an eye sees from afar: 24 × 24 pixels of three colours. */
async function glance(url: string): Promise<Uint8Array> {
  const bytes = await (await fetch(url)).arrayBuffer()
  return sharp(bytes).resize(24, 24).removeAlpha().raw().toBuffer()
}

/** The mean difference of two pictures, from 0 to 255. */
function difference(one: Uint8Array, other: Uint8Array): number {
  const apart = one.map((value, at) => Math.abs(value - (other[at] ?? 0)))
  return apart.reduce((sum, each) => sum + each, 0) / one.length
}

test('covers that are drawn for one show differ, as the server gives them', async () => {
  const titles = TITLES.slice(0, manyOr(3, TITLES.length))
  const posts = titles.map((title, index) => [
    `2026-05-0${index + 1}-post.md`,
    postText(JSON.stringify(title), 'silence.mp3'),
  ])
  const folder = await makeFolder({
    'sidecast.yml': 'title: Tides\ndescription: On the sea.\nlanguage: en\n',
    'silence.mp3': silentMp3(100),
    ...(Object.fromEntries(posts) as Record<string, string>),
  })
  const { url } = await serveFolder(folder)
  const covers = async (): Promise<readonly string[]> => {
    const feed = (await (await fetch(`${url}feed.json`)).json()) as Feed
    return [feed.icon, ...feed.items.map(({ image }) => image)].filter((one) => one !== undefined)
  }
  await expect
    .poll(async () => new Set(await covers()).size, { timeout: 90_000 })
    .toBe(titles.length + 1)
  const seen = await Promise.all((await covers()).map(glance))
  const apart = seen.flatMap((one, index) =>
    seen.slice(index + 1).map((other) => difference(one, other)),
  )
  expect(Math.min(...apart)).toBeGreaterThan(8)
})
