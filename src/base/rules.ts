import * as from from './sources.ts'
import type { Source } from './sources.ts'

/** How bad breaking a rule is: an `error` keeps its post out, a `warning` and `advice` do not. */
export type Severity = 'error' | 'warning' | 'advice'

/** One rule of the trade, as the author reads of it. */
export interface Rule {
  readonly severity: Severity
  /** What is wrong where it is broken, in a few words. */
  readonly says: string
  readonly source: Source
  /** What the author does about it; goes behind a sentence too, see `withWayOut`. */
  readonly wayOut: string
}

/**
 * Every rule that is told by who reads the content, by its id: the room it belongs to and its name,
 * in kebab case. Those that look for themselves whether they are broken stand in `src/check`.
 */
export const RULES = {
  'content/empty': {
    severity: 'warning',
    says: 'there is no post in the folder',
    source: from.POSTS_GUIDE('posts are Markdown files with front matter'),
    wayOut: 'name the folder that holds the posts, or correct the setting posts',
  },
  'content/folder': {
    severity: 'error',
    says: 'the content folder is not there',
    source: from.POSTS_GUIDE('posts stay where they are'),
    wayOut: 'name the folder that holds the posts',
  },
  'content/link': {
    severity: 'warning',
    says: 'a symbolic link leads nowhere, in a circle, or out of the folder',
    source: from.POSTS_GUIDE('what is outside the folder is never published'),
    wayOut:
      'put what it leads to into the folder, name its folder in the settings (outside), or remove it',
  },
  'content/unreadable': {
    severity: 'warning',
    says: 'a file or folder cannot be read',
    source: from.POSTS_GUIDE('posts are read from the folder'),
    wayOut: 'let this user read it',
  },
  'post/unreadable': {
    severity: 'error',
    says: 'a post cannot be read',
    source: from.POSTS_GUIDE('posts are read from the folder'),
    wayOut: 'let this user read it',
  },
  'post/encoding': {
    severity: 'error',
    says: 'a post is UTF-16',
    source: from.UNICODE('UTF-8 needs no mark that tells the order of its bytes'),
    wayOut: 'save it as UTF-8',
  },
  'post/lost-letters': {
    severity: 'warning',
    says: 'letters of a post were lost before it was UTF-8, or since it is not',
    source: from.UNICODE('a letter that could not be read is written U+FFFD'),
    wayOut: 'save it as UTF-8, and write that anew which stays lost',
  },
  'post/front-matter': {
    severity: 'error',
    says: 'the front matter cannot be read',
    source: from.YAML('YAML, TOML or JSON, each by its own rules'),
    wayOut: 'mend the line that is named; quote what holds a colon',
  },
  'post/repeated-key': {
    severity: 'warning',
    says: 'a key stands twice',
    source: from.YAML('the keys of a mapping are unique'),
    wayOut: 'remove one of them',
  },
  'post/text': {
    severity: 'warning',
    says: 'a tool has left escapes such as \\u017E in a text',
    source: from.YAML('escapes are read only in double quotes'),
    wayOut: 'put the text in double quotes, or write the letter itself',
  },
  'post/title': {
    severity: 'warning',
    says: 'a post has no title',
    source: from.APPLE('every episode has a title'),
    wayOut: 'write title: …',
  },
  'post/date': {
    severity: 'error',
    says: 'a post has no date, or none that can be read',
    source: from.RSS('pubDate says when the item was published'),
    wayOut: 'write date: 2025-01-29 in the front matter, or put the day before the file name',
  },
  'post/date-doubtful': {
    severity: 'warning',
    says: 'a date cannot be read, contradicts the file name, or is an hour that clocks skip, so another is used',
    source: from.RSS('pubDate says when the item was published'),
    wayOut: 'correct the date, and let the file name agree',
  },
  'post/audio': {
    severity: 'error',
    says: 'all that a post names as its recording is a page',
    source: from.RSS('an enclosure has an address'),
    wayOut: 'name the audio file itself',
  },
  'post/audio-doubtful': {
    severity: 'warning',
    says: 'what a post names does not look like a recording, or not like its address',
    source: from.RSS('an enclosure has an address'),
    wayOut: 'name a file or a URL of the recording',
  },
  'post/duration': {
    severity: 'warning',
    says: 'a duration cannot be read',
    source: from.PSP('itunes:duration is a number of seconds'),
    wayOut: 'write seconds or HH:MM:SS, or leave it out: it is measured',
  },
  'post/bytes': {
    severity: 'warning',
    says: 'a size cannot be read',
    source: from.RSS('length says how big the enclosure is in bytes'),
    wayOut: 'write bytes as a whole number, or leave it out: it is measured',
  },
  'post/type': {
    severity: 'warning',
    says: 'a media type cannot be read',
    source: from.RSS('type is a standard MIME type'),
    wayOut: 'write audio/mpeg or the like, or leave it out',
  },
  'post/guid': {
    severity: 'warning',
    says: 'a guid is a placeholder or no text',
    source: from.RSS('a string that uniquely identifies the item'),
    wayOut: 'give the episode a guid of its own, or none',
  },
  'post/slug': {
    severity: 'warning',
    says: 'a slug is no text',
    source: from.POSTS_GUIDE('the slug is a part of the address'),
    wayOut: 'write slug: a-few-words',
  },
  'post/permalink': {
    severity: 'warning',
    says: 'a permalink is a template',
    source: from.POSTS_GUIDE('the link is the address of the article'),
    wayOut: 'write the address that comes out of it',
  },
  'post/summary': {
    severity: 'warning',
    says: 'a summary is no text',
    source: from.PSP('description is a text'),
    wayOut: 'write one or two sentences',
  },
  'post/season': {
    severity: 'warning',
    says: 'a season is no whole number',
    source: from.PSP('itunes:season is a whole number from 1'),
    wayOut: 'write season: 2',
  },
  'post/episode': {
    severity: 'warning',
    says: 'the number of an episode cannot be read',
    source: from.PSP('itunes:episode is a whole number from 1'),
    wayOut: 'write episode: 12',
  },
  'post/episode-type': {
    severity: 'warning',
    says: 'the type of an episode is none of the three',
    source: from.PSP('itunes:episodeType is full, trailer or bonus'),
    wayOut: 'write one of the three, or leave it out',
  },
  'post/explicit': {
    severity: 'warning',
    says: 'explicit is neither true nor false',
    source: from.PSP('itunes:explicit is true or false'),
    wayOut: 'write explicit: true or false',
  },
  'post/chapters': {
    severity: 'warning',
    says: 'a chapter cannot be read',
    source: from.CHAPTERS('a chapter has a startTime and mostly a title'),
    wayOut: 'write each chapter as "01:30 Title"',
  },
  'post/transcripts': {
    severity: 'warning',
    says: 'a transcript is named in a way that cannot be read',
    source: from.TRANSCRIPTS('a transcript has a url and a type'),
    wayOut: 'put the transcript in a file and name it',
  },
  'post/categories': {
    severity: 'warning',
    says: 'a category is too long, or none',
    source: from.RSS('category holds a short text'),
    wayOut: 'write categories: [sea, moon]',
  },
  'post/language': {
    severity: 'warning',
    says: 'a language is no code',
    source: from.LANGUAGES('a tag such as cs or en-us'),
    wayOut: 'write lang: cs',
  },
  'post/series': {
    severity: 'warning',
    says: 'a series is too long for a name, or none',
    source: from.POSTS_GUIDE('the feed of a series takes its name'),
    wayOut: 'write series: The winter',
  },
  'post/persons': {
    severity: 'warning',
    says: 'a person is no name, or in a role that nobody knows',
    source: from.PODCASTING('podcast:person has a name, a role and a group'),
    wayOut: 'write persons: [{ name: Ann Reader, role: narrator }]',
  },
  'post/season-name': {
    severity: 'warning',
    says: 'the name of a season is no short text',
    source: from.PODCASTING('podcast:season takes a name of at most 128 characters'),
    wayOut: 'write season_name: The winter',
  },
  'post/soundbites': {
    severity: 'warning',
    says: 'a soundbite cannot be read, or is too short or too long',
    source: from.PODCASTING('podcast:soundbite lasts 15 to 120 seconds'),
    wayOut: 'write soundbites: [{ start: 73, seconds: 40, title: The best of it }]',
  },
  'post/funding': {
    severity: 'warning',
    says: 'a way to give money is no address',
    source: from.PODCASTING('podcast:funding has an address'),
    wayOut: 'write funding: https://example.org/support',
  },
  'post/locations': {
    severity: 'warning',
    says: 'a place cannot be read',
    source: from.PODCASTING('podcast:location has a name, and coordinates where they are known'),
    wayOut: "write location: { name: Prague, geo: '50.0875,14.4213' }",
  },
  'post/license': {
    severity: 'warning',
    says: 'a licence is none of the list, and has no address',
    source: from.PODCASTING('podcast:license names one of a list, or has an address'),
    wayOut: 'write license: cc-by-4.0',
  },
  'post/social': {
    severity: 'warning',
    says: 'where comments are is no address',
    source: from.PODCASTING('podcast:socialInteract has the address of a post'),
    wayOut: 'write the address of the post that comments belong to',
  },
  'post/payments': {
    severity: 'warning',
    says: 'how payments are split cannot be read',
    source: from.PODCASTING('podcast:value has recipients with an address and a share'),
    wayOut: 'write what the specification of podcast:value shows',
  },
  'post/texts': {
    severity: 'warning',
    says: 'a free text cannot be read',
    source: from.PODCASTING('podcast:txt has at most 4000 characters'),
    wayOut: 'write podcast_txt: { purpose: …, text: … }',
  },
  'post/ai-content': {
    severity: 'warning',
    says: 'ai_content is neither true nor false',
    source: from.PODCASTING('podcast:txt with the purpose ai-content is true or false'),
    wayOut: 'write ai_content: true or false',
  },
  'post/blocked': {
    severity: 'warning',
    says: 'podcast_block is neither true nor false',
    source: from.PODCASTING('itunes:block holds yes, or is left out'),
    wayOut: 'write podcast_block: true or false',
  },
  'settings/syntax': {
    severity: 'error',
    says: 'the settings cannot be read',
    source: from.YAML('a mapping of keys to values'),
    wayOut: 'mend the line that is named',
  },
  'settings/key': {
    severity: 'error',
    says: 'there is no such setting, or it stands twice',
    source: from.SETTINGS_GUIDE('the table of all settings'),
    wayOut: 'take the name that is suggested, or remove the line',
  },
  'settings/value': {
    severity: 'error',
    says: 'a setting has a value that it cannot have',
    source: from.SETTINGS_GUIDE('each setting with an example'),
    wayOut: 'write a value like the one in the example',
  },
  'settings/circle': {
    severity: 'error',
    says: 'the new address of the feed leads back to this site',
    source: from.HTTP('a client should detect and intervene in cyclical redirections'),
    wayOut:
      'remove feed.new_url; for another path on this site, write feed.path and feed.old_paths',
  },
  'settings/missing': {
    severity: 'warning',
    says: 'something that directories demand is said nowhere',
    source: from.APPLE('title, description, artwork, language, category and explicit are required'),
    wayOut: 'settle it in sidecast.yml',
  },
  'settings/folder': {
    severity: 'warning',
    says: 'a folder with recordings is not there',
    source: from.SETTINGS_GUIDE('audio.folders starts at the content folder'),
    wayOut: 'correct the path (it starts at the content folder)',
  },
  'settings/second': {
    severity: 'warning',
    says: 'there are two settings files',
    source: from.SETTINGS_GUIDE('one sidecast.yml in the content folder'),
    wayOut: 'remove one of them',
  },
  'blog/syntax': {
    severity: 'warning',
    says: 'the config of the blog cannot be read',
    source: from.SETTINGS_GUIDE('what the blog says need not be said again'),
    wayOut: 'mend the line that is named, or settle it in sidecast.yml',
  },
  'blog/value': {
    severity: 'warning',
    says: 'a value in the config of the blog is not understood',
    source: from.SETTINGS_GUIDE('what the blog says need not be said again'),
    wayOut: 'settle it in sidecast.yml',
  },
  'blog/ignored': {
    severity: 'warning',
    says: 'there are configs of two generators',
    source: from.SETTINGS_GUIDE('one blog has one generator'),
    wayOut: 'remove the one that is out of use',
  },
  'ledger/broken': {
    severity: 'error',
    says: 'the ledger cannot be read',
    source: from.GUIDS_GUIDE('it holds the guids that subscribers have'),
    wayOut: 'take it back from version control, or mend the line that is named',
  },
  'ledger/vanished': {
    severity: 'warning',
    says: 'the ledger was removed while the show was on air',
    source: from.GUIDS_GUIDE('it holds the guids that subscribers have'),
    wayOut: 'commit the one that is written again',
  },
  'ledger/clock': {
    severity: 'warning',
    says: 'an episode went out at an hour that is still to come by the clock',
    source: from.RSS('pubDate says when the item was published'),
    wayOut: 'set the clock of the machine, or correct the date',
  },
  'show/removal': {
    severity: 'error',
    says: 'more than a tenth of the published episodes would leave the feed',
    source: from.APPLE('what is not in the feed is not listed'),
    wayOut: 'put them back, or let them go with --allow-removal',
  },
  'show/removal-allowed': {
    severity: 'warning',
    says: 'more than a tenth of the published episodes leaves the feed, as was allowed',
    source: from.APPLE('what is not in the feed is not listed'),
    wayOut: 'commit the ledger, or put them back',
  },
  'show/vanished': {
    severity: 'error',
    says: 'the folder or its settings went away while the show was on air',
    source: from.SETTINGS_GUIDE('the last good show stays on air'),
    wayOut: 'put it back, or start again to go on without it',
  },
  'show/feed-lost': {
    severity: 'warning',
    says: 'a feed that went out is no more at its address',
    source: from.APPLE('a feed moves by itunes:new-feed-url and a permanent redirect'),
    wayOut: 'list its old path in feed.old_paths, or give it its path again',
  },
  'show/image': {
    severity: 'warning',
    says: 'the cover cannot be used',
    source: from.APPLE_ARTWORK('a JPEG or PNG file'),
    wayOut: 'name a JPEG or PNG file that is there',
  },
  'artwork/unreadable': {
    severity: 'warning',
    says: 'a file is no picture, or a damaged one',
    source: from.APPLE_ARTWORK('a JPEG or PNG file'),
    wayOut: 'save it as a JPEG or PNG, or upload it again',
  },
  'artwork/too-small': {
    severity: 'warning',
    says: 'a picture is too small to show anything',
    source: from.APPLE_ARTWORK('1400 to 3000 pixels each way'),
    wayOut: 'give one of at least 1400 × 1400 pixels',
  },
  'artwork/unreachable': {
    severity: 'warning',
    says: 'a picture on another host cannot be fetched',
    source: from.APPLE_ARTWORK('the server lets it be fetched'),
    wayOut: 'correct its address, or put it into the content folder',
  },
  'artwork/small': {
    severity: 'advice',
    says: 'a picture is small, so it was set into a frame',
    source: from.APPLE_ARTWORK('1400 to 3000 pixels each way'),
    wayOut: 'give one of at least 1400 × 1400 pixels',
  },
  'artwork/name': {
    severity: 'advice',
    says: 'the name of a picture says another format than it has',
    source: from.APPLE_ARTWORK('the ending is that of the format'),
    wayOut: 'let its name end in the format that it has',
  },
  'artwork/cover': {
    severity: 'advice',
    says: 'directories would refuse the cover as it is, so a copy goes out',
    source: from.APPLE_ARTWORK('square, 1400 to 3000 pixels, JPEG or PNG, RGB'),
    wayOut: 'give one that they take, if you want another than the copy',
  },
  'artwork/missing': {
    severity: 'warning',
    says: 'what works on pictures is not installed here',
    source: from.SETTINGS_GUIDE('pictures are made into artwork that directories take'),
    wayOut: 'install the optional packages, or turn it off with artwork.make',
  },
  'artwork/letters': {
    severity: 'advice',
    says: 'a drawn cover lacks letters that no font here has',
    source: from.SETTINGS_GUIDE('covers are drawn where there is no picture'),
    wayOut: 'name a picture (image: …)',
  },
  'recording/missing': {
    severity: 'error',
    says: 'a recording is not where the post says',
    source: from.RSS('an enclosure has an address'),
    wayOut: 'put the file there, or correct the name',
  },
  'recording/copy-missing': {
    severity: 'warning',
    says: 'the folder of recordings that are published elsewhere does not hold this one',
    source: from.SETTINGS_GUIDE('audio.folders says where recordings are measured'),
    wayOut: 'add the recording, or correct the name',
  },
  'recording/unreadable': {
    severity: 'error',
    says: 'a file is no recording',
    source: from.APPLE('episodes are MP3, M4A and a few more'),
    wayOut: 'put the recording itself in its place',
  },
  'recording/odd': {
    severity: 'warning',
    says: 'a recording contradicts itself: cut off, joined, or wrongly headed',
    source: from.PSP('duration and length are those of the very file'),
    wayOut: 'encode and upload it again',
  },
  'recording/unreachable': {
    severity: 'warning',
    says: 'the host of a recording does not give it',
    source: from.APPLE('episodes can be fetched, by HEAD and by byte ranges too'),
    wayOut: 'correct the address, or try again later',
  },
  'recording/type': {
    severity: 'warning',
    says: 'the address of a recording has no ending',
    source: from.APPLE('the ending of the address decides what it is'),
    wayOut: 'give the file an ending such as .mp3',
  },
  'recording/unmeasured': {
    severity: 'warning',
    says: 'the size of a recording is not known',
    source: from.PSP('length is required, in bytes'),
    wayOut:
      'map the folder that holds it (audio.folders), go online once, or declare its bytes (length: …)',
  },
  'recording/declared': {
    severity: 'advice',
    says: 'size and length of a recording are only what the post declares',
    source: from.PSP('duration and length are those of the very file'),
    wayOut: 'map the folder that holds it (audio.folders), or go online once',
  },
  'episode/recording-shared': {
    severity: 'warning',
    says: 'two posts name one recording',
    source: from.APPLE('of episodes with one enclosure only one is shown'),
    wayOut: 'name the recording that belongs to the post',
  },
  'episode/guid-taken': {
    severity: 'error',
    says: 'two posts claim one guid',
    source: from.RSS('a string that uniquely identifies the item'),
    wayOut: 'change one of them, or take it out',
  },
  'episode/guid-changed': {
    severity: 'warning',
    says: 'a post has another guid than the one that subscribers hold',
    source: from.PSP('a guid never changes'),
    wayOut: 'take the new one out',
  },
  'episode/date-ahead': {
    severity: 'warning',
    says: 'an episode that is out has got a date that is still to come',
    source: from.RSS('pubDate says when the item was published'),
    wayOut:
      'give it back its date, or take it out first (draft: true) and let it go with --allow-removal',
  },
  'episode/slug-taken': {
    severity: 'error',
    says: 'two posts have one slug, and one of them has no other',
    source: from.POSTS_GUIDE('an address leads to one page'),
    wayOut: 'change one of them',
  },
  'episode/slug-replaced': {
    severity: 'warning',
    says: 'two posts have one slug, so one has got another',
    source: from.POSTS_GUIDE('an address leads to one page'),
    wayOut: 'change one of them if you want another',
  },
  'episode/chapters': {
    severity: 'warning',
    says: 'a file of chapters, or one of them, cannot be used',
    source: from.CHAPTERS('an object with version and chapters'),
    wayOut: 'mend the file, or write chapters in the front matter',
  },
  'episode/chapters-differ': {
    severity: 'advice',
    says: 'front matter, file, recording and text have different chapters',
    source: from.CHAPTERS('chapters in all forms agree'),
    wayOut: 'make them agree, or keep those of one source',
  },
  'episode/transcript': {
    severity: 'warning',
    says: 'a transcript cannot be used',
    source: from.TRANSCRIPTS('VTT, SRT, JSON, HTML or plain text'),
    wayOut: 'mend the file, put it beside the post, or correct the name',
  },
  'episode/image': {
    severity: 'warning',
    says: 'the picture of a post is not there',
    source: from.PSP('itunes:image has an address'),
    wayOut: 'put it beside the post, or name it by its URL',
  },
  'episode/alternate': {
    severity: 'warning',
    says: 'another form of the recording is not as long as the recording',
    source: from.PODCASTING('podcast:alternateEnclosure holds another version of the same'),
    wayOut: 'check whether the right file was named',
  },
  'episode/soundbite': {
    severity: 'warning',
    says: 'a soundbite ends after the recording',
    source: from.PODCASTING('podcast:soundbite lies inside the recording'),
    wayOut: 'correct its times',
  },
  'episode/number': {
    severity: 'warning',
    says: 'an episode of a serial has no number',
    source: from.PODCASTING('itunes:episode orders a serial'),
    wayOut: 'write episode: 1, or another whole number',
  },
  'site/path': {
    severity: 'warning',
    says: 'two things want one address of the site',
    source: from.HTTP('an address names one resource'),
    wayOut: 'give one of them another name',
  },
  'site/folder': {
    severity: 'error',
    says: 'an address of the site is both a file and a folder',
    source: from.HTTP('an address names one resource'),
    wayOut: 'give one of them another name',
  },
} as const satisfies Readonly<Record<string, Rule>>

export type RuleId = keyof typeof RULES
