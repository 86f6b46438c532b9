import type { Offered } from '../check/content/site-checks.ts'
import { openContent } from '../base/content-door.ts'
import type { Resource, Site } from '../site/site.ts'

/** Text files larger than this are not looked into. */
const LARGEST = 4_000_000
const TEXTS = /^text\/(?:html|x-opml)|json|xml/

/** Every text that a site offers, as it would go out. */
export async function readTexts(site: Site): Promise<readonly Offered[]> {
  const texts: Offered[] = []
  for (const [path, resource] of site) {
    const text = TEXTS.test(resource.type) ? await textOf(resource) : null
    if (text !== null) texts.push({ path, type: resource.type, text })
  }
  return texts
}

/** The text of a resource; null where its file is gone, or so large that it is no page. */
async function textOf(resource: Resource): Promise<string | null> {
  if (resource.from === 'show') return resource.make().bytes.toString()
  try {
    await using handle = await openContent(resource.file, resource.roots)
    return (await handle.stat()).size > LARGEST ? null : await handle.readFile('utf8')
  } catch {
    return null
  }
}
