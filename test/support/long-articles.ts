import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { silentMp3 } from './silence.ts'

export interface LongArticles {
  /** Posts of 5 KB of Markdown. */
  readonly markdown: number
  /** Posts of 12 KB, half of which is the raw HTML of an older blog. */
  readonly html: number
  /** Whether the recordings lie in the folder; else they are on another host. */
  readonly local: boolean
}

const SENTENCES = [
  'The sea rises twice a day, and nobody **wonders** any more.',
  'Whoever reads aloud hears where a sentence [breaks](/item/breaks/) and where it runs out of breath.',
  'A tide table is a *timetable* that has `never` been cancelled.',
  'Moře se dvakrát denně zvedne a dvakrát klesne, a nikdo se mu nediví.',
  'The harbour master writes 4.2 m into a book & turns the page.',
  'See https://tides.example/table for the hours of the day.',
]

/**
 * A blog that says everything in its articles: nothing in the front matter says what they are about,
 * and each has a recording. Frames of silence, that nothing else takes time.
 */
export async function writeLongArticles(folder: string, blog: LongArticles): Promise<void> {
  const { markdown, html, local } = blog
  await mkdir(join(folder, 'posts'), { recursive: true })
  await mkdir(join(folder, 'audio'), { recursive: true })
  await writeFile(join(folder, 'sidecast.yml'), SETTINGS)
  const audio = silentMp3(10)
  for (let index = 0; index < markdown + html; index += 1) {
    const name = `article-${index}`
    const start = `This is what ${nameOf(index)} has seen of the *sea*, told at length.\n\n`
    const body = index < markdown ? markdownOf(index, 5_000) : halfHtmlOf(index, 12_000)
    const recording = `${local ? '' : 'https://cdn.example/'}${name}.mp3`
    const front = `---\ntitle: Article ${index}\ndate: ${dayOf(index)}\naudio: ${recording}\n---\n\n${start}`
    await writeFile(join(folder, 'posts', `${name}.md`), front + body)
    if (local) await writeFile(join(folder, 'audio', `${name}.mp3`), audio)
  }
}

const SETTINGS = `title: Long articles
description: Everything about the sea
author: Harbour Master
site: https://blog.example
language: en
explicit: false
category: [Science]
artwork: { make: no, draw: no }
`

/** No two articles begin in the same way; `17` → `Captain br`. */
function nameOf(index: number): string {
  return `Captain ${index.toString().replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')}`
}

function dayOf(index: number): string {
  return new Date(Date.UTC(2010, 0, 1 + index)).toISOString().slice(0, 10)
}

function paragraphOf(index: number): string {
  return Array.from({ length: 5 }, (_, at) => SENTENCES[(index + at) % SENTENCES.length]).join(' ')
}

function markdownOf(index: number, length: number): string {
  let text = ''
  for (let part = index; text.length < length; part += 1) {
    text += `## Part ${part}\n\n${paragraphOf(part)}\n\n${paragraphOf(part + 1)}\n\n- ${SENTENCES[part % 6]}\n- ${SENTENCES[(part + 1) % 6]}\n\n> ${SENTENCES[(part + 2) % 6]}\n\n`
  }
  return text
}

function halfHtmlOf(index: number, length: number): string {
  let text = ''
  for (let part = index; text.length < length / 2; part += 1) {
    text += `<P ALIGN=left><FONT SIZE=2>${paragraphOf(part)}<BR>\n<A HREF="/item/${part}/" target=_blank>more</A></FONT>\n<TABLE BORDER=0><TR><TD><IMG SRC="/img/${part}.gif" WIDTH=10><TD>${SENTENCES[part % 6]}</TABLE>\n\n`
  }
  return text + markdownOf(index, length - text.length)
}
