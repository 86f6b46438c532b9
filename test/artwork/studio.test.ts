import { describe, expect, onTestFinished, test } from 'vitest'
import { drawArtwork, type MadeArtwork, squareArtwork } from '../../src/artwork/make-artwork.ts'
import { PictureError } from '../../src/artwork/picture-format.ts'
import { openStudioWith, type Studio } from '../../src/artwork/studio.ts'
import { EVERYTHING } from '../support/extent.ts'
import { childrenOf, commandOf, untilEnded, untilFound } from '../support/processes.ts'
import { busy, drawing } from './pictures.ts'

const LIMITS = { milliseconds: 600_000, megabytes: 4000 }

const WORDS = {
  title: 'The sea, 海 and 🌊',
  above: 'A show',
  below: null,
  language: 'en',
  seed: 'one',
  colours: [{ lightness: 0.5, chroma: 0.1, hue: 30 }],
} as const

interface OpenedStudio {
  readonly studio: Studio
  /** Its process. */
  readonly pid: number
}

async function openOwn(
  limits: Partial<typeof LIMITS> = {},
  patience = 60_000,
): Promise<OpenedStudio> {
  const others = studioProcesses()
  const { studio, missing } = await openStudioWith(
    { ...LIMITS, ...limits },
    { most: 1, kept: 0, patience },
  )
  if (studio === null) throw new Error(missing)
  const [pid = 0] = studioProcesses().filter((each) => !others.includes(each))
  onTestFinished(() => studioProcesses().forEach((each) => !others.includes(each) && kill(each)))
  return { studio, pid }
}

/** The processes of studios that this one has begun. */
function studioProcesses(): readonly number[] {
  return childrenOf(process.pid).filter((pid) => commandOf(pid).includes('studio-worker'))
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

/** Kills each process of a studio as soon as it is begun, so many times. */
async function killEach(first: number, times: number): Promise<void> {
  const others = new Set(studioProcesses())
  kill(first)
  for (let killed = 1; killed < times; killed += 1) {
    const next = await untilFound(() => studioProcesses().find((pid) => !others.has(pid)))
    others.add(next)
    kill(next)
  }
}

const bytesOf = ({ large, small }: MadeArtwork): readonly string[] =>
  [large, ...small].map(({ bytes }) => bytes.toString('base64'))

describe('the process that makes pictures', () => {
  test('makes the same as its functions do here', async () => {
    const { studio } = await openOwn()
    const [there, here] = [
      await studio.drawArtwork(undefined, WORDS, 1500),
      await drawArtwork(WORDS, 1500),
    ]
    expect(bytesOf(there)).toEqual(bytesOf(here))
    expect({ ...there, large: null, small: null }).toEqual({ ...here, large: null, small: null })
    const photo = await busy(900, 700).png().toBuffer()
    const [squared, own] = [
      await studio.squareArtwork(undefined, photo, 1500),
      await squareArtwork(photo, 1500),
    ]
    expect(bytesOf(squared)).toEqual(bytesOf(own))
    expect({ ...squared, large: null, small: null }).toEqual({ ...own, large: null, small: null })
    const { format, width, height } = await studio.readPicture(undefined, photo)
    expect({ name: format.name, width, height }).toEqual({ name: 'PNG', width: 900, height: 700 })
  })

  test('refuses with the same sentence', async () => {
    const { studio } = await openOwn()
    const refused = studio.squareArtwork(undefined, Buffer.from('%PDF-1.7'))
    await expect(refused).rejects.toThrow(
      new PictureError('is a PDF document; save it as a JPEG or PNG', 'unreadable'),
    )
  })

  test('makes a picture although it is killed in the middle', async () => {
    const { studio, pid } = await openOwn()
    const made = studio.drawArtwork(undefined, WORDS, 1500)
    kill(pid)
    expect(bytesOf(await made)).toEqual(bytesOf(await drawArtwork(WORDS, 1500)))
  })

  test('says so when it ends a second time, and makes the next', async () => {
    const { studio, pid } = await openOwn()
    const photo = await drawing(1500, 1500).png().toBuffer()
    const made = studio.squareArtwork(undefined, photo).catch((cause: unknown) => cause)
    await killEach(pid, 2)
    expect(await made).toEqual(
      new PictureError(
        'could not be read, since the process that did so has ended twice (SIGKILL); save the picture again as a JPEG, or give the machine more memory if it is short of it',
        'unmade',
      ),
    )
    expect((await studio.squareArtwork(undefined, photo)).way).toBe('cropped')
  })

  test.each([
    { limits: { milliseconds: 200 }, much: 'time' },
    { limits: { megabytes: 150 }, much: 'memory' },
  ])('is ended with a picture that takes too much $much', async ({ limits, much }) => {
    const { studio, pid } = await openOwn(limits)
    const hostile = await drawing(6000, 6000).webp({ effort: 0 }).toBuffer()
    await expect(studio.squareArtwork(undefined, hostile)).rejects.toThrow(
      new PictureError(
        `takes more ${much} than any picture should; save it as a JPEG of at most 3000 × 3000 pixels`,
        'unreadable',
      ),
    )
    await untilEnded(pid)
    const { width } = await studio.readPicture(undefined, hostile)
    expect(width).toBe(6000)
  })

  test('is ended with the work that is not wanted any more', async () => {
    const { studio, pid } = await openOwn()
    const stop = new AbortController()
    const made = studio.drawArtwork(stop.signal, WORDS, 3000)
    stop.abort(new Error('enough'))
    await expect(made).rejects.toThrow(new Error('enough'))
    await untilEnded(pid)
  })

  test.runIf(EVERYTHING)('is ended when it has nothing to do, and begun again', async () => {
    const { studio, pid } = await openOwn({}, 50)
    await untilEnded(pid)
    const photo = await drawing(1500, 1500).png().toBuffer()
    expect((await studio.readPicture(undefined, photo)).width).toBe(1500)
  })
})
