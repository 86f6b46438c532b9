import { ARTICLE_MISTAKES } from './article-mistakes.ts'
import { CONTENT_MISTAKES } from './content-mistakes.ts'
import {
  all,
  line,
  MOON,
  put,
  rename,
  replace,
  SETTINGS,
  textOf,
  TIDES,
  WIND,
  type Edit,
} from './edits.ts'
import { goodShow, titledMp3 } from './good-show.ts'

/** Writes something else in the place of the first passage that fits, which must be there. */
function instead(file: string, passage: RegExp, text: string): Edit {
  return (files) => {
    const before = textOf(files, file)
    if (!passage.test(before)) throw new Error(`${passage} is not in ${file}`)
    files[file] = before.replace(passage, text)
  }
}

/** Writes another line in the front matter, or in the settings. */
function key(name: string, text: string, file = MOON): Edit {
  return instead(file, new RegExp(`^${name}:.*$`, 'm'), text)
}

/** Removes a line of the front matter, or of the settings. */
function without(name: string, file = MOON): Edit {
  return instead(file, new RegExp(`^${name}:.*\n`, 'm'), '')
}

/** Takes files back as they were. */
function restore(...names: readonly string[]): Edit {
  return (files) => {
    for (const name of names) files[name] = goodShow()[name] ?? ''
  }
}

function remove(...names: readonly string[]): Edit {
  return (files) => {
    for (const name of names) delete files[name]
  }
}

function clock(second: number): string {
  return `00:${String(second).padStart(2, '0')}.000`
}

/** A transcript with a cue at each of these seconds. */
function cues(...starts: readonly number[]): Edit {
  const lines = starts.map((start) => `${clock(start)} --> ${clock(start + 12)}\nThe moon turns.\n`)
  return put('moon.vtt', `WEBVTT\n\n${lines.join('\n')}`)
}

const title = key('title', 'title: The moon')

/** Mistake → what its author does who follows the advice of the rule to the letter. */
export const FOLLOWED: Readonly<Record<string, Edit>> = {
  ...Object.fromEntries(
    ARTICLE_MISTAKES.flatMap(({ name, rule }) =>
      /^(?:writing|site|episode)\/(?:link|raw-markup|copied|post-link)$/.test(rule)
        ? [[name, restore(MOON)]]
        : [],
    ),
  ),
  'a summary that is the title': without('summary'),
  'a summary of 5,000 bytes': key('summary', 'summary: The moon turns.'),
  'a title that is a file': title,
  'a title with rows of signs': title,
  'numbers that fall': all(key('episode', 'episode: 1', TIDES), key('episode', 'episode: 2')),
  'a season that one of three has': all(line(MOON, 'season: 1'), line(WIND, 'season: 1')),
  'a transcript of two episodes': without('transcript'),
  'a transcript of the beginning alone': cues(0, 13, 26),
  'a transcript in one piece': cues(0, 13, 26),
  'a post that expires before it is published': key('expiryDate', 'expiryDate: 2027-06-01'),
  'a recording on the computer of its author': restore(MOON),
  'a transcript in the network of its author': without('transcript'),
  'a recording like a bad telephone': restore('moon.mp3'),
  'settings with one extension too many': rename('sidecast.yml.txt', SETTINGS),
  'a private show with a recording elsewhere': restore(MOON),
  'a draft that is neither': key('draft', 'draft: false'),
  'a folder without posts': restore(TIDES, MOON, WIND),
  'a post in reStructuredText': remove('posts/tides.rst'),
  'a post in UTF-16': restore(MOON),
  'a post in Latin-1': restore(TIDES),
  'a quote that is not closed': key('lead', 'lead: "so"'),
  'a key that stands twice': instead(MOON, /title: A moon\n/, ''),
  'a title that YAML cuts at a #': key('title', 'title: "The moon #2 and more"'),
  'an escape outside of double quotes': key('title', String.raw`title: "The moon \u017E"`),
  'no title': instead(MOON, /^audio:/m, 'title: The moon\naudio:'),
  'no date': instead('moon.md', /^audio:/m, 'date: 2026-05-11\naudio:'),
  'a date that is none': key('date', 'date: 2026-05-11'),
  'a date that contradicts the file name': key('date', 'date: 2026-05-11'),
  'an hour that no clock has as the end of a post': key('expiryDate', 'expiryDate: 2030-01-29'),
  'a page in place of a recording': key('audio_url', 'audio_url: moon.mp3'),
  'a page beside a recording': key('audio_url', 'audio_url: moon.mp3'),
  'minutes beyond 59': without('duration'),
  'letters among the bytes': without('bytes'),
  'a media type of pictures': key('audio_type', 'audio_type: audio/mpeg'),
  'a guid of zeros': without('guid'),
  'a template as guid': without('guid'),
  'a guid of a script': key('guid', 'guid: moon-2026'),
  'the guid of a template': without('guid'),
  'a list as slug': key('slug', 'slug: a-few-words'),
  'a template as permalink': key('permalink', 'permalink: /moon/'),
  'a map as summary': key('summary', 'summary: On the moon. And its other side.'),
  'a season in words': key('season', 'season: 2'),
  'a duration as number': key('episode', 'episode: 12'),
  'an unknown type': key('episode_type', 'episode_type: bonus'),
  'explicit: maybe': key('explicit', 'explicit: true'),
  'a chapter without a time': key('chapters', 'chapters: ["00:00 Up", "00:20 Down"]'),
  'a transcript in the front matter itself': all(
    key('transcript', 'transcript: moon.txt'),
    put('moon.txt', 'One.\nTwo.\n'),
  ),
  'a map of categories': key('categories', 'categories: [sea, moon]'),
  'a language by its name': key('lang', 'lang: en'),
  'a map as series': key('series', 'series: The winter'),
  'a person in an unknown role': key('persons', 'persons: [{ name: Ann Reader, role: narrator }]'),
  'a season with a map as name': key('season_name', 'season_name: The winter'),
  'a soundbite of a second': key(
    'soundbites',
    'soundbites: [{ start: 3, seconds: 20, title: The best of it }]',
  ),
  'funding without an address': key('funding', 'funding: https://example.org/support'),
  'a place beyond the pole': key('location', "location: { name: Prague, geo: '50.0875,14.4213' }"),
  'a licence that nobody knows': key('license', 'license: cc-by-4.0'),
  'comments at no address': key(
    'social_interact',
    'social_interact: https://social.example.org/@ann/1',
  ),
  'a free text as a list of lists': key(
    'podcast_txt',
    'podcast_txt: { purpose: verify, text: abc }',
  ),
  'ai_content: partly': key('ai_content', 'ai_content: true'),
  'podcast_block: spotify': key('podcast_block', 'podcast_block: false'),
  'a shorter recording as another form': put('moon-small.mp3', titledMp3('The moon')),
  'a soundbite behind the end': key(
    'soundbites',
    'soundbites: [{ start: 10, seconds: 20, title: Late }]',
  ),
  'settings that are no YAML': restore(SETTINGS),
  'a setting with a slip in its name': without('langauge', SETTINGS),
  'a setting with a wrong value': key('category', 'category: Science', SETTINGS),
  'no e-mail': replace(
    SETTINGS,
    'language: en',
    'language: en\nowner: { name: Ann Reader, email: ann@example.org }',
  ),
  'a mapped folder that is not there': instead(SETTINGS, /media\//, '.'),
  'a new address of the feed that is its own': without('feed', SETTINGS),
  'two settings files': remove('sidecast.yaml'),
  'a blog config that is no YAML': put('_config.yml', 'title: "so"\n'),
  'configs of two generators': remove('_config.yml'),
  'a broken ledger': remove('sidecast.ledger.json'),
  'a cover that is not there, where none is made of it': instead(
    SETTINGS,
    /covers\.jpg/,
    'cover.jpg',
  ),
  'a recording that is not there': key('audio', 'audio: moon.mp3'),
  'a web page named .mp3': restore('moon.mp3'),
  'a recording whose end is missing': restore('moon.mp3'),
  'one recording under two posts': key('audio', 'audio: moon.mp3'),
  'two posts with one guid': without('guid'),
  'another guid than the ledger has': without('guid'),
  'two posts with one permalink': key('permalink', 'permalink: https://www.example.org/moon/'),
  'two posts of two folders with one slug': key('slug', 'slug: moon', `sky/${MOON}`),
  'chapters that are no JSON': remove('2026-05-11-moon.chapters.json'),
  'a transcript that is not there': put(
    'mon.vtt',
    'WEBVTT\n\n00:00.000 --> 00:36.000\nThe moon.\n',
  ),
  'a picture that is not there': (files) => put('mon.jpg', files['cover.jpg'] ?? '')(files),
  'the wrong recording: a jingle': restore('moon.mp3'),
  'the wrong recording: a whole broadcast': restore('moon.mp3'),
  'the recording of another article': restore('moon.mp3'),
  'the recording of another article, with the number of its episode': put(
    'moon.mp3',
    titledMp3('The moon'),
  ),
  'a duration of another recording': without('duration'),
  'bytes of another recording': without('length'),
  'a recording as WAV': key('audio', 'audio: moon.mp3'),
  'an MP3 named .m4a': key('audio', 'audio: moon.mp3'),
  'a password in the address of a picture': key(
    'persons',
    'persons: [{ name: Eve, image: "https://media.example.org/eve.jpg" }]',
  ),
  'a recording whose address expires': key('audio', 'audio: https://cdn.example.org/moon.mp3'),
  'a post that was copied': title,
  'a number in the title': all(title, line(MOON, 'episode: 12')),
  'a title without end': title,
  'a number twice': all(key('episode', 'episode: 2'), key('episode', 'episode: 3', WIND)),
  'a serial without a number': all(line(MOON, 'episode: 2'), key('episode', 'episode: 3', WIND)),
  'a serial with a gap': key('episode', 'episode: 3', WIND),
  'a guid made of the recording': without('guid'),
  'a picture under http': key('image', 'image: https://www.example.org/moon.jpg'),
  'a chapter behind the end': instead(TIDES, /20:00 Down/, '00:20 Down'),
  'other chapters in the text': instead(TIDES, /chapters:\n(?: {2}- .*\n)+/, ''),
  'an English text said to be Czech': key('lang', 'lang: en'),
  'a Czech text in an English show': line(TIDES, 'lang: cs'),
  'a Hebrew text in an English show': line(TIDES, 'lang: he'),
  'UTF-8 read as Windows-1250': key('title', 'title: The moon and škoda'),
  'a curly quote read as Windows-1252': instead(MOON, /â€™/, '’'),
  'an entity in the title of the show': key('title', 'title: Tides and moons', SETTINGS),
  'markup in the description of the show': instead(SETTINGS, /\*\*sea\*\*/, 'sea'),
  'bold that is not closed': key('title', 'title: "The **moon**"'),
  'a link in a summary that is no link': key('summary', "summary: The moon's other side."),
  'an ampersand escaped twice': key('title', 'title: The moon & the sun'),
  'a picture without alternative text': instead(MOON, /!\[\]/, '![A tide table]'),
  'a picture under http in the article': instead(MOON, /\(http:/, '(https:'),
  'a post without text': restore(MOON),
  'no post with a recording': restore(TIDES, MOON, WIND),
  'no public address': replace(
    SETTINGS,
    'language: en',
    'language: en\nbase_url: https://podcast.example.org',
  ),
  'a show under http': instead(SETTINGS, /http:/, 'https:'),
  'a cover under http': instead(SETTINGS, /http:/, 'https:'),
  'a link to a page of the blog that is not there': instead(MOON, /\/item\/stars\//, '/item/wind/'),
  'a link to a page that is not there': instead(MOON, /\/episodes\/stars\//, '/episodes/wind/'),
  'a transcript with broken JSON': put(
    'moon.json',
    '{ "segments": [{ "startTime": 0, "endTime": 2, "body": "Moon" }] }',
  ),
  'the title of the show before every title': retitled,
  'the title of the show behind every title': retitled,
  'titles that are the show and a number': retitled,
  'a title in capitals': title,
  'a Greek title in capitals': title,
  'a show in capitals': key('title', 'title: Tides and moons', SETTINGS),
  'keywords in the title of the show': key('title', 'title: Tides', SETTINGS),
  'keywords as the author': key('author', 'author: Ann Reader', SETTINGS),
  'keywords in a title': title,
  'a post with thirty tags': key('tags', 'tags: [moon, sky]'),
  'a trailer as a full episode': line(MOON, 'episode_type: trailer'),
  'a trailer of a season': line(MOON, 'episode_type: trailer'),
  'a teaser behind a dash': line(MOON, 'episode_type: trailer'),
  'a bonus as a full episode': line(MOON, 'episode_type: bonus'),
  'an e-mail address that nobody has': instead(SETTINGS, /you@example\.com/, 'ann@tides.example'),
  'the e-mail address of a template': instead(
    SETTINGS,
    /your-email@example\.org/,
    'ann@tides.example',
  ),
  'example.com as the address of the show': instead(
    SETTINGS,
    /podcast\.example\.com/,
    'podcast.tides.example',
  ),
  'a blog at the address of a template': without('site', SETTINGS),
  'the address that new sites of Hugo have': without('site', SETTINGS),
  'a recording at example.com': all(
    without('bytes'),
    without('duration'),
    key('audio', 'audio: moon.mp3'),
  ),
  'a support link of an example': without('funding'),
  'Lorem ipsum in the article': restore(MOON),
  'Lorem ipsum as the description of the show': restore(SETTINGS),
  'TODO as summary': without('summary'),
  'a note to oneself in the article': restore(MOON),
  'a note in brackets in the title': title,
  'a title of a template': title,
  'a title that was never given': title,
  'a summary that says what it should be': without('description'),
  'a merge that was not finished': instead(MOON, /<{7}[^=]*={7}\n(.*\n)>{7}.*\n/, '$1'),
  'the end of a merge only': instead(MOON, />{7}.*\n/, ''),
  'one summary on all posts': all(...[TIDES, MOON, WIND].map((file) => without('summary', file))),
  'one excerpt on all posts, under several keys': all(
    without('excerpt', TIDES),
    without('description'),
  ),
  'a category in two spellings': key('tags', 'tags: [sea]'),
  'a category with and without accents': key('tags', 'tags: [moře]'),
  'an author in two spellings': key('author', 'author: Zoë Reader'),
  'the author of the show in another spelling': key('author', 'author: Ann Reader'),
  'a name with two letters swapped': key('author', 'author: Eve Walker', '2026-05-25-star.md'),
  'numbers that jump': key('episode', 'episode: 3', WIND),
  'chapters that are all called the same': chaptered,
  'chapters that are numbered only': chaptered,
  'markers of an editor of sound': chaptered,
  'a key with two letters swapped': key('episdoe', 'episode: 3'),
  'a key that lacks a letter': key('sumary', 'summary: On the moon.'),
  'a key of two words with a slip': key('episode_tpye', 'episode_type: bonus'),
  'a draft that is none': key('drfat', 'draft: true'),
  'a recording under a key with a slip': key('audoi', 'audio: moon.mp3'),
  'a German text in an English show': line(TIDES, 'language: de'),
  'a Dutch text in an English show': line(TIDES, 'language: nl'),
  'English texts in a German show': key('language', 'language: en', SETTINGS),
  'a German transcript in an English show': remove('moon.vtt'),
  'the transcript of another post': remove('moon.vtt'),
  'two transcripts that were mixed up': remove('moon.vtt', 'tides.vtt'),
  'a complete show with an episode to come': without('complete', SETTINGS),
  'one recording under two names': restore('moon.mp3'),
  'posts of one minute': all(
    key('date', 'date: 2026-05-05 10:00', 'moon.md'),
    key('date', 'date: 2026-05-06 10:00', 'wind.md'),
  ),
  'a duration that was copied from post to post': all(
    key('duration', 'duration: "0:41"'),
    key('duration', 'duration: "0:42"', WIND),
  ),
  'a chapter behind the declared duration': instead(TIDES, /05:00 Down/, '00:20 Down'),
  'a soundbite behind the declared duration': key(
    'soundbites',
    'soundbites: [{ start: 3, seconds: 20, title: Late }]',
  ),
  ...Object.fromEntries(
    CONTENT_MISTAKES.filter(({ name }) => name.startsWith('a number in the title "')).map(
      ({ name }) => [name, all(title, line(MOON, 'episode: 12'))],
    ),
  ),
  'the number of the episode in its title, too': title,
}

function retitled(files: Parameters<Edit>[0]): void {
  for (const [file, words] of [
    [TIDES, 'The sea'],
    [MOON, 'The moon'],
    [WIND, 'The wind'],
  ] as const) {
    key('title', `title: ${words}`, file)(files)
  }
}

function chaptered(files: Parameters<Edit>[0]): void {
  all(
    instead(TIDES, /"00:00 .*"/, '"00:00 Up"'),
    instead(TIDES, /"00:20 .*"/, '"00:20 Down"'),
  )(files)
}

/** Mistakes whose advice a table cannot follow, and why. */
export const NOT_FOLLOWED: Readonly<Record<string, string>> = {
  'posts with recordings under a key of their own':
    'three posts name one recording, which is a mistake of its own',
  'a blog config with a wrong zone': 'both configurations are named, and the author decides on one',
  'a feed that has left its path': 'tried among those of paths that lead elsewhere',
  'a feed where the style sheets are': 'any path will do',
  'a file name of the year 1926': 'only the author knows the year',
  'a year before the web': 'only the author knows the year',
  'a year that is a slip': 'only the author knows the year',
  'a link that leads out of the folder': 'the file system is changed, not a text',
  'a pipe in place of a post': 'the file system is changed, not a text',
  'a post with a name that is no UTF-8': 'the file system is changed, not a text',
  'a picture in the text that is named as that of the episode': 'any other name will do',
  'a picture that is nowhere': 'the picture has to be found',
  'a picture under http in the feed of a part': 'its host decides whether it has https',
  'a post of two shows': 'the author decides which show it belongs to',
  'a show without posts': 'the author decides where its posts lie',
  'a recording of four hours at 128 kbit/s': 'hours of sound would have to be encoded',
  'a recording on another host of declared size': 'the network is needed',
  'a recording on another host of unknown size': 'the network is needed',
  'a recording on another host without an ending': 'the network is needed',
  'a recording that the folder for its address does not hold': 'the network is needed',
  'a recording under http': 'its host decides whether it has https',
  'a text that was rewritten after it was read': 'the author has to read it again',
  'a transcript with broken HTML': 'the whole page is named, and any correction will do',
  'an article in quotations without end': 'any division will do',
  'payments to nobody': 'whom to pay is known to the author alone',
  'the feed of a category that nobody has any more':
    'a category is renamed, or its feed redirected',
}
