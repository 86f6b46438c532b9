import { describe, expect, test } from 'vitest'
import { NARRATION_SETTINGS } from '../../src/settings/narration-settings.ts'
import { SpeechError, type Access } from '../../src/speech/engines/engine.ts'
import { ENGINES } from '../../src/speech/engines/engines.ts'
import { readWav, trimSilence } from '../../src/speech/pcm.ts'
import { makeFolder } from '../support/folder.ts'
import { KEY, startMovedTo, startStandIn, wav, type Fault } from './stand-ins.ts'

const NEVER = new AbortController().signal
const AROUND = { before: 'Good morning.', after: '' }
const HELLO = { text: 'Hello there. How are you?', language: 'en', voice: 'nova', ...AROUND }

function accessTo(url: string | null, more: Partial<Access> = {}): Access {
  return { url, model: null, command: [], key: KEY, folder: '/', pause: 1, ...more }
}

describe.each(['openai', 'elevenlabs', 'piper'] as const)('%s', (name) => {
  test('is asked as its documentation says, and heard', async () => {
    const { url, complaints } = await startStandIn(name)
    const { samples, rate, times } = await ENGINES[name].speak(HELLO, accessTo(url), NEVER)
    expect(complaints).toEqual([])
    expect(samples.length / rate).toBeCloseTo(0.35, 2)
    expect(times?.length ?? null).toBe(name === 'elevenlabs' ? HELLO.text.length : null)
  })

  test.each<readonly [Fault, number]>([
    [429, 3],
    [500, 2],
    ['cut', 1],
  ])('is asked again after %s', async (fault, times) => {
    const { url, asked } = await startStandIn(
      name,
      Array.from({ length: times }, () => fault),
    )
    await ENGINES[name].speak(HELLO, accessTo(url), NEVER)
    expect(asked).toHaveLength(times + 1)
  })

  test.each<readonly [Fault, RegExp]>([
    [
      429,
      / answers with status 429 \(Busy\), 5 times; run narrate again later: what was spoken is kept$/,
    ],
    [
      500,
      / answers with status 500 \(Busy\), 5 times; run narrate again later: what was spoken is kept$/,
    ],
    [
      'cut',
      /cannot be reached or does not finish its answer, 5 times; check the network, and narration\.url in sidecast\.yml$/,
    ],
  ])('is given up when %s does not end', async (fault, message) => {
    const { url, asked } = await startStandIn(
      name,
      Array.from({ length: 9 }, () => fault),
    )
    await expect(ENGINES[name].speak(HELLO, accessTo(url), NEVER)).rejects.toThrow(message)
    expect(asked).toHaveLength(5)
  })

  test('ends at once when it is told to', async () => {
    const { url } = await startStandIn(name, [], 10_000)
    const speaking = ENGINES[name].speak(HELLO, accessTo(url), AbortSignal.timeout(30))
    await expect(speaking).rejects.toThrow(/timeout/i)
  })
})

describe('elevenlabs', () => {
  const around = { before: `${'x'.repeat(600)} before`, after: `after ${'y'.repeat(600)}` }

  test('is told what comes before and after, as much as helps', async () => {
    const { url, complaints, bodies } = await startStandIn('elevenlabs')
    await ENGINES.elevenlabs.speak({ ...HELLO, ...around }, accessTo(url), NEVER)
    expect(complaints).toEqual([])
    expect(bodies[0]).toMatchObject({
      previous_text: around.before.slice(-500),
      next_text: around.after.slice(0, 500),
    })
  })

  test.each([
    ['nothing comes', { before: '', after: '' }, null],
    ['the model refuses it', around, 'eleven_v3'],
  ])('is told neither where %s', async (_why, neighbours, model) => {
    const { url, bodies } = await startStandIn('elevenlabs')
    await ENGINES.elevenlabs.speak({ ...HELLO, ...neighbours }, accessTo(url, { model }), NEVER)
    expect(Object.keys(bodies[0] ?? {})).toEqual(['text', 'model_id'])
  })
})

describe.each(['openai', 'elevenlabs'] as const)('%s with a wrong key', (name) => {
  test('is asked once, and the key is not told', async () => {
    const { url, asked } = await startStandIn(name, [401])
    const speaking = ENGINES[name].speak(HELLO, accessTo(url, { key: 'sk-wrong-key' }), NEVER)
    const failure: unknown = await speaking.catch((cause: unknown) => cause)
    expect(failure).toBeInstanceOf(SpeechError)
    expect(failure).toMatchObject({ isFinal: true })
    expect(String(failure)).toMatch(
      new RegExp(
        String.raw`refuses the key \(.+\); check ${ENGINES[name].key} in the environment, and the account$`,
      ),
    )
    expect(String(failure)).not.toMatch(/sk-wrong-key/)
    expect(asked).toHaveLength(1)
  })
})

test.each([
  [
    'openai',
    /^the speech API asks for a key \(.+\); put it into the environment as OPENAI_API_KEY$/,
  ],
  ['piper', /^piper asks for a key, but gets none; correct narration\.url in sidecast\.yml$/],
] as const)('%s that wants a key where none is given says so', async (name, message) => {
  const { url } = await startStandIn(name, [401])
  const failed = ENGINES[name].speak(HELLO, accessTo(url, { key: '' }), NEVER)
  await expect(failed).rejects.toThrow(message)
})

test('the key does not go where a service sends its requests on to', async () => {
  const other = await startStandIn('openai')
  const { url, asked } = await startMovedTo(`${other.url}/audio/speech`)
  const failed = ENGINES.openai.speak(HELLO, accessTo(url), NEVER)
  await expect(failed).rejects.toThrow(
    `the speech API sends requests on to ${new URL(other.url).origin}; correct narration.url in sidecast.yml`,
  )
  expect([asked.length, other.asked.length]).toEqual([1, 0])
})

test('a service that sends its key back is not quoted', async () => {
  const { url } = await startStandIn('openai', [401])
  const speaking = ENGINES.openai.speak(HELLO, accessTo(url), NEVER)
  await expect(speaking).rejects.toThrow('Incorrect API key provided: ….')
})

test('an older piper takes texts at its root', async () => {
  const { url, asked, complaints } = await startStandIn('old piper')
  await ENGINES.piper.speak(HELLO, accessTo(url), NEVER)
  expect([asked, complaints]).toEqual([[HELLO.text], []])
})

test('nobody listens where a server should be', async () => {
  const speaking = ENGINES.piper.speak(HELLO, accessTo('http://127.0.0.1:9/'), NEVER)
  await expect(speaking).rejects.toThrow(
    'piper at http://127.0.0.1:9 cannot be reached or does not finish its answer, 5 times; check the network, and narration.url in sidecast.yml',
  )
})

describe('a command', () => {
  test('gets the text in a file and on its input, without a shell', async () => {
    const folder = await makeFolder({ 'a.wav': wav(new Int16Array(2205).fill(900), 22_050) })
    const script = `const fs = require('fs'); fs.writeFileSync(process.argv[1], fs.readFileSync('${folder}/a.wav')); if (fs.readFileSync(0, 'utf8') + '\\n' !== fs.readFileSync(process.argv[2], 'utf8')) process.exit(3)`
    const command = [process.execPath, '-e', script, '{wav}', '{text}', '{voice}']
    const utterance = { ...HELLO, text: '$(touch x) `y`; "z"' }
    const { samples, rate } = await ENGINES.command.speak(
      utterance,
      accessTo(null, { command }),
      NEVER,
    )
    expect([samples.length, rate]).toEqual([2205, 22_050])
  })

  test.each([
    [['no-such-program'], /the program "no-such-program" is not installed/],
    [
      [process.execPath, '-e', 'console.error("no voice"); process.exit(4)'],
      /ended with 4: no voice/,
    ],
    [[process.execPath, '-e', ''], /has written no file/],
    [
      [process.execPath, '-e', 'fs.writeFileSync(process.argv[1], "no")', '{wav}'],
      /has sent no sound/,
    ],
  ])('%j tells what is wrong', async (command, message) => {
    const speaking = ENGINES.command.speak(HELLO, accessTo(null, { command }), NEVER)
    await expect(speaking).rejects.toThrow(message)
  })
})

describe('espeak-ng', () => {
  test.each([
    ['cs', 'Dobrý den.'],
    ['en-GB', 'Fish & <b>chips</b> [[x]].'],
  ])('speaks %s', async (language, text) => {
    const utterance = { text, language, voice: null, ...AROUND }
    const { samples, rate } = await ENGINES.espeak.speak(utterance, accessTo(null), NEVER)
    expect(samples.length / rate).toBeGreaterThan(0.5)
    expect(samples.some((sample) => Math.abs(sample) > 3000)).toBe(true)
  })

  test('says that it has no such voice, which other posts may not ask for', async () => {
    const utterance = { ...HELLO, voice: 'xx' }
    const speaking = ENGINES.espeak.speak(utterance, accessTo(null), NEVER)
    await expect(speaking).rejects.toMatchObject({
      message: expect.stringMatching(
        /^espeak-ng has no voice "xx"; correct the language of the post/,
      ),
      isFinal: false,
    })
  })
})

describe('readWav', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello '.repeat(20))],
    ['a header alone', wav(new Int16Array(0), 22_050).subarray(0, 36)],
  ])('refuses %s', (_, bytes) => {
    expect(() => readWav(bytes)).toThrow(RangeError)
  })

  test('trims the silence around speech, softly', () => {
    const samples = new Int16Array(30_000)
    samples.fill(9000, 10_000, 20_000)
    const { samples: kept, cut } = trimSilence({ samples, rate: 20_000 })
    expect(cut).toBe(9800)
    expect(kept).toHaveLength(10_400)
    expect([kept[0], kept.at(-1)]).toEqual([0, 0])
  })
})

test('the settings name every engine', () => {
  const { schema } = NARRATION_SETTINGS['narration.engine']
  expect(schema).toEqual({ enum: Object.keys(ENGINES) })
})
