import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { makeFolder } from './folder.ts'

const EPISODES = join(import.meta.dirname, '../../episodes')
/** What the posts of the sample show say of their recordings, in YAML, TOML and JSON. */
const RECORDED = /^ *"?(audio|chapters|soundbites|podcast_ogg_file)"?(:| =) .*\n/gm
/** The last line of each front matter, where the posts ask to be spoken instead. */
const TRANSCRIPT = /^( *"?)transcript("?(?::| =) ).*$/m

/** The sample show as it would be without recordings: each post asks to be spoken. */
export async function makeUnspokenShow(): Promise<string> {
  const folder = await makeFolder()
  for (const name of await readdir(EPISODES)) {
    const from = join(EPISODES, name)
    if (extname(name) === '.md') {
      const post = await readFile(from, 'utf8')
      await writeFile(
        join(folder, name),
        post.replaceAll(RECORDED, '').replace(TRANSCRIPT, '$1audio$2true'),
      )
    } else if (['images', 'cover.jpg', 'sidecast.yml'].includes(name)) {
      await cp(from, join(folder, name), { recursive: true })
    }
  }
  return folder
}
