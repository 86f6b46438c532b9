import { SHOW } from './choose-show.ts'
import type { Argument, Command, ExitCode, Given, Option, Context } from './command.ts'

const FOLDER: Argument = {
  name: '[folder]',
  help: 'folder with the posts',
  fallback: 'episodes',
}

const BASE_URL: Option = {
  flags: '--base-url <url>',
  help: 'public URL of the site, e.g. https://podcast.example.org (overrides the settings)',
}

const ALLOW_REMOVAL: Option = {
  flags: '--allow-removal',
  help: 'publish even if more than a tenth of the published episodes are missing',
}

interface Runnable {
  readonly run: (given: Given, context: Context) => Promise<ExitCode>
}

/** Loads the module of a command when it runs, so that no command loads the libraries of another. */
function lazily(load: () => Promise<Runnable>): Runnable['run'] {
  return async (given, context) => (await load()).run(given, context)
}

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    summary: 'serve the feed and the pages, and update them when the folder changes',
    arguments: [FOLDER],
    options: [
      {
        flags: '--port <number>',
        help: 'port to listen on; 0 picks any free port',
        fallback: '3000',
      },
      {
        flags: '--host <address>',
        help: 'address to listen on; 0.0.0.0 for all IPv4 interfaces, :: for IPv6 as well',
        fallback: '127.0.0.1',
      },
      {
        flags: '--socket <path>',
        help: 'Unix socket to listen on instead of a port, for a proxy on this machine',
      },
      {
        flags: '--trust-proxy <networks>',
        help: 'trusted proxies, separated by commas: addresses, ranges, loopback or private',
        fallback: 'loopback',
      },
      {
        flags: '--max-connections <number>',
        help: 'open connections at a time; more are closed at once',
        fallback: '4000',
      },
      {
        flags: '--grace <seconds>',
        help: 'how long downloads may continue after the server is asked to stop',
        fallback: '10',
      },
      {
        flags: '--log <form>',
        help: 'text, json, or none (requests are not logged); by default text on a terminal, else json',
      },
      {
        flags: '--log-client <form>',
        help: 'addresses of clients in the log: full, short (their network) or none',
        fallback: 'full',
      },
      {
        flags: '--metrics <port>',
        help: 'port of this machine, or address and port, for Prometheus metrics',
      },
      BASE_URL,
      { flags: '--no-watch', help: 'do not watch the folder; changes take effect after a restart' },
      ALLOW_REMOVAL,
    ],
    examples: [
      'sidecast serve my-blog',
      'sidecast serve my-blog --port 8080 --base-url https://podcast.example.org',
    ],
    endless: true,
    run: lazily(() => import('./serve.ts')),
  },
  {
    name: 'build',
    summary: 'write the whole site as static files for any web server',
    arguments: [FOLDER],
    options: [
      { flags: '--out <dir>', help: 'folder to write to (required)' },
      BASE_URL,
      {
        flags: '--precompress',
        help: 'write a .br and a .gz file beside each text, for web servers that send them',
      },
      { flags: '--keep-going', help: 'write the rest even if some posts have errors' },
      ALLOW_REMOVAL,
    ],
    examples: ['sidecast build my-blog --out dist --base-url https://podcast.example.org'],
    run: lazily(() => import('./build.ts')),
  },
  {
    name: 'publish',
    summary: 'write the whole site to an S3-compatible object store',
    arguments: [FOLDER],
    options: [
      {
        flags: '--to <bucket>',
        help: 'where to write, e.g. s3://my-bucket/podcast (overrides the settings)',
      },
      BASE_URL,
      { flags: '--dry-run', help: 'only say what would be written and removed' },
      { flags: '--json', help: 'print a JSON value with all that was written and removed' },
      { flags: '--keep-going', help: 'write the rest even if some posts have errors' },
      ALLOW_REMOVAL,
      {
        flags: '--allow-changes',
        help: 'publish even if subscribers would download episodes again, or lose the show',
      },
      { flags: '--replace', help: 'replace objects that no publish wrote' },
    ],
    examples: [
      'sidecast publish my-blog --to s3://my-bucket/podcast --base-url https://podcast.example.org',
      'sidecast publish my-blog --dry-run',
    ],
    run: lazily(() => import('./publish.ts')),
  },
  {
    name: 'announce',
    summary: 'notify hubs and podping that the feed has changed, once it is served',
    arguments: [FOLDER],
    options: [
      BASE_URL,
      { flags: '--again', help: 'notify those again that were already notified of this feed' },
    ],
    examples: ['sidecast announce my-blog'],
    run: lazily(() => import('./announce.ts')),
  },
  {
    name: 'list',
    summary: 'list what would be published, and why the rest would not',
    arguments: [FOLDER],
    options: [
      BASE_URL,
      { flags: '--offline', help: 'make no network requests' },
      { flags: '--json', help: 'print a JSON value with all details' },
    ],
    examples: ['sidecast list my-blog', 'sidecast list my-blog --json --offline'],
    run: lazily(() => import('./list.ts')),
  },
  {
    name: 'check',
    summary: 'report what apps and directories would refuse',
    arguments: [FOLDER],
    options: [
      BASE_URL,
      {
        flags: '--live <url>',
        help: 'check how this feed is served, instead of the folder; any feed on the web will do',
      },
      {
        flags: '--newest <number>',
        help: 'number of newest episodes that --live checks; 10 by default',
      },
      { flags: '--all', help: 'let --live check every episode' },
      {
        flags: '--listen',
        help: 'also decode local recordings: silence, loudness, clipping, dead channels',
      },
      {
        flags: '--against <feed>',
        help: 'show what would change for subscribers of this feed: a URL, a file, or the folder of the last export',
      },
      { ...SHOW, help: 'the show that --against is about, if the folder holds several' },
      {
        flags: '--format <name>',
        help: 'output format: text, json, or github (annotations)',
        fallback: 'text',
      },
      { flags: '--explain <rule>', help: 'explain a rule: its source and what to do' },
    ],
    examples: [
      'sidecast check my-blog',
      'sidecast check my-blog --format github',
      'sidecast check my-blog --listen',
      'sidecast check --live https://podcast.example.org/feed.xml',
      'sidecast check my-blog --against https://www.example.org/podcast-feed.xml',
      'sidecast check --explain recording/too-short',
    ],
    run: lazily(() => import('./check.ts')),
  },
  {
    name: 'narrate',
    summary: 'speak articles that have no recording: MP3, transcript and chapters',
    arguments: [FOLDER],
    options: [
      {
        flags: '--only <post>',
        help: 'speak only this post, even if it does not ask to be spoken',
      },
      { flags: '--script <post>', help: 'print exactly what would be said, without speaking it' },
      {
        flags: '--dry-run',
        help: 'print what would be spoken, how many characters, and what it would cost',
      },
      { flags: '--budget <amount>', help: 'stop before more than this is spent' },
      {
        flags: '--preview',
        help: 'speak only the beginning of each article, into a separate file',
      },
    ],
    examples: [
      'sidecast narrate my-blog',
      'sidecast narrate my-blog --script tides.md',
      'sidecast narrate my-blog --only tides.md --preview',
      'sidecast narrate my-blog --dry-run',
      'sidecast narrate my-blog --budget 2.50',
    ],
    run: lazily(() => import('./narrate.ts')),
  },
  {
    name: 'align',
    summary:
      'find the time of each sentence of an article in its recording, and write a transcript',
    arguments: [FOLDER],
    options: [
      { flags: '--only <post>', help: 'only the recording of this post: its file, or its slug' },
    ],
    examples: ['sidecast align my-blog', 'sidecast align my-blog --only posts/tides.md'],
    run: lazily(() => import('./align.ts')),
  },
  {
    name: 'probe',
    summary: 'measure recordings: exact size, duration and tags',
    arguments: [{ name: '<source...>', help: 'audio files or URLs' }],
    options: [
      { flags: '--exact', help: 'download remote recordings completely, and trust no header' },
      { flags: '--json', help: 'print a JSON array in the order of the arguments' },
    ],
    examples: [
      'sidecast probe talk.mp3',
      'sidecast probe --json audio/*.mp3',
      'sidecast probe https://cdn.example.org/talk.mp3',
      'sidecast probe --exact https://cdn.example.org/talk.mp3',
    ],
    run: lazily(() => import('./probe.ts')),
  },
  {
    name: 'init',
    summary: 'write a settings file for an existing blog from what is found there',
    arguments: [FOLDER],
    options: [],
    examples: ['sidecast init my-blog'],
    run: lazily(() => import('./init.ts')),
  },
  {
    name: 'adopt',
    summary: 'take over the guids of an existing feed, so that subscribers keep their episodes',
    arguments: [{ name: '<feed>', help: 'the existing feed: a file or a URL' }, FOLDER],
    options: [SHOW],
    examples: [
      'sidecast adopt https://www.example.org/podcast-feed.xml my-blog',
      'sidecast adopt old-feed.xml my-blog',
      'sidecast adopt old-feed.xml my-blog --show travel',
    ],
    run: lazily(() => import('./adopt.ts')),
  },
  {
    name: 'listener',
    summary: 'make, list and withdraw the tokens by which listeners reach a private show',
    arguments: [
      { name: '<action>', help: 'add, list or remove' },
      { name: '[name]', help: 'name of the listener; with list, the folder' },
      FOLDER,
    ],
    options: [BASE_URL],
    examples: [
      'sidecast listener add "Anna Reed" my-blog',
      'sidecast listener list my-blog',
      'sidecast listener remove "Anna Reed" my-blog',
    ],
    run: lazily(() => import('./listener.ts')),
  },
  {
    name: 'stats',
    summary: 'count downloads from the logs of a web server or CDN, by the IAB guidelines',
    arguments: [
      {
        name: '<logs...>',
        help: 'log files (also compressed), folders of them, or - for standard input',
      },
    ],
    options: [
      { flags: '--folder <dir>', help: 'folder with the posts', fallback: 'episodes' },
      SHOW,
      { flags: '--since <day>', help: 'first day to count, e.g. 2026-11-01' },
      { flags: '--until <day>', help: 'last day to count' },
      {
        flags: '--agents <dir>',
        help: 'folder with the user-agent lists of OPAWG, in addition to the built-in apps',
      },
      {
        flags: '--format <name>',
        help: 'output format: text, json, or html (a page with charts)',
        fallback: 'text',
      },
    ],
    examples: [
      'sidecast stats access.log --folder my-blog',
      'sidecast stats /var/log/nginx/access.log* --folder my-blog --since 2026-11-01 --until 2026-11-30',
      'sidecast stats cloudfront-logs --folder my-blog --format html > downloads.html',
      'journalctl -o cat -u sidecast | sidecast stats - --folder my-blog --format json',
    ],
    run: lazily(() => import('./stats.ts')),
  },
  {
    name: 'completion',
    summary: 'print a shell completion script',
    arguments: [{ name: '<shell>', help: 'bash, zsh or fish' }],
    options: [],
    examples: [
      'sidecast completion bash > ~/.local/share/bash-completion/completions/sidecast',
      'sidecast completion zsh > "${fpath[1]}/_sidecast"',
      'sidecast completion fish > ~/.config/fish/completions/sidecast.fish',
    ],
    run: lazily(async () => {
      const { createCompletion } = await import('./completion.ts')
      return { run: createCompletion(COMMANDS) }
    }),
  },
]
