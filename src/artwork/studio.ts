import { totalmem } from 'node:os'
import { extname } from 'node:path'
import { constrainedMemory } from 'node:process'
import { createProcesses, EndedError } from '../base/processes.ts'
import { type Crew, LimitError, type Limits } from '../base/workers.ts'
import { LARGEST_SIDE, PictureError } from './picture-format.ts'
import type { Acts, Made } from './studio-worker.ts'

/** The same functions, done elsewhere; with a signal that ends them early. */
type Elsewhere<Act extends (...given: never[]) => unknown> = (
  signal: AbortSignal | undefined,
  ...given: Parameters<Act>
) => ReturnType<Act>

/**
 * All functions that need the large image packages. They run in a process of their own, since what a
 * picture is read by is large, and what reads hostile pictures may be ended by one of them.
 */
export type Studio = {
  readonly [Name in Exclude<keyof Acts, 'load'>]: Elsewhere<Acts[Name]>
}

/** A studio, or the reason why there is none. */
export type OpenedStudio =
  | { readonly studio: Studio; readonly missing: null }
  | { readonly studio: null; readonly missing: string }

/** Two processes would take the memory twice. */
const CREW: Crew = { most: 1, kept: 0 }
/**
 * For one picture. Of those of 120 million pixels, which is the most that is read, a JPEG takes 0.5 GB and
 * 3 seconds, an AVIF 2.2 GB and 4 seconds. What serves readers must keep enough.
 */
const LIMITS: Limits = { milliseconds: 60_000, megabytes: Math.min(2500, 0.6 * machineMegabytes()) }
/** Milliseconds after which is looked again whether the packages are there. */
const LATER = 10 * 60_000

/** The memory of this machine, or what of it this program may take. */
function machineMegabytes(): number {
  const constrained = constrainedMemory()
  return Math.min(totalmem(), constrained > 0 ? constrained : Infinity) / 1e6
}

const ENTRY = new URL(`./studio-worker${extname(import.meta.url)}`, import.meta.url)

let opened: Promise<OpenedStudio> | null = null

/**
 * Opens the studio, once. Its packages are optional: without them, images are published as they are.
 * They are missing where they were not installed on purpose, or do not support the platform.
 *
 * @throws {EndedError} If its process cannot be started, e.g. for want of descriptors.
 */
export function openStudio(): Promise<OpenedStudio> {
  opened ??= openForNow()
  return opened
}

async function openForNow(): Promise<OpenedStudio> {
  try {
    const studio = await openStudioWith(LIMITS)
    if (studio.missing !== null) setTimeout(() => (opened = null), LATER).unref()
    return studio
  } catch (cause) {
    opened = null
    throw cause
  }
}

/**
 * Opens a studio of its own.
 *
 * @param limits What one picture may take.
 */
export async function openStudioWith(limits: Limits, crew = CREW): Promise<OpenedStudio> {
  const { run } = createProcesses(ENTRY, crew, limits)

  async function ask<Name extends keyof Acts>(
    name: Name,
    signal: AbortSignal | undefined,
    ...given: Parameters<Acts[Name]>
  ): Promise<Awaited<ReturnType<Acts[Name]>>> {
    const asked = [name, ...given]
    const answered = await run(asked, signal).catch((cause: unknown) => {
      // Ended from outside, by chance; a picture that ends it does so again.
      if (cause instanceof EndedError) return run(asked, signal)
      throw cause
    })
    // As the process has made it.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const made = answered as Made
    if ('refused' in made) throw new PictureError(made.refused.message, made.refused.trouble)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return made.made as Awaited<ReturnType<Acts[Name]>>
  }

  try {
    await ask('load', undefined)
  } catch (cause) {
    if (cause instanceof EndedError || cause instanceof LimitError) throw cause
    return { studio: null, missing: nameOf(cause) }
  }
  return {
    studio: {
      readPicture: (signal, ...given) => ask('readPicture', signal, ...given).catch(blamePicture),
      squareArtwork: (signal, ...given) =>
        ask('squareArtwork', signal, ...given).catch(blamePicture),
      drawArtwork: (signal, ...given) => ask('drawArtwork', signal, ...given),
    },
    missing: null,
  }
}

/** @throws {PictureError} What the author is told when the process was ended; every other error as it is. */
function blamePicture(cause: unknown): never {
  if (cause instanceof LimitError) {
    const much = cause.limit === 'milliseconds' ? 'time' : 'memory'
    const message = `takes more ${much} than any picture should; save it as a JPEG of at most ${LARGEST_SIDE} × ${LARGEST_SIDE} pixels`
    throw new PictureError(message, 'unreadable', { cause })
  }
  if (!(cause instanceof EndedError)) throw cause
  const message = `could not be read, since the process that did so has ended twice (${cause.how}); save the picture again as a JPEG, or give the machine more memory if it is short of it`
  throw new PictureError(message, 'unmade', { cause })
}

/** The missing package; the first line of any other error. */
function nameOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const [, name] = /^Cannot find package '([^']+)'/.exec(message) ?? []
  const [first = ''] = message.split('\n')
  return name === undefined ? first : `the package "${name}" is not installed`
}
