import { parseWebAddress, parseWord } from '../posts/fields/part-values.ts'
import { quote } from '../base/problem.ts'
import { parseLanguage } from './feed-language.ts'
import { HTTP_URL, setting, TEXT, TEXTS } from './setting.ts'
import { listOf, mapOf, one } from './setting-readers.ts'
import { parseCount, parseLine } from './setting-values.ts'

/** The names of `ENGINES`, first the one that needs no key. The types keep the two lists equal. */
const ENGINE_NAMES = ['espeak', 'command', 'piper', 'openai', 'elevenlabs'] as const

const WORDS = { type: 'object', additionalProperties: TEXT }

/** How `narrate` speaks articles. */
export const NARRATION_SETTINGS = {
  'narration.engine': setting({
    read: one(parseWord(...ENGINE_NAMES)),
    default: 'espeak',
    help: 'What speaks articles: espeak-ng, a command, a piper server, a speech API like that of OpenAI, or ElevenLabs.',
    example: 'elevenlabs',
    schema: { enum: ENGINE_NAMES },
    otherNames: ['tts', 'text_to_speech'],
  }),
  'narration.voice': setting({
    read: one(parseLine),
    default: null,
    help: 'The voice, as the engine calls it.',
    example: 'nova',
    schema: TEXT,
  }),
  'narration.voices': setting({
    read: mapOf(parseLanguage, one(parseLine)),
    default: new Map(),
    convert: (voices: ReadonlyMap<string, string>) => Object.fromEntries(voices),
    help: 'Other voices for other languages: language to voice.',
    example: { cs: 'cs_CZ-jirka-medium' },
    schema: WORDS,
  }),
  'narration.quote_voice': setting({
    read: one(parseLine),
    default: null,
    help: 'The voice for quotations.',
    example: 'onyx',
    schema: TEXT,
  }),
  'narration.model': setting({
    read: one(parseLine),
    default: null,
    help: 'The model, where the engine has several.',
    example: 'eleven_multilingual_v2',
    schema: TEXT,
  }),
  'narration.url': setting({
    read: one(parseWebAddress),
    default: null,
    help: 'The address of the server of the engine, if it is not the usual one.',
    example: 'http://127.0.0.1:5000/',
    schema: HTTP_URL,
  }),
  'narration.command': setting({
    read: listOf(parseLine),
    default: [],
    // A single text is cut at spaces, as a shell does that knows no quotation marks.
    convert: (words: readonly string[]) =>
      words.length === 1 ? (words[0] ?? '').split(' ').filter((word) => word !== '') : words,
    help: 'The program that speaks, if the engine is command: {text} is the file with the text, {wav} the file to write, {voice} and {language} what the post asks for.',
    example: ['piper', '--model', '{voice}', '--input-file', '{text}', '--output-file', '{wav}'],
    schema: TEXTS,
  }),
  'narration.most_characters': setting({
    read: one(parseCount),
    default: null,
    help: 'The longest text of one request, in characters; by default what the service is known to take.',
    example: 5000,
    schema: { type: 'integer', minimum: 1 },
  }),
  'narration.price': setting({
    read: one(parsePrice),
    default: null,
    help: 'The price of a thousand characters, in your currency, for --dry-run and --budget.',
    example: 0.3,
    schema: { type: 'number', exclusiveMinimum: 0 },
  }),
  'narration.narrator': setting({
    read: one(parseLine),
    default: null,
    help: 'The name of the narrator, which narrate writes into the posts that it speaks.',
    example: 'Nova, a synthetic voice',
    schema: TEXT,
  }),
  'narration.lexicon': setting({
    read: mapOf(parseLine, one(parseLine)),
    default: new Map(),
    convert: (words: ReadonlyMap<string, string>) => Object.fromEntries(words),
    help: 'How words are spoken: the written word to what is said. A word in lower case matches any capitalisation.',
    example: { nginx: 'engine x' },
    schema: WORDS,
  }),
  'narration.code': setting({
    read: one(parseWord('announce', 'skip')),
    default: 'announce',
    help: 'Whether code blocks are announced or left out.',
    example: 'skip',
    schema: { enum: ['announce', 'skip'] },
  }),
  'narration.tables': setting({
    read: one(parseWord('read', 'announce', 'skip')),
    default: 'read',
    help: 'Whether small tables are read, announced as large ones are, or left out.',
    example: 'announce',
    schema: { enum: ['read', 'announce', 'skip'] },
  }),
  'narration.recordings': setting({
    read: one(parseWord('skip', 'include')),
    default: 'skip',
    help: 'Whether recordings that the article contains are left out, or put in at their place, as loud as the voice.',
    example: 'include',
    schema: { enum: ['skip', 'include'] },
  }),
}

function parsePrice(text: string): number {
  const price = Number(text)
  if (/^\d{1,6}(?:\.\d{1,6})?$/.test(text) && price > 0) return price
  throw new RangeError(`expected a price such as 0.3, got ${quote(text)}`)
}
