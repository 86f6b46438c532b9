import { describe, expect, test } from 'vitest'
import { Body } from '../../src/posts/body.ts'
import { parsePost } from '../../src/posts/parse-post.ts'
import type { PostRules } from '../../src/posts/post.ts'
import { formatProblem } from '../../src/base/problem.ts'
import { PLAIN_RULES, postOf } from './plain-rules.ts'

/** A file whose front matter has a title, a date, a recording and these lines (from line 5 on). */
function episode(lines: string, body = 'The sea.\n'): string {
  return `---\ntitle: Tides\ndate: 2025-01-29\naudio_url: /tides.mp3\n${lines}\n---\n${body}`
}

/** The same without a recording. */
function silent(lines: string, body = 'The sea.\n'): string {
  return `---\ntitle: Tides\ndate: 2025-01-29\n${lines}\n---\n${body}`
}

/** The same with a recording and these lines of dates, from line 4 on. */
function dated(lines: string): string {
  return `---\ntitle: Tides\naudio_url: /tides.mp3\n${lines}\n---\n`
}

/** What a file's author is told, as they see it. */
function told(file: string, text: string, rules: PostRules = PLAIN_RULES): readonly string[] {
  return parsePost(file, text, rules).problems.map(formatProblem)
}

describe('a file is no episode', () => {
  test.each([
    { text: '', reason: 'empty file' },
    { text: 'The sea.\n', reason: 'no front matter' },
    {
      text: '-----\naudio_url: /tides.mp3\n-----\n',
      reason: 'no front matter ("-----" is not "---")',
    },
    { text: silent(''), reason: 'no recording named' },
    { text: silent('audio_url: null'), reason: 'audio_url is empty' },
    { text: silent("audio_url: ''"), reason: 'audio_url is empty' },
    { text: silent('audioUrl:'), reason: 'audioUrl is empty' },
    {
      text: silent('audio: true'),
      reason: 'no recording named (audio: true asks narrate for one)',
    },
    { text: silent('Audio: "no"'), reason: 'no recording named (Audio: "no" is a switch)' },
    // Generic keys that mean something else
    { text: silent('url: https://example.org/'), reason: 'no recording named' },
    { text: silent('link: /tides/'), reason: 'no recording named' },
    { text: silent('file: tides.pdf'), reason: 'no recording named' },
    { text: silent('podcast: sea-mix'), reason: 'no recording named' },
    {
      text: silent('rss: https://example.org/rss\nlinks: { apple: https://example.org/a }'),
      reason: 'no recording named',
    },
    // Switches
    { text: episode('draft: true'), reason: 'draft: true' },
    { text: episode('Draft: "yes"'), reason: 'Draft: "yes"' },
    { text: episode('hide: true'), reason: 'hide: true' },
    { text: episode('hidden: true'), reason: 'hidden: true' },
    { text: episode('private: true'), reason: 'private: true' },
    { text: episode('published: false'), reason: 'published: false' },
    { text: episode('podcast: false'), reason: 'podcast: false' },
    { text: episode('upcoming: true'), reason: 'upcoming: true' },
    { text: episode('audiooff: true'), reason: 'audiooff: true' },
    {
      text: episode('eleventyExcludeFromCollections: true'),
      reason: 'eleventyExcludeFromCollections: true',
    },
    { text: episode('permalink: false'), reason: 'permalink: false' },
    { text: episode('block: "yes"'), reason: 'block: "yes"' },
    { text: episode('status: draft'), reason: 'status: draft' },
    { text: episode('params: { draft: true }'), reason: 'params.draft: true' },
  ])('for this reason: $reason', ({ text, reason }) => {
    expect(parsePost('posts/tides.md', text, PLAIN_RULES)).toEqual({
      file: 'posts/tides.md',
      post: null,
      recordingKeys: [],
      authors: [],
      reason,
      problems: [],
    })
  })

  test.each([
    { file: 'content/show/_index.md', reason: 'a section page' },
    { file: 'content/show/_index.en.md', reason: 'a section page' },
    { file: '_drafts/tides.md', reason: 'a draft (_drafts/)' },
    { file: 'archetypes/episode.md', reason: 'a template for posts (archetypes/)' },
  ])('where it lies: $file is $reason', ({ file, reason }) => {
    expect(parsePost(file, episode(''), PLAIN_RULES)).toMatchObject({
      post: null,
      recordingKeys: [],
      authors: [],
      reason,
      problems: [],
    })
  })

  test.each([
    'draft: false',
    'hide: false',
    'published: true',
    'published: 2024-01-01',
    'podcast: true',
    'podcast: sea-mix',
    'block: no',
    'audio: false',
    'hide: [toc]',
    'status: publish',
    'audiooff: false',
  ])('but it is one with %s', (line) => {
    expect(parsePost('tides.md', episode(line), PLAIN_RULES).post).not.toBeNull()
  })

  test('nor is a silent post told of anything else', () => {
    const text = silent('duration: soon\nchapters: 5\nlang: English')
    expect(parsePost('2024-01-01-tides.md', text, PLAIN_RULES).problems).toEqual([])
  })
})

describe('the recording', () => {
  test.each([
    { line: 'audio_url: https://example.org/tides.mp3.', end: '.' },
    { line: 'audio_url: https://example.org/tides.mp', end: '.mp' },
    { line: 'audio_url: https://example.org/tides.mp3a?x=1', end: '.mp3a' },
  ])('that ends in "$end" is kept and told', ({ line, end }) => {
    const value = line.slice('audio_url: '.length)
    const text = silent(line)
    expect(postOf('tides.md', text).audio[0].value).toBe(value)
    expect(told('tides.md', text)).toEqual([
      `tides.md:4 audio_url: "${value}" ends in "${end}", which is not the extension of a recording; correct it unless that is its name`,
    ])
  })

  test.each([
    {
      value: 'https://example.org/ebb and flow.mp3',
      message: 'contains a space, which a URL cannot; write "%20" instead',
    },
    {
      value: '\u201Chttps://example.org/tides.mp3\u201D',
      message:
        'contains quotation marks that YAML does not recognise; write straight ones around it, or none',
    },
    {
      value: 'https://example.org/ebb+&amp;+flow.mp3',
      message: 'contains "&amp;", which is HTML; write "&" unless that is its name',
    },
  ])('is kept as written and told: $value', ({ value, message }) => {
    const text = silent(`audio_url: '${value}'`)
    expect(postOf('tides.md', text).audio[0].value).toBe(value)
    expect(told('tides.md', text)).toEqual([`tides.md:4 audio_url: "${value}" ${message}`])
  })

  test.each([
    'Ebb & Flow - it’s the sea.mp3',
    '/audio/ebb and flow.mp3',
    'https://example.org/A%20+B&C;D.mp3',
    'https://example.org/get.php?file=tides.mp3',
    'https://example.org/tides.m4b?dest-id=1',
    'https://op3.dev/e/example.org/tides.mp3',
    'sea_podcast433',
    '/episodes/潮汐/audio.mp3',
  ])('may be named %s', (value) => {
    const text = silent(`audio_url: "${value}"`)
    expect(postOf('tides.md', text).audio).toEqual([{ value, field: 'audio_url', line: 4 }])
    expect(told('tides.md', text)).toEqual([])
  })

  test.each([
    'https://drive.google.com/file/d/1x/view?usp=sharing',
    'https://www.youtube.com/watch?v=x',
    'https://youtu.be/x',
    'https://open.spotify.com/episode/x',
    'https://www.dropbox.com/s/x/tides.mp3?dl=0',
    'https://github.com/ann/sea/blob/main/tides.mp3',
    '/listen/tides.html',
  ])('is no page: %s', (value) => {
    const result = parsePost('tides.md', silent(`audioUrl: ${value}`), PLAIN_RULES)
    expect(result).toEqual({
      file: 'tides.md',
      post: null,
      recordingKeys: [],
      authors: [],
      reason: null,
      problems: [
        {
          severity: 'error',
          file: 'tides.md',
          line: 4,
          field: 'audioUrl',
          message: `expected a recording, got the page "${value}"; name the audio file itself`,
          rule: 'post/audio',
        },
      ],
    })
  })

  test.each([
    { named: ['a.ogg', 'b.mp3'], tried: ['b.mp3', 'a.ogg'] },
    { named: ['a.opus', 'b.flac', 'c.m4a'], tried: ['c.m4a', 'a.opus', 'b.flac'] },
    { named: ['a.m4a', 'b.mp3', 'c.wav'], tried: ['a.m4a', 'b.mp3', 'c.wav'] },
    { named: ['a.ogg', 'b.opus'], tried: ['a.ogg', 'b.opus'] },
    { named: ['a.ogg?x=1', 'https://b.example/b'], tried: ['https://b.example/b', 'a.ogg?x=1'] },
  ])('is first one that every app plays, else in the order of the post: $named', (given) => {
    const text = silent(`audio_url: ${JSON.stringify(given.named)}`)
    expect(postOf('tides.md', text).audio.map(({ value }) => value)).toEqual(given.tried)
  })

  test.each([4, 20, 21, 500])('has at most twenty names, of %i', (count) => {
    const names = Array.from({ length: count }, (_, index) => `${index}.mp3`)
    const { audio } = postOf('tides.md', silent(`audio_url: ${JSON.stringify(names)}`))
    expect(audio.map(({ value }) => value)).toEqual(names.slice(0, 20))
  })

  test('is another one where the first is a page, which is only a warning then', () => {
    const text = silent('audio_url: https://youtu.be/x\nmp3: tides.mp3')
    const { post, problems } = parsePost('tides.md', text, PLAIN_RULES)
    expect(post?.audio.map(({ value }) => value)).toEqual(['tides.mp3'])
    expect(problems.map(({ severity }) => severity)).toEqual(['warning'])
  })

  test('is first what the blog’s template makes, when all its keys have values', () => {
    const rules = { ...PLAIN_RULES, audioUrl: 'https://cdn.example.org/{show}/{File-Name}.mp3' }
    const both = silent('show: sea\nfilename: 007\naudio_url: tides.mp3')
    expect(postOf('tides.md', both, rules).audio).toEqual([
      { value: 'https://cdn.example.org/sea/007.mp3', field: 'show', line: 4 },
      { value: 'tides.mp3', field: 'audio_url', line: 6 },
    ])
    expect(parsePost('tides.md', silent("show: sea\nfilename: ''"), rules)).toMatchObject({
      post: null,
      recordingKeys: [],
      authors: [],
      reason: 'no recording named',
    })
  })

  test('is last what the text plays, and that with its line', () => {
    const body = 'A\n\n<audio controls>\n  <source src="b.ogg">\n</audio>\n'
    expect(postOf('tides.md', episode('', body)).audio).toEqual([
      { value: '/tides.mp3', field: 'audio_url', line: 4 },
      { value: 'b.ogg', field: '<audio>', line: 10 },
    ])
  })
})

describe('a date', () => {
  const rules = { ...PLAIN_RULES, timezone: 'Europe/Prague' }

  test('alone in the file name is a midnight in the blog’s zone', () => {
    const { published } = postOf('2025-01-29-tides.md', dated(''), rules)
    expect(published.toISOString()).toBe('2025-01-28T23:00:00.000Z')
  })

  test('of a page bundle is in the folder’s name', () => {
    const { published, slug } = postOf('posts/2025-01-29-tides/index.md', dated(''))
    expect([published.toISOString(), slug]).toEqual(['2025-01-29T00:00:00.000Z', 'tides'])
  })

  test('that cannot be read gives way to the next key', () => {
    const text = dated('PublishDate: "2021-09-1-T03:30:00Z"\nDate: "2021-09-10T03:30:00Z"')
    expect(postOf('tides.md', text).published.toISOString()).toBe('2021-09-10T03:30:00.000Z')
    expect(told('tides.md', text)).toEqual([
      'tides.md:4 PublishDate: expected a date such as 2025-01-29 or 2025-01-29 08:00, got "2021-09-1-T03:30:00Z"; Date: "2021-09-10T03:30:00Z" is used instead',
    ])
  })

  test('that cannot be read gives way to the file name', () => {
    const text = dated('date: 2020-11-014-21:49:01 -0500')
    expect(told('2020-06-28-tides.md', text)).toEqual([
      '2020-06-28-tides.md:4 date: expected a date such as 2025-01-29 or 2025-01-29 08:00, got "2020-11-014-21:49:01 -0500"; the file name\'s 2020-06-28 is used instead',
    ])
  })

  test.each([
    { first: false, day: '2025-05-13', used: 'date: "13.5.2025" is used' },
    { first: true, day: '2025-04-29', used: "the file name's 2025-04-29 is used" },
  ])('that contradicts the file name is told, and $used', ({ first, day, used }) => {
    const text = dated('date: 13.5.2025')
    const both = { ...PLAIN_RULES, fileNameDateFirst: first }
    const { published } = postOf('2025-04-29-tides.md', text, both)
    expect(published.toISOString().slice(0, 10)).toBe(day)
    expect(told('2025-04-29-tides.md', text, both)).toEqual([
      `2025-04-29-tides.md:4 date: "13.5.2025" is 2025-05-13, but the file name says 2025-04-29; ${used}; make them agree`,
    ])
  })

  test.each([
    { name: 'the same day with a time', line: 'date: 2025-04-29 08:00' },
    { name: 'the same day where it was written', line: 'date: 2025-04-29T23:00:00-08:00' },
    { name: 'the same day in the blog’s zone', line: 'date: 2025-04-28T23:00:00Z' },
  ])('agrees with the file name when it is $name', ({ line }) => {
    expect(told('2025-04-29-tides.md', dated(line), rules)).toEqual([])
  })

  test('of the file name goes first without losing the time of that day', () => {
    const first = { ...PLAIN_RULES, fileNameDateFirst: true }
    const { published } = postOf('2025-04-29-tides.md', dated('date: 2025-04-29 08:00'), first)
    expect(published.toISOString()).toBe('2025-04-29T08:00:00.000Z')
  })

  test.each([
    {
      lines: '',
      message:
        'tides.md: this post has no date; write date: 2025-01-29 in the front matter, or start the file name with the date',
    },
    {
      lines: 'published: true',
      message:
        'tides.md: this post has no date; write date: 2025-01-29 in the front matter, or start the file name with the date',
    },
    {
      lines: 'date: 3/5/2025',
      message:
        'tides.md:4 date: expected the year first, got "3/5/2025"; write 2025-05-03 or 2025-03-05',
    },
  ])('is missing: $message', ({ lines, message }) => {
    const result = parsePost('tides.md', dated(lines), PLAIN_RULES)
    expect(result).toMatchObject({ post: null, reason: null, problems: [{ severity: 'error' }] })
    expect(result.problems.map(formatProblem)).toEqual([message])
  })

  test('in the future is a date like any other', () => {
    expect(postOf('tides.md', dated('date: 2099-01-01')).published.getUTCFullYear()).toBe(2099)
  })

  test('of TOML may be bare', () => {
    const text =
      '+++\ntitle = "Tides"\naudio_url = "a.mp3"\ndate = 2025-03-27 08:00:00 # early\n+++\n'
    expect(postOf('tides.md', text, rules).published.toISOString()).toBe('2025-03-27T07:00:00.000Z')
  })
})

describe('an author is told', () => {
  test.each([
    { line: 'title: [a, b]', told: 'tides.md:5 title: expected text, got a list' },
    {
      line: 'subtitle: x\nslug: true',
      told: 'tides.md:6 slug: expected text, got true; put it in quotes',
    },
    {
      line: 'duration: 29:42.000"',
      told: 'tides.md:5 duration: expected a duration such as 1:03:29, 71:31 or 2449 (seconds), got "29:42.000""; correct it or leave it out',
    },
    {
      line: 'podcast_bytes: 25g935872',
      told: 'tides.md:5 podcast_bytes: expected a whole number of bytes such as 60946851, got "25g935872"; correct it, or omit it if the exact size is unknown',
    },
    {
      line: 'length: 13.7 MB',
      told: 'tides.md:5 length: expected a whole number of bytes such as 60946851, got "13.7 MB"; correct it, or omit it if the exact size is unknown',
    },
    {
      line: 'episode_number: 47:50',
      told: 'tides.md:5 episode_number: expected a number or a name, got "47:50"; a duration belongs under "duration"',
    },
    {
      line: 'season: 99999999',
      told: 'tides.md:5 season: expected a whole number of at most 6 digits, got "99999999"',
    },
    { line: 'season: two', told: 'tides.md:5 season: expected a whole number, got "two"' },
    {
      line: 'episode_type: special',
      told: 'tides.md:5 episode_type: expected full, trailer or bonus, got "special"',
    },
    { line: 'explicit: maybe', told: 'tides.md:5 explicit: expected true or false, got "maybe"' },
    {
      line: 'lang: English',
      told: 'tides.md:5 lang: expected a language tag such as cs or en-us, got "English"',
    },
    {
      line: 'guid: 00000000-0000-0000-0000-000000000000',
      told: 'tides.md:5 guid: expected a guid that is unique to this episode, got "00000000-0000-0000-0000-000000000000"; remove it',
    },
    {
      line: 'audio_type: mp3',
      told: 'tides.md:5 audio_type: expected a media type such as audio/mpeg, got "mp3"',
    },
    {
      line: 'permalink: "/{{ page.slug }}/"',
      told: 'tides.md:5 permalink: expected a path or URL, got the template "/{{ page.slug }}/"; write the address that comes out of it',
    },
    { line: 'tags: { sea: 1 }', told: 'tides.md:5 tags: expected a list or text, got a map' },
    {
      line: 'chapters: soon',
      told: 'tides.md:5 chapters: expected a list of chapters or a JSON file\'s name, got "soon"; write each chapter as "01:30 Title"',
    },
    {
      line: 'chapters:\n  - 0:00 Ebb\n  - Flow',
      told: 'tides.md:7 chapters[1]: expected a chapter such as "01:30 Title", got "Flow"',
    },
    {
      line: 'chapters:\n  - start: 0\n    title: Ebb\n  - start: 1h35m\n    title: Flow',
      told: 'tides.md:8 chapters[1].start: expected seconds or [HH:]MM:SS, got "1h35m"',
    },
    {
      line: 'chapters:\n  - { startTime: 5 }',
      told: 'tides.md:6 chapters[0]: a chapter has no title; add one',
    },
    {
      line: 'podcast_chapters: { chapters: [{ startTime: x, title: Ebb }] }',
      told: 'tides.md:5 podcast_chapters.chapters[0].startTime: expected seconds or [HH:]MM:SS, got "x"',
    },
    {
      line: 'transcript: |\n  ANN: The sea.\n  BOB: The moon.',
      told: 'tides.md:5 transcript: expected a path or URL, got "ANN: The sea.\\nBOB: The moon."; put the transcript in a file',
    },
    {
      line: 'transcripts: [{ url: a.vtt, language: English }]',
      told: 'tides.md:5 transcripts[0].language: expected a language tag such as cs or en-us, got "English"',
    },
    {
      line: 'author: Ann\nauthor: Bob',
      told: 'tides.md:6 author: this key is repeated; the later value is used; remove one of them',
    },
    {
      line: 'excerpt: "P\\\\u0159\\\\xEDliv"',
      told: 'tides.md:5 excerpt: the text contains "\\u0159" literally, because a tool has removed the double quotes around it; put the text in double quotes, or write the character itself',
    },
  ])('of "$line"', ({ line, told: message }) => {
    const text = line.startsWith('title')
      ? episode(line).replace('title: Tides\n', '\n')
      : episode(line)
    expect(parsePost('tides.md', text, PLAIN_RULES).post).not.toBeNull()
    expect(told('tides.md', text)[0]).toBe(message)
  })

  test.each([
    { file: 'low-tide.md', title: 'Low tide' },
    { file: '2025-01-29-příliv_a-odliv.md', title: 'Příliv a odliv' },
  ])('that a title is missing, which is made of $file then', ({ file, title }) => {
    const text = episode('').replace('title: Tides', 'layout: post')
    expect(postOf(file, text).title).toBe(title)
    expect(told(file, text)).toEqual([
      `${file}: this post has no title, so "${title}" is derived from its name; add title: …`,
    ])
  })

  test('where front matter cannot be read, which keeps the post out', () => {
    const result = parsePost(
      'tides.md',
      '---\naudio_url: a.mp3\ntitle: Ebb: flow\n---\n',
      PLAIN_RULES,
    )
    expect(result).toEqual({
      file: 'tides.md',
      post: null,
      recordingKeys: [],
      authors: [],
      reason: null,
      problems: [
        {
          severity: 'error',
          file: 'tides.md',
          line: 3,
          field: null,
          message: 'a text without quotes contains a colon; put the text in quotes',
          rule: 'post/front-matter',
        },
      ],
    })
  })

  test('of everything at once, each a warning with its rule', () => {
    const { problems } = parsePost(
      'tides.md',
      episode('duration: x\nlength: y\nlang: z'),
      PLAIN_RULES,
    )
    expect(problems.map(({ severity, rule }) => `${severity} ${rule}`).toSorted()).toEqual([
      'warning post/bytes',
      'warning post/duration',
      'warning post/language',
    ])
  })
})

describe('a text that YAML cuts', () => {
  test.each([
    { lines: 'title: Foo #2 the second', told: ['title "#2 the second" for a comment'] },
    { lines: 'title: Foo #2 the second', yaml: false, told: [] },
    { lines: 'title: #12', told: ['title "#12" for a comment'] },
    { lines: 'title: Ebb\nepisode: # 12', told: ['episode "# 12" for a comment'] },
    { lines: 'title: !new tides', told: ['title "!new" for a tag'] },
    { lines: 'title: Ebb\ntags:\n  - C #sharp', told: ['tags[0] "#sharp" for a comment'] },
    { lines: 'title: Ebb # a remark', told: [] },
    { lines: 'title: Ebb #----------', told: [] },
    { lines: 'title: "Ebb #2"', told: [] },
    { lines: "title: 'Ebb' #2", told: [] },
    { lines: 'title: C#2', told: [] },
    { lines: 'title: Ebb\naudio_file: Talk #2.mp3', told: ['audio_file "#2.mp3" for a comment'] },
    { lines: 'title: Ebb\nimage: ebb.jpg #old', told: [] },
    { lines: 'title: Ebb\nduration: 1:02 #about', told: [] },
    { lines: 'title: Ebb\nepisode: 12 #of 20', told: [] },
    { lines: 'title: Ebb\nexplicit: true #yes', told: [] },
    { lines: 'title: Ebb\ntheme: dark #2', told: [] },
  ])('is told: $lines', ({ lines, yaml = true, told: expected }) => {
    const written = yaml ? lines : lines.replace(/: (.*)/, ': "$1"')
    const text = `---\ndate: 2025-01-29\naudio_url: /tides.mp3\n${written}\n---\n`
    const { problems } = parsePost('ebb.md', text, PLAIN_RULES)
    expect(
      problems.map(
        ({ field, message }) =>
          `${field} ${message.replace(/^YAML takes /, '').replace(/, so .*/, '')}`,
      ),
    ).toEqual(expected)
  })
})

describe('a post', () => {
  test('keeps its text, its place and what its front matter said', () => {
    const text =
      '\uFEFF---\r\nTitle: Tides\r\ndate: 2025-01-29\r\nmp3: a.mp3\r\nnumber: 016\r\n---\r\n\r\nThe sea.\r\n'
    expect(postOf('tides.md', text)).toMatchObject({
      body: Body.of('\nThe sea.\n'),
      bodyLine: 7,
      values: { Title: 'Tides', number: '016' },
      lines: new Map([
        ['Title', 2],
        ['date', 3],
        ['mp3', 4],
        ['number', 5],
      ]),
    })
  })

  test('names its chapters in the order of time, without those that cannot be read', () => {
    const { chapters } = postOf(
      'tides.md',
      episode('chapters:\n  - 2:00 Flow\n  - soon\n  - 0:00 Ebb'),
    )
    expect(chapters).toEqual([
      { start: 0, title: 'Ebb' },
      { start: 120, title: 'Flow' },
    ])
  })

  test('takes the language of its folder, unless it says another', () => {
    const file = 'content/en/posts/tides.md'
    expect(postOf(file, episode('')).language).toBe('en')
    expect(postOf(file, episode('lang: cs')).language).toBe('cs')
  })

  test('names hosts where no author is named, and an id only where nobody else is', () => {
    const lines = ['author: ann-lee\nhosts: [broy, Bob Roy]', 'author: ann-lee\nhosts: [broy]']
    expect(lines.map((line) => postOf('tides.md', episode(line)).authors)).toEqual([
      ['Bob Roy'],
      ['ann-lee'],
    ])
  })

  test('has its categories before its tags and keywords, each once', () => {
    const lines = 'keywords: sea, salt\ntags: [moon, sea]\ncategories:\n  - Water'
    expect(postOf('tides.md', episode(lines)).categories).toEqual(['Water', 'moon', 'sea', 'salt'])
  })

  test('falls through excerpts that say nothing', () => {
    const lines = "post_excerpt: ''\nexcerpt: null\ndescription: The *sea*."
    expect(postOf('tides.md', episode(lines)).summary).toBe('The sea.')
  })
})

describe('a text under "audio" that is no recording', () => {
  const way = {
    bare: 'without an extension such as .mp3; add it, or write audio_url: … if the file really has none',
    more: 'more than an address; write only the name or the URL of the audio file',
    local: 'a file of one computer; write its name beside the post, or its URL',
  }
  test.each([
    { line: 'audio: https://example.org/tides', got: '"https://example.org/tides"', way: way.bare },
    { line: 'audio: tides', got: '"tides"', way: way.bare },
    { line: 'audio: ["tides"]', got: '"tides"', way: way.bare },
    { line: 'audio: file:///home/ann/tides', got: '"file:///home/ann/tides"', way: way.local },
    { line: 'Audio: "[listen](a1.mp3)"', got: '"[listen](a1.mp3)"', way: way.more },
    {
      line: 'audio: https://youtu.be/abc',
      got: '"https://youtu.be/abc"',
      way: 'a page; name the audio file itself',
    },
  ])('is told of "$line"', ({ line, got, way: end }) => {
    const { post, problems, ...rest } = parsePost('tides.md', silent(line), PLAIN_RULES)
    const [key = ''] = line.split(':')
    expect({ post, ...rest }).toMatchObject({ reason: `${key} names no recording: ${got}` })
    expect(problems.map(formatProblem)).toEqual([
      `tides.md:4 ${key}: expected a recording, got ${got}, ${end}`,
    ])
  })

  test.each(['audio: none', 'audio: "-"', 'audio: N/A', 'audio: { title: Tides }'])(
    'is not told of "%s"',
    (line) => {
      const result = parsePost('tides.md', silent(line), PLAIN_RULES)
      expect(result).toMatchObject({ post: null, reason: 'no recording named', problems: [] })
    },
  )

  test('is not told of where the post names one elsewhere', () => {
    const result = parsePost('tides.md', episode('audio: https://example.org/tides'), PLAIN_RULES)
    expect(result).toMatchObject({ post: { audio: [{ value: '/tides.mp3' }] }, problems: [] })
  })
})

test('a time that the clocks skip is told, with the one that is used', () => {
  const rules = { ...PLAIN_RULES, timezone: 'Europe/Prague' }
  const text = dated('date: 2025-03-30 02:30')
  expect(told('tides.md', text, rules)).toEqual([
    'tides.md:4 date: "2025-03-30 02:30" is a time that the clocks of Europe/Prague skip; 2025-03-30 03:30 is used instead; correct it, or add the hours from UTC (+01:00)',
  ])
  const { post } = parsePost('tides.md', text, rules)
  expect(post?.published).toEqual(new Date('2025-03-30T01:30:00Z'))
})

test.each([
  {
    line: 'date: 1. ledna 2024',
    message:
      'expected a month in English or a date in numbers, got "ledna" in "1. ledna 2024"; write it as 2025-01-29',
  },
  {
    line: 'date: 01/02/2024',
    message: 'expected the year first, got "01/02/2024"; write 2024-02-01 or 2024-01-02',
  },
])('one sentence tells what is wrong with "$line"', ({ line, message }) => {
  expect(told('tides.md', dated(line))).toEqual([`tides.md:4 date: ${message}`])
})

describe('the bytes of a file', () => {
  test.each([
    { what: 'letters of two bytes', file: Buffer.from(episode('author: Žofie', 'Moře 🌊.\n')) },
    { what: 'a mark', file: Buffer.from(`\uFEFF${episode('author: Žofie', 'Moře.\n')}`) },
    { what: 'ends of lines of Windows', file: Buffer.from(episode('', 'Moře.\r\nLide.\r\n')) },
    { what: 'another encoding', file: Buffer.from(episode('', 'Mo\u00F8e.\n'), 'latin1') },
    { what: 'no body', file: Buffer.from(episode('', '')) },
  ])('spare encoding its text again, and its hash stays: $what', ({ file }) => {
    const text = file.toString()
    const { post } = parsePost('tides.md', text, PLAIN_RULES, [], null, file)
    expect(post?.body.hash).toBe(Body.of(post?.body.text() ?? '').hash)
    expect(post).toEqual(parsePost('tides.md', text, PLAIN_RULES).post)
  })

  test('are not those of a file that only its neighbour says is a post', () => {
    const meta = '---\ntitle: Tides\ndate: 2025-01-29\naudio_url: /tides.mp3\n---\n'
    const file = Buffer.from('\uFEFFThe sea ě.\n')
    const { post } = parsePost('tides.md', file.toString(), PLAIN_RULES, [], meta, file)
    expect(post?.body.hash).toBe(Body.of('The sea ě.\n').hash)
  })
})
