import { silentMp3 } from './silence.ts'

/** A post with a recording beside it, as text; further front-matter lines may be given. */
export function postText(title: string, audio: string, more: readonly string[] = []): string {
  return `---\ntitle: ${title}\naudio: ${audio}\n${more.map((line) => `${line}\n`).join('')}---\n\nText of ${title}.\n`
}

/** The files of a show that directories would take, but for its cover's pixels: nothing is made of them. */
export function smallBlog(): Record<string, string | Uint8Array> {
  return {
    'sidecast.yml': `title: Tides
description: On the sea.
author: Ann Reader
owner: { name: Ann Reader, email: ann@example.org }
language: en
category: Science
image: cover.jpg
artwork: { make: no }
`,
    'cover.jpg': 'not looked at here',
    '2026-05-04-tides.md': postText('Tides', 'tides.mp3'),
    'tides.mp3': silentMp3(100),
    '2026-05-11-moon.md': postText('Moon', 'moon.mp3'),
    'moon.mp3': silentMp3(50),
    'about.md': 'Just a page.\n',
  }
}
