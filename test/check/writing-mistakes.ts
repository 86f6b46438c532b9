import {
  all,
  append,
  body,
  line,
  type Edit,
  type Mistake,
  MOON,
  put,
  replace,
  SETTINGS,
  textOf,
  TIDES,
  WIND,
} from './edits.ts'

const POSTS = [TIDES, MOON, WIND] as const

/** Gives the three posts a line of front matter each. */
function lines(...texts: readonly [string, string, string]): Edit {
  return all(...POSTS.map((file, index) => line(file, texts[index] ?? '')))
}

/** Gives the three posts other titles. */
function titles(...texts: readonly [string, string, string]): Edit {
  return (files) => {
    for (const [index, file] of POSTS.entries()) {
      files[file] = textOf(files, file).replace(/^title: .*$/m, `title: "${texts[index]}"`)
    }
  }
}

function title(text: string): Edit {
  return replace(MOON, 'title: The moon', `title: "${text}"`)
}

/** Posts that name recordings on another host, which are not measured. */
const ELSEWHERE: Edit = (files) => {
  for (const file of POSTS) {
    files[file] = textOf(files, file).replace(
      /^audio: (.*)$/m,
      'audio: https://cdn.example.org/$1\nbytes: 600000',
    )
  }
}

/** Titles with a number of the episode in them, as they are written in many languages. */
const NUMBERED = [
  'Ep. 12: The moon',
  'The moon (S1E9)',
  'The moon [S01E09]',
  'The moon – Episode 9',
  'The moon | Ep 9',
  'Season 1 Episode 2: The moon',
  'Staffel 2, Folge 7: Der Mond',
  'Temporada 1 Episodio 3: La luna',
  'Episódio 155: A lua',
  'Épisode 4 – La lune',
  'Odcinek 8: Księżyc',
  'Díl 3: Měsíc',
  'Выпуск 705: Луна',
  '第12回 月',
  '제3회 달',
  '43 - The moon',
  '007. The moon',
  '#9 The moon',
]

/** Posts that look like a mistake and are none. */
export const HARMLESS: readonly {
  readonly title: string
  /** Lines of front matter. */
  readonly more?: string
  readonly text?: string
}[] = [
  { title: '2001: A space odyssey' },
  { title: '1984 – a book' },
  { title: '1. května' },
  { title: '10 reasons to look up' },
  { title: 'Apollo 11' },
  { title: 'The sea, part of us' },
  { title: 'Folgen der Flut' },
  { title: '9/11' },
  { title: 'Of S1E9 and other names' },
  { title: 'Partly cloudy (2019)' },
  { title: 'Season 2 is coming' },
  { title: 'NASA and the BBC' },
  { title: 'Sea, sand, salt, and sun' },
  { title: 'Tides: what they are' },
  { title: 'The trailer parks of the coast' },
  { title: 'Bonuses of bankers' },
  { title: 'TODO lists are a lie', text: 'I keep a TODO list.' },
  { title: 'What is a title', text: 'Write `{{ page.title }}` in a layout.' },
  { title: 'Merges', text: '```\n<<<<<<< HEAD\n=======\n>>>>>>> b\n```\n' },
  { title: 'Domains', text: 'Nobody owns https://example.com/.' },
  {
    title: 'A theme of its own',
    more: 'layouts: post\nimages_dir: x\nseries_id: 4\nplaces: [a]\n',
  },
  { title: 'Of two people', more: 'authors: [Jan Nowak, Jana Nowak]\n' },
  { title: 'Why nobody comes here' },
  { title: 'The river', more: 'summary: "Nobody knows where the water goes, or who goes here."\n' },
  { title: 'Where the story of the sea goes here and there' },
  { title: 'An old song', more: 'author: Anonymous\n' },
  { title: 'A letter', more: 'author: Editor\n' },
  { title: 'Of two languages', more: 'tags: [C, C++, "C#"]\n' },
]

/** Mistakes in what posts say, apart from what cannot be read. */
export const WRITING_MISTAKES: readonly Mistake[] = [
  ...NUMBERED.map((text) => ({
    name: `a number in the title "${text}"`,
    rule: 'episode/title-number',
    edit: title(text),
  })),
  {
    name: 'the number of the episode in its title, too',
    rule: 'episode/title-number',
    edit: all(title('12: The moon'), line(MOON, 'episode: 12')),
  },
  {
    name: 'the title of the show before every title',
    rule: 'episode/title-show',
    edit: titles('Tides: The sea', 'Tides: The moon', 'Tides: The wind'),
  },
  {
    name: 'the title of the show behind every title',
    rule: 'episode/title-show',
    edit: titles('The sea | Tides', 'The moon | Tides', 'The wind | Tides'),
  },
  {
    name: 'titles that are the show and a number',
    rule: 'episode/title-show',
    edit: titles('Tides #1', 'Tides #2', 'Tides #3'),
  },
  { name: 'a title in capitals', rule: 'episode/title-capitals', edit: title('THE FAR SIDE') },
  {
    name: 'a Greek title in capitals',
    rule: 'episode/title-capitals',
    edit: title('Η ΑΛΛΗ ΠΛΕΥΡΑ'),
  },
  {
    name: 'a show in capitals',
    rule: 'episode/title-capitals',
    edit: replace(SETTINGS, 'title: Tides', 'title: TIDES AND MOONS'),
  },
  {
    name: 'keywords in the title of the show',
    rule: 'episode/keywords',
    edit: replace(SETTINGS, 'title: Tides', 'title: "Tides | Sea | Ocean podcast | Moon"'),
  },
  {
    name: 'keywords as the author',
    rule: 'episode/keywords',
    edit: replace(
      SETTINGS,
      'author: Ann Reader',
      'author: "Ann Reader, sea podcast, best podcast, moon podcast"',
    ),
  },
  {
    name: 'keywords in a title',
    rule: 'episode/keywords',
    edit: title('The moon - moon podcast, moon facts, full moon'),
  },
  {
    name: 'a post with thirty tags',
    rule: 'episode/keywords',
    edit: line(MOON, `tags: [${Array.from({ length: 30 }, (_, at) => `tag-${at}`).join(', ')}]`),
  },
  { name: 'a trailer as a full episode', rule: 'episode/type', edit: title('Trailer') },
  {
    name: 'a trailer of a season',
    rule: 'episode/type',
    edit: title('Season 2 Trailer: The moon'),
  },
  { name: 'a teaser behind a dash', rule: 'episode/type', edit: title('The moon – Teaser') },
  { name: 'a bonus as a full episode', rule: 'episode/type', edit: title('Bonus: The moon') },
  {
    name: 'an e-mail address that nobody has',
    rule: 'show/example',
    edit: replace(SETTINGS, 'ann@example.org', 'you@example.com'),
  },
  {
    name: 'the e-mail address of a template',
    rule: 'show/example',
    edit: replace(SETTINGS, 'ann@example.org', 'your-email@example.org'),
  },
  {
    name: 'example.com as the address of the show',
    rule: 'show/example',
    edit: replace(SETTINGS, 'https://podcast.example.org', 'https://podcast.example.com'),
  },
  {
    name: 'the address that new sites of Hugo have',
    rule: 'show/example',
    edit: append(SETTINGS, 'site: https://example.org/'),
  },
  {
    name: 'a blog at the address of a template',
    rule: 'show/example',
    edit: append(SETTINGS, 'site: https://www.yourdomain.com'),
  },
  {
    name: 'a recording at example.com',
    rule: 'show/example',
    besides: ['recording/declared'],
    edit: replace(
      MOON,
      'audio: moon.mp3',
      'audio: https://example.com/moon.mp3\nbytes: 600000\nduration: 40',
    ),
  },
  {
    name: 'a support link of an example',
    rule: 'show/example',
    edit: line(MOON, 'funding: https://example.com/support'),
  },
  {
    name: 'Lorem ipsum in the article',
    rule: 'writing/placeholder',
    edit: body(MOON, 'Lorem ipsum dolor sit amet, consectetur adipiscing elit.'),
  },
  {
    name: 'Lorem ipsum as the description of the show',
    rule: 'writing/placeholder',
    edit: replace(SETTINGS, 'On the sea, the moon and the wind.', 'Lorem ipsum dolor sit amet.'),
  },
  { name: 'TODO as summary', rule: 'writing/placeholder', edit: line(MOON, 'summary: TODO') },
  {
    name: 'a note to oneself in the article',
    rule: 'writing/placeholder',
    edit: body(MOON, 'TODO: look up who saw it first'),
  },
  {
    name: 'a note in brackets in the title',
    rule: 'writing/placeholder',
    edit: title('The moon [TODO better title]'),
  },
  {
    name: 'a title of a template',
    rule: 'writing/placeholder',
    edit: title('{{ page.title }} and more'),
  },
  {
    name: 'a title that was never given',
    rule: 'writing/placeholder',
    edit: title('Episode title here'),
  },
  {
    name: 'a summary that says what it should be',
    rule: 'writing/placeholder',
    edit: line(MOON, 'description: Add a short description here'),
  },
  {
    name: 'a merge that was not finished',
    rule: 'writing/conflict',
    edit: body(MOON, '<<<<<<< HEAD\nIt is round.\n=======\nIt is flat.\n>>>>>>> edits'),
  },
  {
    name: 'the end of a merge only',
    rule: 'writing/conflict',
    edit: body(MOON, 'It is round.\n\n>>>>>>> 1f3c2d4'),
  },
  {
    name: 'a template as guid',
    rule: 'post/guid',
    edit: line(MOON, 'guid: "{{ page.id }}"'),
  },
  { name: 'a guid of a script', rule: 'post/guid', edit: line(MOON, 'guid: undefined') },
  { name: 'the guid of a template', rule: 'post/guid', edit: line(MOON, 'guid: your-unique-guid') },
  {
    name: 'one summary on all posts',
    rule: 'episode/summary-repeated',
    edit: lines('summary: On the sea.', 'summary: On the sea.', 'summary: On the sea.'),
  },
  {
    name: 'one excerpt on all posts, under several keys',
    rule: 'episode/summary-repeated',
    edit: lines('excerpt: On the sea.', 'description: On the sea.', 'subtitle: On the sea.'),
  },
  {
    name: 'a category in two spellings',
    rule: 'episode/spelled-twice',
    edit: lines('tags: [sea]', 'tags: [Sea]', 'tags: [sea]'),
  },
  {
    name: 'a category with and without accents',
    rule: 'episode/spelled-twice',
    edit: lines('tags: [moře]', 'tags: [more]', 'tags: [moře]'),
  },
  {
    name: 'an author in two spellings',
    rule: 'episode/spelled-twice',
    edit: lines('author: Zoë Reader', 'author: Zoe Reader', 'author: Zoë Reader'),
  },
  {
    name: 'the author of the show in another spelling',
    rule: 'episode/spelled-twice',
    edit: line(MOON, 'author: ann reader'),
  },
  {
    name: 'a name with two letters swapped',
    rule: 'episode/spelled-twice',
    edit: all(
      lines('author: Eve Walker', 'author: Eve Walker', 'author: Eve Walker'),
      put(
        '2026-05-25-star.md',
        '---\ntitle: The star\nauthor: Eve Wakler\naudio: star.mp3\n---\n\nA star.\n',
      ),
      (files) => {
        const moon = files['moon.mp3'] ?? ''
        if (typeof moon !== 'string') files['star.mp3'] = moon.subarray(0, moon.length - 2085)
      },
    ),
  },
  {
    name: 'numbers that jump',
    rule: 'episode/number-gap',
    edit: lines('episode: 1', 'episode: 2', 'episode: 12'),
  },
  {
    name: 'chapters that are all called the same',
    rule: 'episode/chapters-unnamed',
    edit: all(
      replace(TIDES, '00:00 Up', '00:00 Chapter'),
      replace(TIDES, '00:20 Down', '00:20 Chapter'),
    ),
  },
  {
    name: 'chapters that are numbered only',
    rule: 'episode/chapters-unnamed',
    edit: all(
      replace(TIDES, '00:00 Up', '00:00 Kapitel 1'),
      replace(TIDES, '00:20 Down', '00:20 Kapitel 2'),
    ),
  },
  {
    name: 'markers of an editor of sound',
    rule: 'episode/chapters-unnamed',
    edit: all(
      replace(TIDES, '00:00 Up', '00:00 Marker 01'),
      replace(TIDES, '00:20 Down', '00:20 Marker 02'),
    ),
  },
  {
    name: 'a key with two letters swapped',
    rule: 'post/key',
    edit: line(MOON, 'episdoe: 3'),
  },
  { name: 'a key that lacks a letter', rule: 'post/key', edit: line(MOON, 'sumary: On the moon.') },
  {
    name: 'a key of two words with a slip',
    rule: 'post/key',
    edit: line(MOON, 'episode_tpye: bonus'),
  },
  { name: 'a draft that is none', rule: 'post/key', edit: line(MOON, 'drfat: true') },
  {
    name: 'a recording under a key with a slip',
    rule: 'post/key',
    edit: replace(MOON, 'audio: moon.mp3', 'audoi: moon.mp3'),
  },
  {
    name: 'a complete show with an episode to come',
    rule: 'show/complete',
    edit: all(append(SETTINGS, 'complete: yes'), line(MOON, 'date: 2026-07-11'), (files) => {
      files['moon.md'] = textOf(files, MOON)
      delete files[MOON]
    }),
  },
  {
    name: 'one recording under two names',
    rule: 'recording/copied',
    edit: (files) => {
      files['moon.mp3'] = files['tides.mp3'] ?? ''
    },
  },
  {
    name: 'posts of one minute',
    rule: 'episode/date-shared',
    besides: ['feed/one-date'],
    edit: all(
      lines('date: 2026-05-04 10:00', 'date: 2026-05-04 10:00', 'date: 2026-05-04 10:00'),
      (files) => {
        for (const file of POSTS) {
          files[file.slice('2026-05-04-'.length)] = textOf(files, file)
          delete files[file]
        }
      },
    ),
  },
  {
    name: 'a duration that was copied from post to post',
    rule: 'episode/duration-shared',
    besides: ['recording/declared'],
    edit: all(ELSEWHERE, lines('duration: "1:00"', 'duration: "1:00"', 'duration: "1:00"')),
  },
  {
    name: 'a chapter behind the declared duration',
    rule: 'episode/chapters',
    besides: ['recording/declared'],
    edit: all(
      replace(
        TIDES,
        'audio: tides.mp3',
        'audio: https://cdn.example.org/tides.mp3\nbytes: 600000\nduration: 40',
      ),
      replace(TIDES, '00:20 Down', '05:00 Down'),
    ),
  },
  {
    name: 'a soundbite behind the declared duration',
    rule: 'episode/soundbite',
    besides: ['recording/declared'],
    edit: all(
      replace(
        MOON,
        'audio: moon.mp3',
        'audio: https://cdn.example.org/moon.mp3\nbytes: 600000\nduration: 40',
      ),
      line(MOON, 'soundbites: [{ start: 300, seconds: 20, title: Late }]'),
    ),
  },
]
