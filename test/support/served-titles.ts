/** The titles of the items of a feed, in their order. */
export function titlesOf(feed: string): readonly string[] {
  return [...feed.matchAll(/<item>.*?<title>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?<\/title>/gs)].map(
    (match) => match[1] ?? '',
  )
}

/** The same of the feed that is served at a port of this machine. */
export async function servedTitles(port: string): Promise<readonly string[]> {
  return titlesOf(await (await fetch(`http://127.0.0.1:${port}/feed.xml`)).text())
}
