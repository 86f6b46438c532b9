import { basename } from 'node:path'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { faultOf } from '../../base/fault.ts'
import { type Heard, type Recorded, type Report, Undecodable } from './listening.ts'

/** Milliseconds without a message after which a decoder is stopped. */
const PATIENCE = 60_000
/** Memory limits of one worker, in MB; a recording of a whole day takes a tenth. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 }

/** Why a recording was not listened to: there is no decoder for it, or decoding failed. */
export type Deaf = 'no-decoder' | 'undecodable'

/** A recording that cannot be listened to. The message is a sentence for the author. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly deaf: Deaf

  constructor(deaf: Deaf, message: string, options?: ErrorOptions) {
    super(message, options)
    this.deaf = deaf
  }
}

/**
 * The data that a worker starts with. `entry` is the URL of this module, so that other threads that load it
 * start nothing.
 */
interface Task {
  readonly entry: string
  readonly recorded: Recorded
}

/**
 * Decodes a recording and measures what is heard, in a worker: MP3 with a package, everything else with
 * ffmpeg. Samples are never held all at once.
 *
 * @param signal Ends the work early; its reason is thrown.
 * @throws {ListenError} If there is no decoder, or it cannot decode the recording.
 */
export function listen(recorded: Recorded, signal: AbortSignal): Promise<Heard> {
  const name = basename(recorded.path)
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { entry: import.meta.url, recorded } satisfies Task,
    execArgv: [],
    resourceLimits: LIMITS,
    // Decoders print complaints there; what matters is in their results.
    stdout: true,
    stderr: true,
  })
  worker.stdout.resume()
  worker.stderr.resume()
  const { promise, resolve, reject } = Promise.withResolvers<Heard>()
  const giveUp = (why: string, cause?: unknown): void =>
    reject(new ListenError('undecodable', `"${name}" cannot be decoded: ${why}`, { cause }))
  const patience = setTimeout(() => giveUp('the decoder does not go on'), PATIENCE)
  const stop = (): void => reject(signal.reason)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  worker.on('message', (told: Report) => {
    patience.refresh()
    if (told.kind === 'heard') resolve(told.heard)
    if (told.kind === 'undecodable') giveUp(told.why)
    if (told.kind === 'no-decoder')
      reject(new ListenError('no-decoder', missingDecoder(recorded.type)))
  })
  worker.on('error', (cause: unknown) => giveUp(faultOf(cause).message, cause))
  worker.on('exit', () => giveUp('the decoder ended early'))
  return promise.finally(async () => {
    clearTimeout(patience)
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  })
}

/** What to install in order to decode a media type. */
export function missingDecoder(type: string): string {
  const install = 'install ffmpeg with the package manager of your system'
  return type === 'audio/mpeg'
    ? `there is no decoder for MP3: run "npm install --include=optional", or ${install}`
    : `there is no decoder for ${type}: ${install}, for example with "sudo apt-get install ffmpeg" or "brew install ffmpeg"`
}

function report(message: Report): void {
  // A port of a thread has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message)
}

/** Decodes a recording, and measures what is heard. */
async function hearAll(recorded: Recorded): Promise<Report> {
  const [{ decode }, { Ear }] = await Promise.all([import('./decode.ts'), import('./ear.ts')])
  const ears: InstanceType<typeof Ear>[] = []
  try {
    const decoder = await decode({
      ...recorded,
      trims: false,
      alive: () => report({ kind: 'alive' }),
      hear(channels, rate) {
        ears[0] ??= new Ear(rate, channels.length)
        ears[0].push(channels, rate)
      },
    })
    const [ear] = ears
    if (decoder === null || ear === undefined) return { kind: 'no-decoder' }
    return { kind: 'heard', heard: ear.end(decoder) }
  } catch (cause) {
    if (!(cause instanceof Undecodable)) throw cause
    return { kind: 'undecodable', why: cause.message }
  }
}

const task: Partial<Task> | null = workerData
if (task?.entry === import.meta.url && task.recorded !== undefined) {
  report(await hearAll(task.recorded))
}
