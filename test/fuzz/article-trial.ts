import { renderArticle, articleText } from '../../src/posts/article/article.ts'
import { beginningParagraphs, summarize } from '../../src/posts/article/article-summary.ts'
import { mentionsIn } from '../../src/posts/article/article-mentions.ts'
import { textChapters } from '../../src/posts/article/time-marks.ts'
import { addressesIn, readHtml } from '../../src/check/content/html.ts'

/** What is made of an article. */
const READERS: Readonly<Record<string, (body: string) => unknown>> = {
  summary: summarize,
  beginning: beginningParagraphs,
  mentions: mentionsIn,
  text: articleText,
  chapters: (body) => textChapters(body, null),
}

/** What must never be in a page. */
const UNSAFE = /^(?:script|style|object|embed|base|meta|link|form)$/

const SCRIPT = /^\s*(?:javascript|vbscript|data):/i

/** What became of one article: how long it took to read it in every way, and what was wrong. */
export interface ArticleTrial {
  /** Of computing, whatever else the machine is doing. */
  readonly milliseconds: number
  readonly fault: string | null
}

/** Reads an article in every way in which it is read. */
export function readBody(body: string): ArticleTrial {
  const before = process.cpuUsage()
  let fault: string | null = null
  let page = ''
  try {
    page = renderArticle(body, { resolve: (url) => url })
    for (const read of Object.values(READERS)) read(body)
  } catch (cause) {
    fault = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  }
  const { user, system } = process.cpuUsage(before)
  return { milliseconds: (user + system) / 1000, fault: fault ?? unsafe(page) }
}

/** What a browser would make of a page that no article may bring about; null where there is nothing. */
function unsafe(page: string): string | null {
  for (const element of readHtml(page).elements) {
    const { name, attributes } = element
    if (UNSAFE.test(name)) return `<${name}> in the page`
    const handler = Object.keys(attributes).find((key) => key.startsWith('on'))
    if (handler !== undefined) return `${handler} in the page`
    const script = addressesIn(element).find((url) => SCRIPT.test(url))
    if (script !== undefined) return `the address ${script.slice(0, 40)}`
  }
  return null
}
