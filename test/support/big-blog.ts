import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { silentMp3 } from './silence.ts'

export interface BigBlog {
  readonly posts: number
  /** How many of the posts have a recording, spread over all of them. */
  readonly recordings: number
  /** Whether each post names a picture, on another host; so by default. */
  readonly pictures?: boolean
}

const SENTENCES = [
  'Moře se dvakrát denně zvedne a dvakrát klesne, a nikdo se mu nediví.',
  'Kdo čte nahlas, slyší, kde se věta láme a kde jí dochází dech.',
  'Tabulka přílivů je jízdní řád, který ještě nikdy nebyl zrušen.',
  'A tide table is a timetable that has never been cancelled.',
  'Vlak do Lysé jede *každou hodinu*, jen v neděli si přispí.',
]

/** A Jekyll blog as it grows in twenty years: posts of some 4 KB, the newest of them read aloud. */
export async function writeBigBlog(
  folder: string,
  { posts, recordings, pictures = true }: BigBlog,
): Promise<void> {
  const every = Math.floor(posts / recordings)
  await writeFile(join(folder, '_config.yml'), CONFIG)
  await mkdir(join(folder, 'audio'), { recursive: true })
  const audio = silentMp3(2000)
  for (let index = 0; index < posts; index += 1) {
    const { name, year } = nameOf(index)
    const heard = index % every === 0 && index / every < recordings
    const post = join(folder, '_posts', year)
    await mkdir(post, { recursive: true })
    await writeFile(join(post, `${name}.md`), postText(index, heard ? name : null, pictures))
    if (heard) await writeFile(join(folder, 'audio', `${name}.mp3`), audio)
  }
}

const CONFIG = `title: Velký blog
description: Dvacet let článků
url: https://www.example.org
permalink: /item/:title/
author: Žofie Říčná
lang: cs
`

function nameOf(index: number): { name: string; year: string } {
  const day = new Date(Date.UTC(2002, 0, 1) + index * 36 * 60 * 60 * 1000)
    .toISOString()
    .slice(0, 10)
  return { name: `${day}-clanek-${index}`, year: day.slice(0, 4) }
}

function postText(index: number, recording: string | null, hasPicture: boolean): string {
  const paragraph = (start: number): string =>
    Array.from({ length: 6 }, (_, offset) => SENTENCES[(start + offset) % SENTENCES.length]).join(
      ' ',
    )
  const picture = hasPicture ? `thumbnail: https://www.example.org/assets/${index}.jpg\n` : ''
  const audio =
    recording === null ? '' : `audio_url: https://www.example.org/audio/${recording}.mp3\n`
  return `---
layout: post
title: "Článek číslo ${index}: o moři & o vlacích"
author: Žofie Říčná
categories:
- Příroda
- Cestování
- "Věda: každodenní"
post_excerpt: "Krátký úvod článku ${index}, dost dlouhý na to, aby se vešel do popisu epizody."
${picture}${audio}---

${paragraph(index)}

<!--more-->

## První část

${paragraph(index + 1)}

- ${SENTENCES[index % 5]}
- ${SENTENCES[(index + 2) % 5]} [Odkaz](/item/clanek-${index - 1}/)

## Druhá část

${paragraph(index + 2)}

${paragraph(index + 3)}

> ${SENTENCES[(index + 4) % 5]}

${paragraph(index + 4)}
`
}
