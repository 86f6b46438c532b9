import { silentMp3 } from './silence.ts'
import { postText } from './small-blog.ts'

/** Settings of several shows under an address of their own; nothing is made of pictures. */
export function networkSettings(shows: string): string {
  return `title: Harbour radio
description: All that is heard at the harbour.
author: Ann Reader
owner: { name: Ann Reader, email: ann@example.org }
language: en
category: Science
image: cover.jpg
base_url: https://radio.example.org/pod
artwork: { make: no }
shows:
${shows.trimEnd()}
`
}

export const TWO_SHOWS = networkSettings(`  travel:
    title: Travels
    type: serial
    language: cs
    author: Cyril
  Öl & Meer:
    posts: sea
`)

/** Two shows whose posts have the same names, and a post that is of neither. */
export function networkBlog(settings = TWO_SHOWS): Record<string, string | Uint8Array> {
  return {
    'sidecast.yml': settings,
    'cover.jpg': 'not looked at here',
    'travel/2026-05-04-0001.md': postText('Over the pass', 'one.mp3', ['episode: 1']),
    'travel/one.mp3': silentMp3(40),
    'travel/2026-05-11-0002.md': postText('Down the river', 'two.mp3', ['episode: 2']),
    'travel/two.mp3': silentMp3(41),
    'sea/2026-05-05-0001.md': postText('Oil', 'one.mp3'),
    'sea/one.mp3': silentMp3(42),
    'other/2026-05-06-0001.md': postText('Stray', 'one.mp3'),
    'other/one.mp3': silentMp3(43),
  }
}
