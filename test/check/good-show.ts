import { id3Title, id3v2 } from '../audio/corpus/tags.ts'
import { drawing } from '../artwork/pictures.ts'
import { silentMp3 } from '../support/silence.ts'

/** A show as files: path from its folder → content. */
export type Files = Record<string, string | Uint8Array>

/** A cover of the least size, which is published as it is. */
const COVER = await drawing(1400, 1400).jpeg().toBuffer()

/** Words enough for 40 seconds of reading. */
const TEXT = {
  tides: `The sea comes up to the harbour wall twice a day, and twice a day it goes away again. Whoever works on the coast does not find this remarkable, but whoever comes from the hills stands there and looks. The water is in no hurry. It fills the small channels first, then the larger ones, and in the end it takes the whole flat with one long grey movement. A child with a bucket believes that it could be stopped by a wall of sand. It could not, but the wall is worth building all the same, for it shows how high the water will stand tonight.`,
  moon: `The moon turns the same face to us at all times, and people have long wondered about the other one. When the first pictures of it arrived, they were a disappointment: there were craters, and more craters, and hardly any of the dark plains that make up the face that we know. Why that is so has been explained in several ways since. The far side has the thicker crust, and so the lava of the early days found no way out. What we see from our gardens is the side that bled, and what we do not see is the side that healed at once.`,
  wind: `A wind has a name where people depend on it, and none where they do not. Those who sail know a dozen of them, and speak of each as of a neighbour whose moods have to be reckoned with. There is one that comes down from the mountains at night and is gone by breakfast, and there is another that blows for three days, or for six, or for nine. Nobody has counted whether that is true. It is said, and those who say it look at the sky while they do so, and then they tie the boats with a second rope.`,
}

/** Frames of silence that last as long as reading a text does, about. */
const FRAMES = 1500

/** A recording of such a length that bears a title. */
export function titledMp3(title: string, more = 10): Buffer {
  return Buffer.concat([id3v2({ content: id3Title(title) }), silentMp3(FRAMES + more)])
}

function post(title: string, audio: string, text: string, more = ''): string {
  return `---\ntitle: ${title}\naudio: ${audio}\n${more}---\n\n${text}\n`
}

/** A show that no app and no directory would object to, with nothing left to be advised. */
export function goodShow(): Files {
  return {
    'sidecast.yml': `title: Tides
description: On the sea, the moon and the wind.
author: Ann Reader
owner: { name: Ann Reader, email: ann@example.org }
language: en
category: Science
image: cover.jpg
base_url: https://podcast.example.org
`,
    'cover.jpg': COVER,
    '2026-05-04-tides.md': post(
      'The tides',
      'tides.mp3',
      TEXT.tides,
      'chapters:\n  - "00:00 Up"\n  - "00:20 Down"\n',
    ),
    'tides.mp3': silentMp3(FRAMES),
    '2026-05-11-moon.md': post('The moon', 'moon.mp3', TEXT.moon),
    'moon.mp3': silentMp3(FRAMES + 10),
    '2026-05-18-wind.md': post('The wind', 'wind.mp3', TEXT.wind),
    'wind.mp3': titledMp3('3. The Wind', 20),
  }
}
