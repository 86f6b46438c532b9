import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, readdir, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listen } from '../../src/audio/listen/listen.ts'
import { probeFile } from '../../src/audio/probe-file.ts'
import { formatLines, type Lines } from '../../src/base/terminal.ts'
import type { Given } from '../../src/commands/command.ts'
import { run } from '../../src/commands/narrate.ts'
import { KEY, startStandIn, type StandIn } from '../speech/stand-ins.ts'
import { manyOr } from '../support/extent.ts'
import { addFiles, makeFolder } from '../support/folder.ts'
import { CLI, sidecast } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'
import { readVtt } from '../tools/read-vtt.ts'

const ENV = { OPENAI_API_KEY: KEY, ELEVENLABS_API_KEY: KEY }
const FRONT = 'date: 2026-05-04\nlang: en\naudio: true\n'
const TIDES = `---\ntitle: Tides\n${FRONT}---\n\nThe sea rises by 5 m. It falls.\n\n## The moon\n\n> It pulls.\n\n\`\`\`js\nx\n\`\`\`\n\n<!-- audio:skip -->\n\nNot said.\n`
const MOON = `---\ntitle: Moon\n${FRONT}---\n\nIt is round.\n`

interface Told {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command in the test's own process. */
async function narrate(
  folder: string,
  options: Given['options'] = {},
  env = ENV,
  now = '2026-11-29T10:20:30Z',
): Promise<Told> {
  let [out, err] = ['', '']
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const code = await run(
    { arguments: [folder], options },
    {
      print: (lines: Lines) => void (out += `${formatLines(lines)}\n`),
      report: (lines: Lines) => void (err += `${formatLines(lines)}\n`),
      draw: null,
      now: () => new Date(now),
      env,
      signal: stop.signal,
    },
  )
  return { code, out, err }
}

function settingsFor(engine: string, { url }: StandIn, more = ''): string {
  return `title: Show\nlanguage: en\nnarration:\n  engine: ${engine}\n  voice: nova\n  url: ${url}\n${more}`
}

describe('narrate with espeak-ng', () => {
  test('makes a recording, its transcript and chapters, and names it in the post', async () => {
    const folder = await makeFolder({ 'sidecast.yml': 'title: Show\n', 'tides.md': TIDES })
    expect(await narrate(folder)).toEqual({
      code: 0,
      out: expect.stringMatching(/^tides\.md: tides\.mp3 of 0\.\d min, 6 sentences, 2 chapters\n$/),
      err: '',
    })
    expect(await readFile(join(folder, 'tides.md'), 'utf8')).toBe(
      TIDES.replace(
        'audio: true\n',
        'audio: true\naudio_url: tides.mp3\naudio_made: 2026-11-29T10:20:30Z\nai_content: true\n',
      ),
    )
    const recording = join(folder, 'tides.mp3')
    const { seconds, chapters } = await probeFile(recording)
    const cues = readVtt(await readFile(join(folder, 'tides.vtt'), 'utf8'))
    expect(cues.map(({ text }) => text)).toEqual([
      'Tides',
      'The sea rises by 5 m.',
      'It falls.',
      'The moon',
      'It pulls.',
      'A code sample follows.',
    ])
    expect(Math.abs((cues.at(-1)?.end ?? 0) - (seconds ?? 0))).toBeLessThan(0.05)
    expect(chapters).toEqual([
      { start: 0, title: 'Tides' },
      { start: cues[3]?.start, title: 'The moon' },
    ])
    await using file = await open(recording)
    const heard = await listen(
      { path: recording, descriptor: file.fd, type: 'audio/mpeg', channels: 1 },
      AbortSignal.timeout(20_000),
    )
    expect(Math.abs((heard.loudness ?? 0) + 16)).toBeLessThan(0.5)
    expect(heard.peak).toBeLessThan(-1)

    const again = await narrate(folder)
    expect(again.out).toBe('tides.md: its recording is up to date\n')
    const { stdout } = await sidecast(['list', folder, '--offline', '--json'])
    const { episodes } = JSON.parse(stdout)
    expect(episodes).toMatchObject([{ title: 'Tides', listed: true }])
  })

  test('puts in the recordings that an article contains, where the settings say so', async () => {
    const folder = await makeFolder({
      'tides.md': `---\ntitle: Tides\n${FRONT}---\n\nThe sea rises.\n\n<audio src="sea.mp3"></audio>\n\n<audio src="https://example.org/a.mp3"></audio>\n\n<audio src="../../etc/passwd"></audio>\n\nIt falls.\n`,
      'sea.mp3': silentMp3(200),
    })
    const cuesAfter = async (settings: string) => {
      await addFiles(folder, { 'sidecast.yml': settings })
      const { code, err } = await narrate(folder)
      expect(code).toBe(0)
      const cues = readVtt(await readFile(join(folder, 'tides.vtt'), 'utf8'))
      expect(cues.map(({ text }) => text)).toEqual(['Tides', 'The sea rises.', 'It falls.'])
      const { seconds } = await probeFile(join(folder, 'tides.mp3'))
      expect(Math.abs((cues.at(-1)?.end ?? 0) - seconds)).toBeLessThan(0.05)
      return { gap: (cues[2]?.start ?? 0) - (cues[1]?.end ?? 0), err }
    }
    const without = await cuesAfter('title: Show\n')
    expect(without.err).toBe('')
    expect(without.gap).toBeCloseTo(0.7, 1)
    const included = await cuesAfter('title: Show\nnarration: { recordings: include }\n')
    const { seconds } = await probeFile(join(folder, 'sea.mp3'))
    expect(included.gap - without.gap).toBeCloseTo(seconds + 0.7, 0)
    expect(included.err).toMatch(
      /tides\.md: "https:\/\/example\.org\/a\.mp3" is left out, because it is not a file in this folder\n/,
    )
    expect(included.err).toMatch(/passwd" is left out, because it is not a file in this folder\n/)
  })

  test('prints what would be said', async () => {
    const folder = await makeFolder({ 'tides.md': TIDES })
    expect((await narrate(folder, { script: 'tides.md' })).out).toBe(
      'Tides.\n\nThe sea rises by five meters.\nIt falls.\n\nThe moon.\n\nIt pulls.\n\nA code sample follows.\n',
    )
    expect(await readdir(folder)).toEqual(['tides.md'])
  })

  test('says the text and the words that the front matter has for it', async () => {
    const post = `---\ntitle: nginx\n${FRONT}audio_text: |\n  This is nginx.\n\n  SQL is here.\nlexicon: { nginx: engine x }\n---\nThe article.\n`
    const folder = await makeFolder({
      'sidecast.yml': 'narration: { lexicon: { SQL: sequel, nginx: wrong } }\n',
      'a.md': post,
    })
    expect((await narrate(folder, { script: 'a.md' })).out).toBe(
      'engine x.\n\nThis is engine x.\n\nsequel is here.\n',
    )
  })

  test('leaves alone what it has not made, and says so', async () => {
    const folder = await makeFolder({
      'tides.md': TIDES,
      'tides.mp3': silentMp3(5),
      'moon.md': MOON.replace('---\n\n', 'audio_url: https://example.org/moon.mp3\n---\n\n'),
      'empty.md': `---\ntitle: "…"\n${FRONT}---\n![](a.png)\n`,
      'unasked.md': MOON.replace('audio: true\n', ''),
    })
    const before = await readFile(join(folder, 'tides.mp3'))
    const { code, out, err } = await narrate(folder)
    expect([code, out]).toEqual([0, ''])
    expect(err.split('\n').toSorted()).toEqual([
      '',
      '! empty.md is not spoken: nothing in it can be spoken; write some text, or remove audio: true',
      '! moon.md is not spoken: audio_url names another recording, https://example.org/moon.mp3; remove one of the two fields',
      '! tides.md is not spoken: tides.mp3 is beside it, and was not made by narrate; remove one of them',
    ])
    expect((await readFile(join(folder, 'tides.mp3'))).equals(before)).toBe(true)
  })

  test.each<readonly [Given['options'], string, RegExp]>([
    [{ only: 'none.md' }, '', /there is no post "none\.md" in /],
    [{ only: 'tide.md' }, '', /there is no post "tide\.md" in .*tides\.md/],
    [{ only: 'readme.md' }, '', /"readme\.md" is not a post: it needs front matter/],
    [{ budget: 'much' }, '', /--budget: expected an amount such as 2\.50, got "much"/],
    [
      { budget: '1' },
      'narration: { engine: openai, voice: nova }',
      /--budget: the price of speech is unknown/,
    ],
    [
      {},
      'narration: { engine: command }',
      /command needs a command: name it as narration\.command in sidecast\.yml/,
    ],
    [{}, 'narration: { engine: elevenlabs, url: "https://a.b" }', /elevenlabs needs a voice/],
  ])('%j with "%s" says what is missing', async (options, settings, message) => {
    const folder = await makeFolder({
      'sidecast.yml': `${settings}\n`,
      'tides.md': TIDES,
      'readme.md': 'Read me.\n',
    })
    await expect(narrate(folder, options)).rejects.toThrow(message)
  })

  test('asks for a key by the name of its variable', async () => {
    const folder = await makeFolder({
      'sidecast.yml': 'narration: { engine: openai, voice: nova }\n',
      'tides.md': TIDES,
    })
    await expect(narrate(folder, {}, { ...ENV, OPENAI_API_KEY: '' })).rejects.toThrow(
      'openai needs a key: put it into the environment as OPENAI_API_KEY',
    )
  })

  test('speaks a post that does not ask for it when it is named', async () => {
    const folder = await makeFolder({ 'moon.md': MOON.replace('audio: true\n', '') })
    expect((await narrate(folder)).err).toMatch(/^no post asks to be spoken/)
    const only = join(folder, 'moon.md')
    const tried = await narrate(folder, { only, preview: true })
    expect(tried.err).toContain(`narrate ${folder} --only ${only}`)
    await rm(join(folder, 'moon.preview.mp3'))
    // What is spoken on this computer costs nothing.
    expect(await narrate(folder, { only, budget: '1' })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^moon\.md: moon\.mp3 of /),
    })
    expect(await readdir(folder)).toEqual(['.sidecast', 'moon.md', 'moon.mp3', 'moon.vtt'])
  })
})

describe.each(['openai', 'elevenlabs', 'piper'] as const)('narrate with %s', (engine) => {
  test('buys each piece once, and of an edited post only what is new', async () => {
    const service = await startStandIn(engine)
    const settings = settingsFor(engine, service, '  quote_voice: onyx\n')
    const folder = await makeFolder({
      'sidecast.yml': settings,
      'tides.md': TIDES,
      'moon.md': MOON,
    })
    const first = await narrate(folder)
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(service.complaints).toEqual([])
    const bought = [...service.asked]
    expect(new Set(bought).size).toBe(bought.length)
    expect(bought).toContain(
      engine === 'elevenlabs'
        ? 'The sea rises by 5 m. It falls.'
        : engine === 'piper'
          ? 'The sea rises by five meters.'
          : 'The sea rises by 5 m.',
    )
    const cues = readVtt(await readFile(join(folder, 'tides.vtt'), 'utf8'))
    expect(
      cues.every(({ start, end }, index) => start < end && start >= (cues[index - 1]?.end ?? 0)),
    ).toBe(true)

    const post = await readFile(join(folder, 'tides.md'), 'utf8')
    await addFiles(folder, { 'tides.md': post.replace('It pulls.', 'It pulls hard.') })
    expect((await narrate(folder)).out).toMatch(/moon\.md: its recording is up to date/)
    expect(service.asked.slice(bought.length)).toEqual(['It pulls hard.'])
  })
})

describe('narrate with a service that costs', () => {
  const PRICED = '  price: 10\n  most_characters: 20\n  narrator: Nova\n'

  test('says before what it would cost, keeps within a budget, and cuts what is too long', async () => {
    const service = await startStandIn('openai')
    const folder = await makeFolder({
      'sidecast.yml': settingsFor('openai', service, PRICED),
      'a.md': MOON,
      'b.md': MOON.replace('title: Moon', 'title: Long').replace(
        'It is round.',
        'One two three four, five six seven eight nine.',
      ),
    })
    const dry = await narrate(folder, { dryRun: true })
    expect(dry.out).toBe(
      [
        'a.md: 2 sentences, 17 characters, 17 to be spoken, 0.17',
        'b.md: 2 sentences, 49 characters, 49 to be spoken, 0.49',
        '2 posts: 66 characters to be spoken, 0.66',
        '',
      ].join('\n'),
    )
    expect(service.asked).toEqual([])
    const { code, err } = await narrate(folder, { budget: '0.5' })
    expect([code, err]).toEqual([
      1,
      '! the budget ends before b.md, which costs 0.49, after 0.17 was spent; to go on, run it again with --budget 0.49 or more\n',
    ])
    expect(new Set(service.asked)).toEqual(new Set(['Moon.', 'It is round.']))
    expect((await narrate(folder, { budget: '0.49' })).code).toBe(0)
    expect(new Set(service.asked.slice(2))).toEqual(
      new Set(['Long.', 'One two three four,', 'five six seven eight', 'nine.']),
    )
    expect(await readFile(join(folder, 'b.md'), 'utf8')).toMatch(/^narrator: Nova$/m)
  })

  test('keeps what no post needs for a month, and what some post needs for longer', async () => {
    const service = await startStandIn('openai')
    const settings = settingsFor('openai', service)
    const folder = await makeFolder({
      'sidecast.yml': settings,
      'tides.md': TIDES,
      'moon.md': MOON,
    })
    const artwork = join(folder, '.sidecast', 'artwork')
    const edit = (said: string) =>
      addFiles(folder, { 'tides.md': TIDES.replace('It pulls.', said) })
    /** How many pieces are kept after a run on a day; they are older than an hour by then. */
    const on = async (day: string, options: Given['options'] = {}) => {
      for (const name of await readdir(artwork).catch(() => [])) {
        await utimes(join(artwork, name), new Date(0), new Date(0))
      }
      await narrate(folder, options, ENV, `${day}T10:00:00Z`)
      return (await readdir(artwork)).length
    }
    const all = await on('2026-01-01')
    await edit('It pulls hard.')
    expect(await on('2026-01-20')).toBe(all + 1)
    await edit('It pulls.')
    expect(await on('2026-01-29')).toBe(all + 1)
    expect(await on('2026-02-18')).toBe(all + 1)
    expect(service.asked).toHaveLength(all + 1)

    expect(await on('2026-12-30', { only: 'moon.md' })).toBe(all + 1)
    expect(await on('2026-12-30', { dryRun: true })).toBe(all + 1)
    expect(await on('2026-12-30')).toBe(all)
    await edit('It pulls hard.')
    expect(await on('2026-12-31')).toBe(all + 1)
    expect(service.asked.slice(all)).toEqual(['It pulls hard.', 'It pulls hard.'])
  })

  test('gives a taste without touching the post', async () => {
    const service = await startStandIn('openai')
    const long = MOON.replace('It is round.', 'It is so very round. '.repeat(30))
    const folder = await makeFolder({
      'sidecast.yml': settingsFor('openai', service),
      'moon.md': long,
    })
    expect((await narrate(folder, { preview: true })).code).toBe(0)
    expect(service.asked.join('').length).toBeLessThanOrEqual(300)
    expect(await readFile(join(folder, 'moon.md'), 'utf8')).toBe(long)
    expect(await readdir(folder)).toContain('moon.preview.mp3')
  })

  test('ends when the key is refused, and tells it to nobody', async () => {
    const service = await startStandIn('openai')
    const folder = await makeFolder({
      'sidecast.yml': settingsFor('openai', service),
      'a.md': TIDES,
      'b.md': MOON,
    })
    const wrong = { ...ENV, OPENAI_API_KEY: 'sk-wrong-key' }
    const { code, out, err } = await narrate(folder, {}, wrong)
    expect(code).toBe(1)
    expect(err).toMatch(
      /^✗ a\.md is not spoken: the speech API refuses the key .*; check OPENAI_API_KEY in the environment, and the account\n! 1 more post not tried, for the same reason\n$/,
    )
    expect(service.asked.length).toBeLessThanOrEqual(4)
    const all = [out, err]
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) all.push(await readFile(join(entry.parentPath, entry.name), 'latin1'))
    }
    expect(all.join('\n')).not.toMatch(/sk-wrong-key/)
    expect((await narrate(folder)).code).toBe(0)
  })

  test('goes on where it was killed, and buys nothing twice', async () => {
    const service = await startStandIn('openai', [], 15)
    const words = 'one two three four five six'.split(' ')
    const text = words.map((word) => `This is sentence ${word}.`).join(' ')
    const folder = await makeFolder({ 'sidecast.yml': settingsFor('openai', service) })
    const kills = manyOr(2, 50)
    for (let round = 0; round < kills; round += 1) {
      await addFiles(folder, {
        [`post-${round}.md`]: MOON.replace(
          'It is round.',
          text.replaceAll('sentence', `line ${round}`),
        ),
      })
      const child = spawn(process.execPath, [CLI, 'narrate', folder], {
        stdio: 'ignore',
        env: { ...process.env, OPENAI_API_KEY: KEY },
      })
      const asked = service.asked.length
      const kill = Math.floor(Math.random() * 8)
      while (service.asked.length < asked + kill && child.exitCode === null) await wait(2)
      await wait(Math.random() * 10)
      child.kill('SIGKILL')
      if (child.exitCode === null) await once(child, 'close')
    }
    expect((await narrate(folder)).code).toBe(0)
    const counts = Map.groupBy(service.sent, (said) => said)
    const twice = [...counts.values()].filter(({ length }) => length > 1)
    // Only what was under way when the program was killed, two at a time, may be lost.
    expect(twice.length).toBeLessThanOrEqual(2 * kills)
    expect(Math.max(...[...counts.values()].map(({ length }) => length))).toBeLessThanOrEqual(
      1 + kills,
    )
    expect(service.sent.length).toBeLessThanOrEqual(counts.size + 2 * kills)
    for (let round = 0; round < kills; round += 1) {
      expect(await readFile(join(folder, `post-${round}.md`), 'utf8')).toMatch(
        /^audio_url: post-\d+\.mp3$/m,
      )
    }
  }, 1_200_000)
})
