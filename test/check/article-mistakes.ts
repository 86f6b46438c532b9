import {
  all,
  body,
  line,
  type Edit,
  type Mistake,
  MOON,
  put,
  rename,
  replace,
  SETTINGS,
  textOf,
  TIDES,
  WIND,
} from './edits.ts'

/** Appends a paragraph to the text of a post. */
function said(name: string, rule: string, text: string): Mistake {
  return { name, rule, edit: body(MOON, `\n${text}`) }
}

/** The text of the tides in the post on the moon. */
const copied: Edit = (files) => {
  const [head = ''] = textOf(files, MOON).split('\n\n')
  files[MOON] = `${head}\n\n${textOf(files, TIDES).split('\n\n')[1] ?? ''}`
}

const VTT = 'WEBVTT\n\n00:01.000 --> 00:04.000\nThe sea.\n'

/** Mistakes in what readers see of articles, and in how episodes follow each other. */
export const ARTICLE_MISTAKES: readonly Mistake[] = [
  said('a link without an address', 'writing/link', 'See [there]().'),
  said(
    'a link to a file of one computer',
    'writing/link',
    'See [there](file:///home/ann/moon.txt).',
  ),
  said('a link with a slip in its scheme', 'writing/link', 'See [there](htps://www.example.org/).'),
  said('a link to this computer', 'writing/link', 'See [there](http://192.168.1.5/moon).'),
  said('a link past the end', 'writing/link', 'At [1:00](#t=1:00) it rises.'),
  said(
    'an image within the text',
    'writing/link',
    '![The moon](data:image/png;base64,iVBORw0KGgo)',
  ),
  said('a footnote that is nowhere', 'writing/raw-markup', 'It is grey.[^2]'),
  said('a comment without an end', 'writing/raw-markup', '<!-- To be continued'),
  said('tags that were escaped', 'writing/raw-markup', '&lt;p&gt;It is grey.&lt;/p&gt;'),
  said('a link to a heading that is nowhere', 'site/link', 'See [below](#the-other-side).'),
  said('a link to the file of no post', 'episode/post-link', 'See [there](2026-05-01-sand.md).'),
  { name: 'the text of another post', rule: 'writing/copied', edit: copied },
  {
    name: 'a summary that is the title',
    rule: 'writing/says-nothing',
    edit: line(MOON, 'summary: The Moon.'),
  },
  {
    name: 'a summary of 5,000 bytes',
    rule: 'episode/summary-long',
    edit: line(MOON, `summary: ${'The moon turns. '.repeat(300)}`),
  },
  {
    name: 'a title that is a file',
    rule: 'episode/title-file',
    edit: replace(MOON, 'title: The moon', 'title: moon_final.mp3'),
  },
  {
    name: 'a title with rows of signs',
    rule: 'episode/title-capitals',
    edit: replace(MOON, 'title: The moon', 'title: The moon!!!'),
  },
  {
    name: 'numbers that fall',
    rule: 'episode/number-falls',
    edit: all(line(TIDES, 'episode: 2'), line(MOON, 'episode: 1'), line(WIND, 'episode: 3')),
  },
  {
    name: 'a season that one of three has',
    rule: 'episode/season-missing',
    edit: all(
      line(TIDES, 'season: 1\nepisode: 1'),
      line(MOON, 'episode: 2'),
      line(WIND, 'episode: 3'),
    ),
  },
  {
    name: 'a transcript of two episodes',
    rule: 'episode/transcript-shared',
    besides: ['transcript/incomplete'],
    edit: all(
      line(TIDES, 'transcript: sea.vtt'),
      line(MOON, 'transcript: sea.vtt'),
      put('sea.vtt', VTT),
    ),
  },
  {
    name: 'a transcript of the beginning alone',
    rule: 'transcript/incomplete',
    edit: put('moon.vtt', VTT),
  },
  {
    name: 'a transcript in one piece',
    rule: 'transcript/coarse',
    edit: (files) =>
      put(
        'moon.vtt',
        `WEBVTT\n\n00:00.000 --> 00:39.000\n${textOf(files, MOON).split('---\n\n')[1]}`,
      )(files),
  },
  {
    name: 'a post that expires before it is published',
    rule: 'post/expires-early',
    edit: line(MOON, 'expiryDate: 2025-06-01'),
  },
  {
    name: 'a recording on the computer of its author',
    rule: 'episode/at-home',
    besides: ['recording/declared'],
    edit: replace(
      MOON,
      'audio: moon.mp3',
      'audio: http://localhost:4000/moon.mp3\nbytes: 600000\nduration: 40',
    ),
  },
  {
    name: 'a transcript in the network of its author',
    rule: 'episode/at-home',
    edit: line(MOON, 'transcript: http://192.168.1.7/moon.vtt'),
  },
  {
    name: 'a recording like a bad telephone',
    rule: 'recording/poor',
    edit: put('moon.mp3', poorMp3()),
  },
  {
    name: 'settings with one extension too many',
    rule: 'settings/misnamed',
    besides: ['settings/missing', 'show/preview', 'feed/author'],
    edit: rename(SETTINGS, 'sidecast.yml.txt'),
  },
  {
    name: 'a private show with a recording elsewhere',
    rule: 'show/private-elsewhere',
    besides: ['recording/declared'],
    edit: all(
      line(SETTINGS, 'private: yes'),
      replace(
        MOON,
        'audio: moon.mp3',
        'audio: https://cdn.example.org/moon.mp3\nbytes: 600000\nduration: 40',
      ),
    ),
  },
  {
    name: 'a draft that is neither',
    rule: 'post/switch',
    edit: line(MOON, 'draft: maybe'),
  },
]

/** 40 seconds of silence in MPEG 2.5 Layer III, mono, at 8 kHz and 8 kbit/s. */
function poorMp3(): Buffer {
  const frame = Buffer.alloc(72)
  frame.set([0xff, 0xe3, 0x18, 0xc4])
  return Buffer.concat(Array.from({ length: 556 }, () => frame))
}
