import type { Argument, Command, ExitCode, Given, Option, Surroundings } from './command.ts'

const FOLDER: Argument = {
  name: '[folder]',
  help: 'the folder where the posts are',
  fallback: 'episodes',
}

const BASE_URL: Option = {
  flags: '--base-url <url>',
  help: 'where the site is reached, e.g. https://podcast.example.org (goes before the settings)',
}

const ALLOW_REMOVAL: Option = {
  flags: '--allow-removal',
  help: 'let published episodes leave the feed although they are more than a tenth of it',
}

interface Runnable {
  readonly run: (given: Given, around: Surroundings) => Promise<ExitCode>
}

/** What a command needs is loaded when it runs, so that none pays for another's libraries. */
function lazily(load: () => Promise<Runnable>): Runnable['run'] {
  return async (given, around) => (await load()).run(given, around)
}

/** Every command of the program, in the order of its help. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    summary: 'serve feed and pages, and follow the folder as it changes',
    arguments: [FOLDER],
    options: [
      {
        flags: '--port <number>',
        help: 'where to listen; 0 takes any free port',
        fallback: '3000',
      },
      {
        flags: '--host <address>',
        help: 'for whom to listen; 0.0.0.0 is everyone',
        fallback: '127.0.0.1',
      },
      BASE_URL,
      { flags: '--no-watch', help: 'do not follow the folder; a restart shows what changed' },
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
    summary: 'write the whole site as plain files for any web server',
    arguments: [FOLDER],
    options: [
      { flags: '--out <dir>', help: 'the folder to write to (needed)' },
      BASE_URL,
      { flags: '--keep-going', help: 'write what is good although some posts have errors' },
      ALLOW_REMOVAL,
    ],
    examples: ['sidecast build my-blog --out dist --base-url https://podcast.example.org'],
    run: lazily(() => import('./build.ts')),
  },
  {
    name: 'list',
    summary: 'tell what would be published, and why the rest would not',
    arguments: [FOLDER],
    options: [
      BASE_URL,
      { flags: '--offline', help: 'ask nothing of the network' },
      { flags: '--json', help: 'print one JSON value with everything that is known' },
    ],
    examples: ['sidecast list my-blog', 'sidecast list my-blog --json --offline'],
    run: lazily(() => import('./list.ts')),
  },
  {
    name: 'check',
    summary: 'tell what apps and directories would refuse, before they do',
    arguments: [FOLDER],
    options: [
      BASE_URL,
      {
        flags: '--live <url>',
        help: 'ask the server of this feed, whoever made it, and leave the folder alone',
      },
      {
        flags: '--newest <number>',
        help: 'how many of the newest episodes --live looks into',
        fallback: '10',
      },
      { flags: '--all', help: 'let --live look into every episode' },
      {
        flags: '--against <feed>',
        help: 'what the apps of subscribers would do who hold this feed: a URL, a file, or the folder of the last export',
      },
      { flags: '--format <name>', help: 'text, json, or github (annotations)', fallback: 'text' },
      { flags: '--explain <rule>', help: 'tell where a rule comes from and what to do about it' },
    ],
    examples: [
      'sidecast check my-blog',
      'sidecast check my-blog --format github',
      'sidecast check --live https://podcast.example.org/feed.xml',
      'sidecast check my-blog --against https://www.example.org/podcast-feed.xml',
      'sidecast check --explain recording/too-short',
    ],
    run: lazily(() => import('./check.ts')),
  },
  {
    name: 'probe',
    summary: 'measure recordings: exact size and duration, and tags',
    arguments: [{ name: '<source...>', help: 'recordings: files, or URLs' }],
    options: [
      { flags: '--exact', help: 'read recordings on other hosts whole, and believe no header' },
      { flags: '--json', help: 'print one JSON array, in the order of the arguments' },
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
    summary: 'write the settings for an existing blog from what it finds',
    arguments: [FOLDER],
    options: [],
    examples: ['sidecast init my-blog'],
    run: lazily(() => import('./init.ts')),
  },
  {
    name: 'adopt',
    summary: 'take the guids of an existing feed, so that its subscribers keep their episodes',
    arguments: [
      { name: '<feed>', help: 'the feed that subscribers hold: a file or a URL' },
      FOLDER,
    ],
    options: [],
    examples: [
      'sidecast adopt https://www.example.org/podcast-feed.xml my-blog',
      'sidecast adopt old-feed.xml my-blog',
    ],
    run: lazily(() => import('./adopt.ts')),
  },
  {
    name: 'completion',
    summary: 'print what makes a shell complete commands and options',
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
