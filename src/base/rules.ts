import * as from from './sources.ts'
import type { Source } from './sources.ts'

/** How serious it is: a post with an `error` is not published; `warning` and `advice` have no effect. */
export type Severity = 'error' | 'warning' | 'advice'

/** A rule, as it is explained to the author. */
export interface Rule {
  readonly severity: Severity
  /** What is wrong, in a few words. */
  readonly says: string
  readonly source: Source
  /** What the author can do; also the end of messages, see `withFix`. */
  readonly fix: string
}

/**
 * The rules that are checked while the content is read, by id: subject and name, in kebab case. The
 * rules with checks of their own are in `src/check`.
 */
export const RULES = {
  'content/empty': {
    severity: 'warning',
    says: 'the folder contains no posts',
    source: from.POSTS_GUIDE('posts are Markdown files with front matter'),
    fix: 'name the folder that contains the posts, or correct the posts setting',
  },
  'content/markup': {
    severity: 'advice',
    says: 'posts are written in a markup that is not read',
    source: from.POSTS_GUIDE('posts are Markdown files with front matter'),
    fix: 'convert those that name a recording to Markdown with front matter, for example with Pandoc',
  },
  'content/folder': {
    severity: 'error',
    says: 'the content folder does not exist',
    source: from.POSTS_GUIDE('posts stay where they are'),
    fix: 'name the folder that contains the posts',
  },
  'content/link': {
    severity: 'warning',
    says: 'a symbolic link is broken, circular, or points outside the folder',
    source: from.POSTS_GUIDE('files outside the folder are never published'),
    fix: "move its target into the folder, list the target's folder in the settings (outside), or remove the link",
  },
  'content/unreadable': {
    severity: 'warning',
    says: 'a file or folder cannot be read',
    source: from.POSTS_GUIDE('posts are read from the folder'),
    fix: 'give this user permission to read it',
  },
  'content/password': {
    severity: 'warning',
    says: 'an address holds a user name or password',
    source: from.HTTP('user information must not be sent in a reference'),
    fix: 'remove them from the address, and let its host serve it without a password',
  },
  'post/unreadable': {
    severity: 'error',
    says: 'a post cannot be read',
    source: from.POSTS_GUIDE('posts are read from the folder'),
    fix: 'give this user permission to read it',
  },
  'content/cut-text': {
    severity: 'warning',
    says: 'YAML reads a part of a text as a comment or a tag',
    source: from.YAML('a # behind a space begins a comment'),
    fix: 'put the whole text in quotes',
  },
  'content/unread-recordings': {
    severity: 'warning',
    says: 'posts name recordings under a key that is not read',
    source: from.SETTINGS_GUIDE('fields names the keys of this blog'),
    fix: 'write in sidecast.yml what the sentence says',
  },
  'post/encoding': {
    severity: 'error',
    says: 'a post is encoded as UTF-16',
    source: from.UNICODE('UTF-8 needs no byte order mark'),
    fix: 'save it as UTF-8',
  },
  'post/lost-letters': {
    severity: 'warning',
    says: 'characters of a post were lost in a conversion, or it is not UTF-8',
    source: from.UNICODE('U+FFFD replaces a character that could not be decoded'),
    fix: 'save it as UTF-8, and retype any characters that are still wrong',
  },
  'post/too-much': {
    severity: 'warning',
    says: 'an article takes too much time or memory to be read as Markdown',
    source: from.POSTS_GUIDE('the text of a post is Markdown, and the HTML in it'),
    fix: 'divide the article, or close the elements, lists and quotations in it',
  },
  'post/front-matter': {
    severity: 'error',
    says: 'the front matter cannot be read',
    source: from.YAML('YAML, TOML or JSON, each by its own rules'),
    fix: 'correct the line named; put quotes around any text that contains a colon',
  },
  'post/repeated-key': {
    severity: 'warning',
    says: 'a key appears twice',
    source: from.YAML('the keys of a mapping are unique'),
    fix: 'remove one of them',
  },
  'post/key': {
    severity: 'warning',
    says: 'a key is misspelt, so its value is not read',
    source: from.POSTS_GUIDE('the table of all keys'),
    fix: 'correct the key as suggested, or remove the line',
  },
  'post/text': {
    severity: 'warning',
    says: 'a text contains unprocessed escapes such as \\u017E',
    source: from.YAML('escapes are only interpreted in double quotes'),
    fix: 'put the text in double quotes, or write the character itself',
  },
  'post/title': {
    severity: 'warning',
    says: 'a post has no title',
    source: from.APPLE('every episode has a title'),
    fix: 'add title: …',
  },
  'post/date': {
    severity: 'error',
    says: 'a post has no date, or its date cannot be read',
    source: from.RSS('pubDate says when the item was published'),
    fix: 'write date: 2025-01-29 in the front matter, or start the file name with the date',
  },
  'post/date-doubtful': {
    severity: 'warning',
    says: 'a date cannot be read, contradicts the file name, or falls into the hour skipped by daylight saving time, so another is used',
    source: from.RSS('pubDate says when the item was published'),
    fix: 'correct the date, and make the file name agree with it',
  },
  'post/expiry': {
    severity: 'warning',
    says: 'the expiry date of a post cannot be read, so the post stays',
    source: from.POSTS_GUIDE('a post is no episode once its expiry date has passed'),
    fix: 'write expiryDate: 2025-01-29, or leave it out',
  },
  'post/audio': {
    severity: 'error',
    says: 'what a post names as its recording is a web page',
    source: from.RSS('an enclosure has an address'),
    fix: 'name the audio file itself',
  },
  'post/audio-doubtful': {
    severity: 'warning',
    says: 'what a post names does not look like a recording, or like an address of one',
    source: from.RSS('an enclosure has an address'),
    fix: 'give the file name or the URL of the recording',
  },
  'post/duration': {
    severity: 'warning',
    says: 'a duration cannot be read',
    source: from.PSP('itunes:duration is a number of seconds'),
    fix: 'write seconds or HH:MM:SS, or leave it out to have it measured',
  },
  'post/bytes': {
    severity: 'warning',
    says: 'a size cannot be read',
    source: from.RSS('length is the size of the enclosure in bytes'),
    fix: 'write the bytes as a whole number, or leave it out to have it measured',
  },
  'post/type': {
    severity: 'warning',
    says: 'a media type cannot be read',
    source: from.RSS('type is a standard MIME type'),
    fix: 'write a type such as audio/mpeg, or leave it out',
  },
  'post/guid': {
    severity: 'warning',
    says: 'a guid is a placeholder, or not a text',
    source: from.RSS('a string that uniquely identifies the item'),
    fix: 'give the episode its own guid, or none',
  },
  'post/slug': {
    severity: 'warning',
    says: 'a slug is not a text',
    source: from.POSTS_GUIDE('the slug is part of the address'),
    fix: 'write slug: a-few-words',
  },
  'post/permalink': {
    severity: 'warning',
    says: 'the address of an article cannot be made',
    source: from.POSTS_GUIDE('link is the address of the article'),
    fix: 'write permalink: with the resulting address',
  },
  'post/summary': {
    severity: 'warning',
    says: 'a summary is not a text',
    source: from.PSP('description is a text'),
    fix: 'write one or two sentences',
  },
  'post/season': {
    severity: 'warning',
    says: 'a season is not a whole number',
    source: from.PSP('itunes:season is a whole number from 1'),
    fix: 'write season: 2',
  },
  'post/episode': {
    severity: 'warning',
    says: 'an episode number cannot be read',
    source: from.PSP('itunes:episode is a whole number from 1'),
    fix: 'write episode: 12',
  },
  'post/episode-type': {
    severity: 'warning',
    says: 'an episode type is not one of the three',
    source: from.PSP('itunes:episodeType is full, trailer or bonus'),
    fix: 'write one of the three, or leave it out',
  },
  'post/explicit': {
    severity: 'warning',
    says: 'explicit is neither true nor false',
    source: from.PSP('itunes:explicit is true or false'),
    fix: 'write explicit: true or false',
  },
  'post/chapters': {
    severity: 'warning',
    says: 'a chapter cannot be read',
    source: from.CHAPTERS('a chapter has a startTime and usually a title'),
    fix: 'write each chapter as "01:30 Title"',
  },
  'post/transcripts': {
    severity: 'warning',
    says: 'a reference to a transcript cannot be read',
    source: from.TRANSCRIPTS('a transcript has a url and a type'),
    fix: 'put the transcript in a file, and give its name',
  },
  'post/categories': {
    severity: 'warning',
    says: 'a category is too long, or not a name',
    source: from.RSS('category holds a short text'),
    fix: 'write categories: [sea, moon]',
  },
  'post/language': {
    severity: 'warning',
    says: 'a language is not a language code',
    source: from.LANGUAGES('a tag such as cs or en-us'),
    fix: 'write lang: cs',
  },
  'post/series': {
    severity: 'warning',
    says: 'the name of a series is too long, or not a name',
    source: from.POSTS_GUIDE('the feed of a series is named after it'),
    fix: 'write series: The winter',
  },
  'post/persons': {
    severity: 'warning',
    says: 'a person has no name, or an unknown role',
    source: from.PODCASTING('podcast:person has a name, a role and a group'),
    fix: 'write persons: [{ name: Ann Reader, role: narrator }]',
  },
  'post/season-name': {
    severity: 'warning',
    says: 'the name of a season is not a short text',
    source: from.PODCASTING('podcast:season takes a name of at most 128 characters'),
    fix: 'write season_name: The winter',
  },
  'post/soundbites': {
    severity: 'warning',
    says: 'a soundbite cannot be read, or is too short or too long',
    source: from.PODCASTING('podcast:soundbite lasts 15 to 120 seconds'),
    fix: 'write soundbites: [{ start: 73, seconds: 40, title: The best of it }]',
  },
  'post/funding': {
    severity: 'warning',
    says: 'a funding link is not an address',
    source: from.PODCASTING('podcast:funding has an address'),
    fix: 'write funding: https://example.org/support',
  },
  'post/locations': {
    severity: 'warning',
    says: 'a location cannot be read',
    source: from.PODCASTING('podcast:location has a name, and optionally coordinates'),
    fix: "write location: { name: Prague, geo: '50.0875,14.4213' }",
  },
  'post/license': {
    severity: 'warning',
    says: 'a licence is not on the list, and has no address',
    source: from.PODCASTING('podcast:license is an identifier from the list, or has an address'),
    fix: 'write license: cc-by-4.0',
  },
  'post/social': {
    severity: 'warning',
    says: 'the place for comments is not an address',
    source: from.PODCASTING('podcast:socialInteract has the address of a post'),
    fix: 'write the address of the post under which people comment',
  },
  'post/payments': {
    severity: 'warning',
    says: 'the split of payments cannot be read',
    source: from.PODCASTING('podcast:value has recipients with an address and a share'),
    fix: 'write it as in the specification of podcast:value',
  },
  'post/texts': {
    severity: 'warning',
    says: 'a free text cannot be read',
    source: from.PODCASTING('podcast:txt has at most 4000 characters'),
    fix: 'write podcast_txt: { purpose: …, text: … }',
  },
  'post/ai-content': {
    severity: 'warning',
    says: 'ai_content is neither true nor false',
    source: from.PODCASTING('podcast:txt with the purpose ai-content is true or false'),
    fix: 'write ai_content: true or false',
  },
  'post/blocked': {
    severity: 'warning',
    says: 'podcast_block is neither true nor false',
    source: from.PODCASTING('itunes:block holds yes, or is left out'),
    fix: 'write podcast_block: true or false',
  },
  'settings/syntax': {
    severity: 'error',
    says: 'the settings cannot be read',
    source: from.YAML('a mapping of keys to values'),
    fix: 'correct the line named',
  },
  'settings/key': {
    severity: 'error',
    says: 'a setting does not exist, or appears twice',
    source: from.SETTINGS_GUIDE('the table of all settings'),
    fix: 'use the suggested name, or remove the line',
  },
  'settings/value': {
    severity: 'error',
    says: 'a setting has an invalid value',
    source: from.SETTINGS_GUIDE('each setting with an example'),
    fix: 'write a value like the one in the example',
  },
  'settings/circle': {
    severity: 'error',
    says: 'the new address of the feed leads back to this site',
    source: from.HTTP('a client should detect and intervene in cyclical redirections'),
    fix: 'remove feed.new_url; to move the feed within this site, set feed.path and feed.old_paths',
  },
  'settings/missing': {
    severity: 'warning',
    says: 'something that directories require is missing',
    source: from.APPLE('title, description, artwork, language, category and explicit are required'),
    fix: 'set it in sidecast.yml',
  },
  'settings/folder': {
    severity: 'warning',
    says: 'a folder with recordings does not exist',
    source: from.SETTINGS_GUIDE('audio.folders are relative to the content folder'),
    fix: 'correct the path (it is relative to the content folder)',
  },
  'settings/second': {
    severity: 'warning',
    says: 'there are two settings files',
    source: from.SETTINGS_GUIDE('one sidecast.yml in the content folder'),
    fix: 'remove one of them',
  },
  'blog/syntax': {
    severity: 'warning',
    says: "the blog's own configuration cannot be read",
    source: from.SETTINGS_GUIDE("what the blog's configuration says need not be repeated"),
    fix: 'correct the line named, or set it in sidecast.yml',
  },
  'blog/value': {
    severity: 'warning',
    says: "a value in the blog's own configuration is not understood",
    source: from.SETTINGS_GUIDE("what the blog's configuration says need not be repeated"),
    fix: 'set it in sidecast.yml',
  },
  'blog/ignored': {
    severity: 'warning',
    says: 'there are configurations of two generators',
    source: from.SETTINGS_GUIDE('one blog has one generator'),
    fix: 'remove the one that is no longer used',
  },
  'ledger/broken': {
    severity: 'error',
    says: 'the ledger cannot be read',
    source: from.GUIDS_GUIDE('it holds the guids known to subscribers'),
    fix: 'restore it from version control, or correct the line named',
  },
  'ledger/vanished': {
    severity: 'warning',
    says: 'the ledger was deleted while the show was being served',
    source: from.GUIDS_GUIDE('it holds the guids known to subscribers'),
    fix: 'commit the new one',
  },
  'ledger/clock': {
    severity: 'warning',
    says: 'an episode was published at a time that the clock has not reached yet',
    source: from.RSS('pubDate says when the item was published'),
    fix: 'correct the clock of this machine, or the date',
  },
  'show/removal': {
    severity: 'error',
    says: 'more than a tenth of the published episodes would leave the feed',
    source: from.APPLE('episodes that are not in the feed are not listed'),
    fix: 'restore them, or confirm their removal with --allow-removal',
  },
  'show/removal-allowed': {
    severity: 'warning',
    says: 'more than a tenth of the published episodes leave the feed, as confirmed',
    source: from.APPLE('episodes that are not in the feed are not listed'),
    fix: 'commit the ledger, or restore them',
  },
  'show/post-twice': {
    severity: 'warning',
    says: 'a post is of two shows of one folder, and is published in the first',
    source: from.SETTINGS_GUIDE('a post is of one show'),
    fix: 'let their posts or where in the settings leave it to one of them',
  },
  'show/no-posts': {
    severity: 'warning',
    says: 'one of several shows has no posts',
    source: from.SETTINGS_GUIDE('shows by folder, or by what posts say'),
    fix: 'name its folder (posts: my-folder), or what its posts say (where: { category: Travel })',
  },
  'show/vanished': {
    severity: 'error',
    says: 'the folder or its settings disappeared while the show was being served',
    source: from.SETTINGS_GUIDE('the last good version stays online'),
    fix: 'restore it, or restart to continue without it',
  },
  'show/feed-lost': {
    severity: 'warning',
    says: 'a published feed is no longer at its address',
    source: from.APPLE('a feed moves by itunes:new-feed-url and a permanent redirect'),
    fix: 'list its old path in feed.old_paths, or give it back its path',
  },
  'show/image': {
    severity: 'warning',
    says: 'the cover cannot be used',
    source: from.APPLE_ARTWORK('a JPEG or PNG file'),
    fix: 'name an existing JPEG or PNG file',
  },
  'artwork/unreadable': {
    severity: 'warning',
    says: 'a file is not an image, or is damaged',
    source: from.APPLE_ARTWORK('a JPEG or PNG file'),
    fix: 'save it as JPEG or PNG, or upload it again',
  },
  'artwork/too-small': {
    severity: 'warning',
    says: 'an image is too small to be of use',
    source: from.APPLE_ARTWORK('1400 to 3000 pixels each way'),
    fix: 'use one of at least 1400 × 1400 pixels',
  },
  'artwork/unreachable': {
    severity: 'warning',
    says: 'an image on another host cannot be fetched',
    source: from.APPLE_ARTWORK('the server lets it be fetched'),
    fix: 'correct its address, or put it into the content folder',
  },
  'artwork/small': {
    severity: 'advice',
    says: 'an image is small, so it was framed',
    source: from.APPLE_ARTWORK('1400 to 3000 pixels each way'),
    fix: 'use one of at least 1400 × 1400 pixels',
  },
  'artwork/name': {
    severity: 'advice',
    says: 'the file extension of an image does not match its format',
    source: from.APPLE_ARTWORK('the extension matches the format'),
    fix: 'correct its extension',
  },
  'artwork/cover': {
    severity: 'advice',
    says: 'directories would reject the cover as it is, so an adapted copy is published',
    source: from.APPLE_ARTWORK('square, 1400 to 3000 pixels, JPEG or PNG, RGB'),
    fix: 'provide one that meets the requirements if you do not want the copy',
  },
  'artwork/missing': {
    severity: 'warning',
    says: 'the packages that make artwork are not installed',
    source: from.SETTINGS_GUIDE('images are made into artwork that directories accept'),
    fix: 'install the optional packages, or switch this off with artwork.make',
  },
  'artwork/letters': {
    severity: 'advice',
    says: 'a drawn cover lacks characters that no installed font has',
    source: from.SETTINGS_GUIDE('covers are drawn where there is no image'),
    fix: 'name an image (image: …)',
  },
  'recording/missing': {
    severity: 'error',
    says: 'a recording is not where the post says',
    source: from.RSS('an enclosure has an address'),
    fix: 'add the file, or correct its name',
  },
  'recording/copy-missing': {
    severity: 'warning',
    says: 'the folder with copies of the recordings on another host lacks this one',
    source: from.SETTINGS_GUIDE('audio.folders says where recordings are measured'),
    fix: 'add the recording, or correct its name',
  },
  'recording/unreadable': {
    severity: 'error',
    says: 'a file is not a recording',
    source: from.APPLE('episodes are MP3, M4A and a few more'),
    fix: 'replace it with the recording',
  },
  'recording/odd': {
    severity: 'warning',
    says: 'a recording is inconsistent: truncated, concatenated, or with wrong headers',
    source: from.PSP('duration and length are those of the actual file'),
    fix: 'encode and upload it again',
  },
  'recording/unreachable': {
    severity: 'warning',
    says: 'the host of a recording does not serve it',
    source: from.APPLE('episodes can be fetched, by HEAD and by byte ranges too'),
    fix: 'correct the address, or try again later',
  },
  'recording/type': {
    severity: 'warning',
    says: 'the address of a recording has no file extension',
    source: from.APPLE('the extension in the address determines the type'),
    fix: 'give the file an extension such as .mp3',
  },
  'recording/unmeasured': {
    severity: 'warning',
    says: 'the size of a recording is unknown',
    source: from.PSP('length is required, in bytes'),
    fix: 'map the folder that contains it (audio.folders), go online once, or declare its bytes (length: …)',
  },
  'recording/declared': {
    severity: 'advice',
    says: 'size and duration of a recording are only known from the post',
    source: from.PSP('duration and length are those of the actual file'),
    fix: 'map the folder that contains it (audio.folders), or go online once',
  },
  'episode/recording-shared': {
    severity: 'warning',
    says: 'two posts name the same recording',
    source: from.APPLE('of episodes with one enclosure only one is shown'),
    fix: 'name the recording that belongs to the post',
  },
  'episode/guid-taken': {
    severity: 'error',
    says: 'two posts have the same guid',
    source: from.RSS('a string that uniquely identifies the item'),
    fix: 'change or remove one of them',
  },
  'episode/address-shared': {
    severity: 'warning',
    says: 'two posts have one address in the blog',
    source: from.RSS('a string that uniquely identifies the item'),
    fix: 'give it a permalink or a slug of its own',
  },
  'episode/kept': {
    severity: 'warning',
    says: 'the post of a published episode is gone, or is no episode any more, so the episode stays in the feed as it was',
    source: from.APPLE('episodes that are not in the feed are not listed'),
    fix: 'restore the post, or confirm the removal with --allow-removal',
  },
  'episode/lost': {
    severity: 'warning',
    says: 'the post of a published episode is gone, and there is no copy of it',
    source: from.APPLE('episodes that are not in the feed are not listed'),
    fix: 'restore the post, unless you removed it on purpose; on another computer, keep the folder .sidecast between builds',
  },
  'episode/guid-changed': {
    severity: 'warning',
    says: 'a post has a different guid from the one that subscribers know',
    source: from.PSP('a guid never changes'),
    fix: 'remove the new one',
  },
  'episode/date-ahead': {
    severity: 'warning',
    says: 'a published episode was given a date in the future',
    source: from.RSS('pubDate says when the item was published'),
    fix: 'restore its date, or withdraw it first (draft: true) and confirm its removal with --allow-removal',
  },
  'episode/slug-replaced': {
    severity: 'warning',
    says: 'two posts have the same slug, so one was given another',
    source: from.POSTS_GUIDE('an address leads to one page'),
    fix: 'change one of them if you prefer another',
  },
  'episode/chapters': {
    severity: 'warning',
    says: 'a chapters file, or a chapter in it, cannot be used',
    source: from.CHAPTERS('an object with version and chapters'),
    fix: 'correct the file, or write the chapters in the front matter',
  },
  'episode/chapters-differ': {
    severity: 'advice',
    says: 'front matter, chapters file, recording and article have different chapters',
    source: from.CHAPTERS('chapters in all forms agree'),
    fix: 'make them agree, or keep only one source',
  },
  'episode/transcript': {
    severity: 'warning',
    says: 'a transcript cannot be used',
    source: from.TRANSCRIPTS('VTT, SRT, JSON, HTML or plain text'),
    fix: 'correct the file, put it beside the post, or correct its name',
  },
  'episode/picture': {
    severity: 'warning',
    says: 'an image in an article does not exist',
    source: from.POSTS_GUIDE(
      'images are searched for beside the post and in the folders of the blog',
    ),
    fix: 'correct the path, add the file, or write its URL',
  },
  'episode/image': {
    severity: 'warning',
    says: 'the image of a post does not exist',
    source: from.PSP('itunes:image has an address'),
    fix: 'put it beside the post, or give its URL',
  },
  'episode/alternate': {
    severity: 'warning',
    says: 'an alternate version of a recording differs from it in length',
    source: from.PODCASTING('podcast:alternateEnclosure holds another version of the same'),
    fix: 'check that the right file is named',
  },
  'episode/soundbite': {
    severity: 'warning',
    says: 'a soundbite ends after the recording',
    source: from.PODCASTING('podcast:soundbite lies inside the recording'),
    fix: 'correct its start or its length',
  },
  'episode/number': {
    severity: 'warning',
    says: 'an episode of a serial has no number',
    source: from.PODCASTING('itunes:episode orders a serial'),
    fix: 'write episode: 1, or another whole number',
  },
  'site/path': {
    severity: 'warning',
    says: 'two resources claim the same address of the site',
    source: from.HTTP('an address names one resource'),
    fix: 'give one of them another name',
  },
  'site/folder': {
    severity: 'error',
    says: 'an address of the site is both a file and a folder',
    source: from.HTTP('an address names one resource'),
    fix: 'give one of them another name',
  },
} as const satisfies Readonly<Record<string, Rule>>

export type RuleId = keyof typeof RULES
