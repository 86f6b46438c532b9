import { all, line, MOON, put, type Edit } from './edits.ts'
import { key, set, text } from './invented-edits.ts'

const srt = (content: string): Edit => all(line(MOON, 'transcript: m.srt'), put('m.srt', content))

/** What looks like a mistake, and goes out as it was meant: nothing is said of it. */
export const FORGIVEN: readonly (readonly [name: string, edit: Edit])[] = [
  ['one category twice', set('category', '[Science, Science]')],
  ['funding that is only an address', set('funding', 'https://www.example.org/give')],
  ['a code of verification as a text', set('txt', 'applepodcastsverify=123')],
  ['markup in a title', key(MOON, 'title', '"The <b>moon</b>"')],
  ['a reference in a title', key(MOON, 'title', '"The moon &amp; the sea"')],
  ['a permalink with a blank', line(MOON, 'permalink: "/the moon/"')],
  ['a number in words', line(MOON, 'episode: three')],
  ['a number with a part', line(MOON, 'episode: 1.5')],
  [
    'Liquid, which the blog runs',
    text(MOON, 'See {{ site.title }} and {% include player.html %}.'),
  ],
  ['a shortcode, which the blog runs', text(MOON, '{{< youtube abc >}}')],
  ['a link without a scheme', text(MOON, 'See [there](www.example.org/moon).')],
  ['a script, which the blog runs', text(MOON, '<script>alert(1)</script>')],
  ['a fence that does not end', text(MOON, '```\nlet moon = 1')],
  ['chapters out of order', line(MOON, 'chapters: ["00:00 Up", "00:30 Down", "00:10 Out"]')],
  ['chapters that begin late', line(MOON, 'chapters: ["00:10 Up", "00:20 Down"]')],
  [
    'a chapter with a link without a scheme',
    line(
      MOON,
      'chapters:\n  - { start: 0, title: Up, url: "www.example.org" }\n  - { start: 20, title: Down }',
    ),
  ],
  [
    'SRT without blank lines',
    srt('1\n00:00:01,000 --> 00:00:04,000\nThe moon\n2\n00:00:05,000 --> 00:00:08,000\nturns.\n'),
  ],
  [
    'a cue without words',
    srt('1\n00:00:01,000 --> 00:00:04,000\n\n2\n00:00:05,000 --> 00:00:08,000\nThe moon.\n'),
  ],
]

/** Mistakes of which nothing is said, and why. */
// prettier-ignore
export const UNSAID: readonly (readonly [name: string, edit: Edit, why: string])[] = [
  ['a feed of a category that there is not', set('feeds', '{ category: { Travel: {} } }'), 'it is made once an episode has it'],
  ['a key of nobody', set('fields', '{ audio: mediafile }'), 'the usual keys are read beside it'],
  ['an empty recording', key(MOON, 'audio', '""'), 'editors write every key into every post'],
  ['an empty guid', line(MOON, 'guid: ""'), 'editors write every key into every post'],
  ['a season of zero', all(line(MOON, 'season: 0'), line(MOON, 'episode: 1')), 'themes write it where there are no seasons'],
  ['another language than the text', line(MOON, 'language: de'), 'so short a text is too like German'],
  ['one chapter alone', line(MOON, 'chapters: ["00:00 Everything"]'), 'nothing is wrong with it'],
  ['a transcript of another recording', all(line(MOON, 'transcript: m.vtt'), put('m.vtt', 'WEBVTT\n\n00:01.000 --> 00:39.000\nWelcome to our talk on bread and butter today, in which bakers from five villages tell of yeast, flour, ovens and the price of salt in the markets of the north since last autumn.\n')), 'so few words prove nothing'],
]
