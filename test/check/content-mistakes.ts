import { ARTICLE_MISTAKES } from './article-mistakes.ts'
import { execFile } from 'node:child_process'
import { symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { addFiles } from '../support/folder.ts'
import { silentMp3 } from '../support/silence.ts'
import {
  all,
  append,
  body,
  emptied,
  line,
  type Mistake,
  MOON,
  put,
  rename,
  replace,
  serial,
  SETTINGS,
  textOf,
  TIDES,
  withBody,
  withoutText,
} from './edits.ts'
import { LANGUAGE_MISTAKES } from './language-mistakes.ts'
import { titledMp3 } from './good-show.ts'
import { WRITING_MISTAKES } from './writing-mistakes.ts'

export const CZECH =
  'Moře přichází k přístavní zdi dvakrát denně a dvakrát denně zase odchází. Kdo na pobřeží pracuje, tomu to nepřijde nijak pozoruhodné, ale kdo přijel z hor, ten stojí a dívá se. Voda nespěchá. Nejdřív naplní malé strouhy, potom větší, a nakonec zabere celou plochu jedním dlouhým šedým pohybem. Dítě s kyblíčkem věří, že by se dala zastavit zdí z písku. Nedala, ale tu zeď se stejně vyplatí postavit, protože ukáže, jak vysoko bude voda dnes v noci. Ráno po ní nezbude nic než mokrý písek a pár mušlí, které předtím nikdo neviděl.'
const HEBREW =
  'הים עולה אל קיר הנמל פעמיים ביום, ופעמיים ביום הוא חוזר. מי שעובד על החוף אינו מוצא בכך דבר מיוחד, אבל מי שבא מן ההרים עומד ומביט. המים אינם ממהרים. תחילה הם ממלאים את התעלות הקטנות, אחר כך את הגדולות, ולבסוף הם לוקחים את כל המישור בתנועה אפורה ארוכה אחת. ילד עם דלי מאמין שאפשר לעצור אותם בחומה של חול, ואי אפשר, אבל את החומה כדאי לבנות בכל זאת.'

/** Mistakes in what an author writes and stores. */
export const CONTENT_MISTAKES: readonly Mistake[] = [
  ...ARTICLE_MISTAKES,
  ...WRITING_MISTAKES,
  { name: 'a folder without posts', rule: 'content/empty', edit: emptied },
  {
    name: 'a post in reStructuredText',
    rule: 'content/markup',
    edit: put('posts/tides.rst', '.. title: Tides\n'),
  },
  {
    name: 'a link that leads out of the folder',
    rule: 'content/link',
    arrange: (folder) => symlink('/etc/hostname', join(folder, 'host.md')),
  },
  {
    name: 'a pipe in place of a post',
    rule: 'content/unreadable',
    arrange: (folder) => promisify(execFile)('mkfifo', [join(folder, 'pipe.md')]),
  },
  {
    name: 'a post with a name that is no UTF-8',
    rule: 'post/unreadable',
    arrange: async (folder) => {
      const file = Buffer.concat([
        Buffer.from(`${folder}/moon-`),
        Buffer.from([0xff]),
        Buffer.from('.md'),
      ])
      await writeFile(file, '---\ntitle: Moon\n---\n')
      // What removes the folder does not find it.
      onTestFinished(() => unlink(file))
    },
  },
  {
    name: 'a post in UTF-16',
    rule: 'post/encoding',
    edit: (files) => {
      files[MOON] = Buffer.from(textOf(files, MOON), 'utf16le')
    },
  },
  {
    name: 'a post in Latin-1',
    rule: 'post/lost-letters',
    edit: (files) => {
      files[TIDES] = Buffer.from(textOf(files, TIDES).replace('harbour', 'h\u00E9rbour'), 'latin1')
    },
  },
  { name: 'a quote that is not closed', rule: 'post/front-matter', edit: line(MOON, 'lead: "so') },
  { name: 'a key that stands twice', rule: 'post/repeated-key', edit: line(MOON, 'title: A moon') },
  {
    name: 'a title that YAML cuts at a #',
    rule: 'content/cut-text',
    edit: replace(MOON, 'title: The moon', 'title: The moon #2 and more'),
  },
  {
    name: 'posts with recordings under a key of their own',
    rule: 'content/unread-recordings',
    edit: (files) => {
      for (const day of [1, 2, 3]) {
        files[`2026-04-0${day}-voice.md`] =
          `---\ntitle: Voice ${day}\nvoices: { mp3: moon.mp3 }\n---\n\nText.\n`
      }
    },
  },
  {
    name: 'an escape outside of double quotes',
    rule: 'post/text',
    edit: replace(MOON, 'The moon', String.raw`The moon \u017E`),
  },
  { name: 'no title', rule: 'post/title', edit: replace(MOON, 'title: The moon\n', '') },
  { name: 'no date', rule: 'post/date', edit: rename(MOON, 'moon.md') },
  { name: 'a date that is none', rule: 'post/date-doubtful', edit: line(MOON, 'date: someday') },
  {
    name: 'a date that contradicts the file name',
    rule: 'post/date-doubtful',
    edit: line(MOON, 'date: 2025-05-11'),
  },
  {
    name: 'a picture that is nowhere',
    rule: 'episode/picture',
    besides: ['site/link'],
    edit: body(MOON, '![The moon](moon.png)'),
  },
  {
    name: 'an hour that no clock has as the end of a post',
    rule: 'post/expiry',
    edit: line(MOON, 'expiryDate: 2030-05-11 25:00'),
  },
  {
    name: 'a page in place of a recording',
    rule: 'post/audio',
    edit: replace(MOON, 'audio: moon.mp3', 'audio_url: https://www.youtube.com/watch?v=abc'),
  },
  {
    name: 'a page beside a recording',
    rule: 'post/audio-doubtful',
    edit: line(MOON, 'audio_url: https://www.youtube.com/watch?v=abc'),
  },
  { name: 'minutes beyond 59', rule: 'post/duration', edit: line(MOON, 'duration: 1:75:00') },
  { name: 'letters among the bytes', rule: 'post/bytes', edit: line(MOON, 'bytes: 25g935872') },
  {
    name: 'a media type of pictures',
    rule: 'post/type',
    edit: line(MOON, 'audio_type: image/png'),
  },
  {
    name: 'a guid of zeros',
    rule: 'post/guid',
    edit: line(MOON, 'guid: 00000000-0000-0000-0000-000000000000'),
  },
  { name: 'a list as slug', rule: 'post/slug', edit: line(MOON, 'slug: [a, b]') },
  {
    name: 'a template as permalink',
    rule: 'post/permalink',
    edit: line(MOON, 'permalink: "/{{ page.slug }}/"'),
  },
  { name: 'a map as summary', rule: 'post/summary', edit: line(MOON, 'summary: { a: b }') },
  { name: 'a season in words', rule: 'post/season', edit: line(MOON, 'season: two') },
  { name: 'a duration as number', rule: 'post/episode', edit: line(MOON, 'episode: "47:50"') },
  { name: 'an unknown type', rule: 'post/episode-type', edit: line(MOON, 'episode_type: special') },
  { name: 'explicit: maybe', rule: 'post/explicit', edit: line(MOON, 'explicit: maybe') },
  {
    name: 'a chapter without a time',
    rule: 'post/chapters',
    edit: line(MOON, 'chapters: ["00:00 Up", "Down"]'),
  },
  {
    name: 'a transcript in the front matter itself',
    rule: 'post/transcripts',
    edit: line(MOON, 'transcript: "One.\\nTwo."'),
  },
  {
    name: 'a map of categories',
    rule: 'post/categories',
    edit: line(MOON, 'categories: { a: b }'),
  },
  { name: 'a language by its name', rule: 'post/language', edit: line(MOON, 'lang: English') },
  {
    name: 'a map as series',
    rule: 'post/series',
    edit: line(MOON, 'series: { a: b }'),
  },
  {
    name: 'a person in an unknown role',
    rule: 'post/persons',
    edit: line(MOON, 'persons: [{ name: Ann, role: Astronaut }]'),
  },
  {
    name: 'a season with a map as name',
    rule: 'post/season-name',
    edit: line(MOON, 'season_name: { a: b }'),
  },
  {
    name: 'a soundbite of a second',
    rule: 'post/soundbites',
    edit: line(MOON, 'soundbites: [{ start: 1, seconds: x, title: A }]'),
  },
  {
    name: 'funding without an address',
    rule: 'post/funding',
    edit: line(MOON, 'funding: give me money'),
  },
  {
    name: 'a place beyond the pole',
    rule: 'post/locations',
    edit: line(MOON, 'location: { name: Pole, geo: "95,14" }'),
  },
  { name: 'a licence that nobody knows', rule: 'post/license', edit: line(MOON, 'license: mine') },
  {
    name: 'comments at no address',
    rule: 'post/social',
    edit: line(MOON, 'social_interact: { uri: here }'),
  },
  { name: 'payments to nobody', rule: 'post/payments', edit: line(MOON, 'podcast_value: ann') },
  {
    name: 'a free text as a list of lists',
    rule: 'post/texts',
    edit: line(MOON, 'podcast_txt: [[a]]'),
  },
  { name: 'ai_content: partly', rule: 'post/ai-content', edit: line(MOON, 'ai_content: partly') },
  {
    name: 'podcast_block: spotify',
    rule: 'post/blocked',
    edit: line(MOON, 'podcast_block: spotify'),
  },
  {
    name: 'a shorter recording as another form',
    rule: 'episode/alternate',
    edit: all(
      put('moon-small.mp3', silentMp3(700)),
      replace(MOON, 'audio: moon.mp3', 'audio: [moon.mp3, moon-small.mp3]'),
    ),
  },
  {
    name: 'a soundbite behind the end',
    rule: 'episode/soundbite',
    edit: line(MOON, 'soundbites: [{ start: 30, seconds: 20, title: Late }]'),
  },
  {
    name: 'a text that was rewritten after it was read',
    rule: 'recording/text-changed',
    edit: put('sidecast.ledger.json', ledger('old', '0123456789abcdef0123456789abcdef')),
  },
  {
    name: 'settings that are no YAML',
    rule: 'settings/syntax',
    edit: put(SETTINGS, 'title: "so\n'),
  },
  {
    name: 'a setting with a slip in its name',
    rule: 'settings/key',
    edit: append(SETTINGS, 'langauge: en'),
  },
  {
    name: 'a setting with a wrong value',
    rule: 'settings/value',
    edit: replace(SETTINGS, 'category: Science', 'category: [Science, Seas]'),
  },
  {
    name: 'no e-mail',
    rule: 'settings/missing',
    edit: replace(SETTINGS, 'owner: { name: Ann Reader, email: ann@example.org }\n', ''),
  },
  {
    name: 'a mapped folder that is not there',
    rule: 'settings/folder',
    edit: append(SETTINGS, 'audio: { folders: { "https://cdn.example.org/": media/ } }'),
  },
  {
    name: 'a new address of the feed that is its own',
    rule: 'settings/circle',
    edit: append(SETTINGS, 'feed: { new_url: "https://podcast.example.org/feed.xml" }'),
  },
  {
    name: 'two settings files',
    rule: 'settings/second',
    edit: put('sidecast.yaml', 'title: Other\n'),
  },
  {
    name: 'a blog config that is no YAML',
    rule: 'blog/syntax',
    edit: put('_config.yml', 'title: "so\n'),
  },
  {
    name: 'a blog config with a wrong zone',
    rule: 'blog/value',
    edit: put('_config.yml', 'timezone: Prague/Europe\npermalink: /:title/\n'),
  },
  {
    name: 'configs of two generators',
    rule: 'blog/ignored',
    edit: all(put('_config.yml', 'title: Old\n'), put('hugo.toml', 'title = "New"\n')),
  },
  {
    name: 'a broken ledger',
    rule: 'ledger/broken',
    edit: put('sidecast.ledger.json', '{ "version": 1,\n'),
  },
  {
    name: 'a cover that is not there, where none is made of it',
    rule: 'show/image',
    edit: replace(SETTINGS, 'cover.jpg', 'covers.jpg\nartwork: { make: no }'),
  },
  {
    name: 'a recording that is not there',
    rule: 'recording/missing',
    edit: replace(MOON, 'moon.mp3', 'mon.mp3'),
  },
  {
    name: 'a recording that the folder for its address does not hold',
    rule: 'recording/copy-missing',
    besides: ['recording/declared'],
    edit: all(
      replace(MOON, 'moon.mp3', 'https://cdn.example.org/mon.mp3\nbytes: 600000\nduration: 40'),
      append(SETTINGS, 'audio: { folders: { "https://cdn.example.org/": . } }'),
    ),
  },
  {
    name: 'a web page named .mp3',
    rule: 'recording/unreadable',
    edit: put('moon.mp3', '<!doctype html><title>404</title>'),
  },
  {
    name: 'a recording whose end is missing',
    rule: 'recording/cut',
    edit: (files) => {
      const sound = silentMp3(1600)
      files['moon.mp3'] = Buffer.concat([headered(2600), sound])
    },
  },
  {
    name: 'a recording on another host without an ending',
    rule: 'recording/type',
    besides: ['recording/declared'],
    edit: replace(
      MOON,
      'audio: moon.mp3',
      'audio_url: https://cdn.example.org/moon\nduration: 40\nlength: 600000',
    ),
  },
  {
    name: 'a recording on another host of unknown size',
    rule: 'recording/unmeasured',
    edit: replace(MOON, 'moon.mp3', 'https://cdn.example.org/moon.mp3'),
  },
  {
    name: 'a recording on another host of declared size',
    rule: 'recording/declared',
    edit: replace(
      MOON,
      'moon.mp3',
      'https://cdn.example.org/moon.mp3\nduration: 40\nlength: 600000',
    ),
  },
  {
    name: 'one recording under two posts',
    rule: 'episode/recording-shared',
    edit: replace(MOON, 'moon.mp3', 'tides.mp3'),
  },
  {
    name: 'two posts with one guid',
    rule: 'episode/guid-taken',
    edit: all(line(MOON, 'guid: one'), line(TIDES, 'guid: one')),
  },
  {
    name: 'another guid than the ledger has',
    rule: 'episode/guid-changed',
    edit: all(line(MOON, 'guid: new'), put('sidecast.ledger.json', ledger('old'))),
  },
  {
    name: 'a feed that has left its path',
    rule: 'show/feed-lost',
    edit: put('sidecast.ledger.json', feeds({ kind: 'show', name: '', path: '/podcast.xml' })),
  },
  {
    name: 'the feed of a category that nobody has any more',
    rule: 'show/feed-lost',
    edit: put(
      'sidecast.ledger.json',
      feeds({ kind: 'category', name: 'Coast', path: '/feeds/coast.xml' }),
    ),
  },
  {
    name: 'a post of two shows',
    rule: 'show/post-twice',
    edit: body(SETTINGS, "shows: { sea: { posts: '*.md' }, all: { posts: '*.md' } }"),
    besides: ['show/no-posts'],
  },
  {
    name: 'a show without posts',
    rule: 'show/no-posts',
    edit: body(SETTINGS, "shows: { sea: { posts: '*.md' }, land: {} }"),
  },
  {
    name: 'a picture under http in the feed of a part',
    rule: 'show/insecure-image',
    edit: body(SETTINGS, 'feeds: { language: { en: { image: http://www.example.org/en.jpg } } }'),
  },
  {
    name: 'two posts with one permalink',
    rule: 'episode/address-shared',
    edit: all(
      line(MOON, 'permalink: https://www.example.org/sea/'),
      line(TIDES, 'permalink: https://www.example.org/sea/'),
    ),
  },
  {
    name: 'two posts of two folders with one slug',
    rule: 'episode/slug-replaced',
    edit: all(
      rename(MOON, `sky/${MOON}`),
      (files) => line(`sky/${MOON}`, 'slug: sea')(files),
      line(TIDES, 'slug: sea'),
    ),
  },
  {
    name: 'chapters that are no JSON',
    rule: 'episode/chapters',
    edit: put('2026-05-11-moon.chapters.json', '{ chapters'),
  },
  {
    name: 'a transcript that is not there',
    rule: 'episode/transcript',
    edit: line(MOON, 'transcript: mon.vtt'),
  },
  {
    name: 'a picture that is not there',
    rule: 'episode/image',
    edit: line(MOON, 'image: mon.jpg'),
  },
  {
    name: 'the wrong recording: a jingle',
    rule: 'recording/too-short',
    edit: put('moon.mp3', silentMp3(100)),
  },
  {
    name: 'the wrong recording: a whole broadcast',
    rule: 'recording/too-long',
    edit: put('moon.mp3', silentMp3(9000)),
  },
  {
    name: 'the recording of another article',
    rule: 'recording/other-title',
    edit: put('moon.mp3', titledMp3('The Wind')),
  },
  {
    name: 'the recording of another article, with the number of its episode',
    rule: 'recording/other-title',
    edit: all(
      replace('2026-05-18-wind.md', 'The wind', 'The wind and its names'),
      put('moon.mp3', titledMp3('#3: The wind – and its names')),
    ),
  },
  {
    name: 'a duration of another recording',
    rule: 'recording/contradicted',
    edit: line(MOON, 'duration: 12:30'),
  },
  {
    name: 'bytes of another recording',
    rule: 'recording/contradicted',
    edit: line(MOON, 'length: 6530090'),
  },
  {
    name: 'a recording as WAV',
    rule: 'recording/format',
    edit: all(put('moon.wav', wav(40)), replace(MOON, 'moon.mp3', 'moon.wav')),
  },
  {
    name: 'an MP3 named .m4a',
    rule: 'recording/odd',
    edit: (files) => {
      files['moon.m4a'] = files['moon.mp3'] ?? ''
      replace(MOON, 'moon.mp3', 'moon.m4a')(files)
    },
  },
  {
    name: 'a password in the address of a picture',
    rule: 'content/password',
    edit: line(
      MOON,
      'persons: [{ name: Eve, image: "https://ann:secret@media.example.org/eve.jpg" }]',
    ),
  },
  {
    name: 'a recording whose address expires',
    rule: 'episode/address-expires',
    edit: all(
      replace(
        SETTINGS,
        'language: en',
        'language: en\naudio: { folders: { "https://cdn.example.org/": . } }',
      ),
      replace(
        MOON,
        'audio: moon.mp3',
        'audio: https://cdn.example.org/moon.mp3?X-Amz-Expires=3600&X-Amz-Signature=ab12',
      ),
    ),
  },
  {
    name: 'a recording under http',
    rule: 'recording/insecure',
    edit: all(
      replace(
        SETTINGS,
        'language: en',
        'language: en\naudio: { folders: { "http://cdn.example.org/": . } }',
      ),
    ),
  },
  {
    name: 'a recording of four hours at 128 kbit/s',
    rule: 'recording/large',
    besides: ['writing/empty'],
    edit: withoutText(MOON),
    arrange: (folder) => addFiles(folder, { 'moon.mp3': silentMp3(480_000) }),
  },
  {
    name: 'a post that was copied',
    rule: 'episode/title-repeated',
    edit: replace(MOON, 'title: The moon', 'title: the TIDES'),
  },
  {
    name: 'a number in the title',
    rule: 'episode/title-number',
    edit: replace(MOON, 'title: The moon', 'title: "Ep. 12: The moon"'),
  },
  {
    name: 'a title without end',
    rule: 'episode/title-long',
    edit: replace(MOON, 'title: The moon', `title: ${'The moon again '.repeat(20)}`),
  },
  { name: 'a number twice', rule: 'episode/number-repeated', edit: serial('1', '1', '2') },
  { name: 'a serial without a number', rule: 'episode/number', edit: serial('1', '', '2') },
  { name: 'a serial with a gap', rule: 'episode/number-gap', edit: serial('1', '2', '4') },
  {
    name: 'a year that is a slip',
    rule: 'episode/date-far',
    edit: rename(MOON, '2062-05-11-moon.md'),
  },
  {
    name: 'a year before the web',
    rule: 'post/date-doubtful',
    edit: line(MOON, 'date: 1926-05-11'),
  },
  {
    name: 'a file name of the year 1926',
    rule: 'post/date',
    edit: rename(MOON, '1926-05-11-moon.md'),
  },
  {
    name: 'a guid made of the recording',
    rule: 'episode/guid-recording',
    edit: line(MOON, 'guid: moon.mp3'),
  },
  {
    name: 'a picture under http',
    rule: 'episode/insecure-image',
    edit: line(MOON, 'image: http://www.example.org/moon.jpg'),
  },
  {
    name: 'a chapter behind the end',
    rule: 'episode/chapters',
    edit: replace(TIDES, '00:20 Down', '20:00 Down'),
  },
  {
    name: 'other chapters in the text',
    rule: 'episode/chapters-differ',
    edit: withBody('- 00:00 - Up\n- 00:12 - Down\n- 00:24 - End'),
  },
  { name: 'a Czech text in an English show', rule: 'episode/language', edit: withBody(CZECH) },
  ...LANGUAGE_MISTAKES,
  { name: 'a Hebrew text in an English show', rule: 'episode/language', edit: withBody(HEBREW) },
  {
    name: 'an English text said to be Czech',
    rule: 'episode/language',
    edit: line(MOON, 'lang: cs'),
  },
  {
    name: 'UTF-8 read as Windows-1250',
    rule: 'writing/mojibake',
    edit: replace(MOON, 'title: The moon', 'title: The moon and Å¡koda'),
  },
  {
    name: 'a curly quote read as Windows-1252',
    rule: 'writing/mojibake',
    edit: body(MOON, 'It is the moonâ€™s own light.'),
  },
  {
    name: 'an entity in the title of the show',
    rule: 'writing/entity',
    edit: replace(SETTINGS, 'title: Tides', 'title: Tides&nbsp;and moons'),
  },
  {
    name: 'markup in the description of the show',
    rule: 'writing/markup',
    edit: replace(SETTINGS, 'description: On the sea', 'description: On the **sea**'),
  },
  {
    name: 'bold that is not closed',
    rule: 'writing/markup',
    edit: replace(MOON, 'title: The moon', 'title: "The **moon"'),
  },
  {
    name: 'a link in a summary that is no link',
    rule: 'writing/markup',
    edit: line(MOON, 'summary: "**The moon\'s other side."'),
  },
  {
    name: 'an ampersand escaped twice',
    rule: 'writing/entity',
    edit: replace(MOON, 'title: The moon', 'title: "The moon &amp;amp; the sun"'),
  },
  {
    name: 'an article in quotations without end',
    rule: 'post/too-much',
    edit: body(MOON, `${'>'.repeat(99)} The moon pulls the sea.`),
  },
  {
    name: 'a picture without alternative text',
    rule: 'writing/alt',
    edit: body(MOON, '![](https://www.example.org/moon.jpg)'),
  },
  {
    name: 'a picture under http in the article',
    rule: 'writing/insecure-image',
    edit: body(MOON, '![The moon](http://www.example.org/moon.jpg)'),
  },
  { name: 'a post without text', rule: 'writing/empty', edit: withoutText(MOON) },
  {
    name: 'no post with a recording',
    rule: 'show/empty',
    edit: (files) => {
      for (const name of Object.keys(files)) if (name.endsWith('.md')) delete files[name]
      files['about.md'] = '---\ntitle: About\n---\n\nHello.\n'
    },
  },
  {
    name: 'no public address',
    rule: 'show/preview',
    edit: replace(SETTINGS, 'base_url: https://podcast.example.org\n', ''),
  },
  {
    name: 'a show under http',
    rule: 'show/insecure',
    edit: replace(SETTINGS, 'https://podcast', 'http://podcast'),
  },
  {
    name: 'a cover under http',
    rule: 'show/insecure-image',
    edit: replace(SETTINGS, 'cover.jpg', 'http://www.example.org/cover.jpg'),
  },
  {
    name: 'a link to a page that is not there',
    rule: 'site/link',
    edit: body(MOON, 'See [the stars](/episodes/stars/).'),
  },
  {
    name: 'a link to a page of the blog that is not there',
    rule: 'site/blog-link',
    edit: all(
      append(SETTINGS, 'site: https://blog.example.net\npermalink: /item/:title/'),
      body(MOON, 'See [the stars](/item/stars/).'),
    ),
  },
  {
    name: 'a picture in the text that is named as that of the episode',
    rule: 'site/path',
    edit: all(
      line(MOON, 'image: moon.jpg'),
      body(MOON, '![The moon](image.jpg)'),
      (files) => put('moon.jpg', files['cover.jpg'] ?? '')(files),
      (files) => put('image.jpg', files['cover.jpg'] ?? '')(files),
    ),
  },
  {
    name: 'a feed where the style sheets are',
    rule: 'site/folder',
    edit: append(SETTINGS, 'feed: { path: /style.css/feed }'),
  },
  {
    name: 'a transcript with broken HTML',
    rule: 'site/html',
    edit: put(
      '2026-05-11-moon.html',
      '<!doctype html><title>Moon</title><p id="a" id="b">The moon</p>',
    ),
  },
  {
    name: 'a transcript with broken JSON',
    rule: 'episode/transcript',
    edit: all(line(MOON, 'transcript: moon.json'), put('moon.json', '{ "segments": [ ] ')),
  },
]

function feeds(feed: object): string {
  return JSON.stringify({ version: 1, feeds: [{ ...feed, guid: 'a' }], episodes: [] })
}

function ledger(guid: string, text: string | null = null): string {
  const audio = {
    url: '/audio/moon.mp3',
    bytes: 629_670,
    seconds: 39.4,
    type: 'audio/mpeg',
    how: 'scan',
    hash: null,
    etag: null,
  }
  const episode = {
    guid,
    file: MOON,
    slug: 'moon',
    link: '/episodes/moon/',
    title: 'The moon',
    published: '2026-05-11T00:00:00.000Z',
    first: null,
    audio,
    text,
  }
  return `${JSON.stringify({ version: 1, episodes: [episode] }, null, 2)}\n`
}

/** The first frame of a recording whose header promises so many frames. */
function headered(frames: number): Buffer {
  const frame = Buffer.alloc(417)
  frame.set([0xff, 0xfb, 0x90, 0xc4])
  frame.write('Info', 4 + 17, 'latin1')
  frame.writeUInt32BE(1, 4 + 17 + 4)
  frame.writeUInt32BE(frames, 4 + 17 + 8)
  return frame
}

function wav(seconds: number): Buffer {
  const data = Buffer.alloc(8000 * seconds, 128)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}
