import type { Audio } from './audio.ts'
import { chapterReader, createMeter } from './meters.ts'
import { Unplayable, ProbeError } from './facts.ts'
import { extensionWarnings } from './warnings.ts'
import { describeSilence, formatsOf, isPlayable, leadingTagBytes, recognise } from './recognise.ts'
import { Recording } from './recording.ts'
import type { Format } from './sniff.ts'
import { readTags } from './tags/read-tags.ts'

export interface ProbeFileOptions {
  readonly signal?: AbortSignal
  readonly tags?: boolean
  /** Descriptor of the open file, which the caller closes. */
  readonly descriptor?: number
}

/**
 * Measures a recording on this machine.
 *
 * It is read completely, because headers survive cuts and joins. Its format is recognised by its content; a
 * file name that contradicts is a warning.
 *
 * @param options.signal Ends the work early; its reason is thrown.
 * @param options.descriptor For a file that is already open; its path then only names it.
 * @param options.tags Whether to read its tags as well, which takes half as long again for a short recording.
 * @throws {ProbeError} If it cannot be read, contains no sound, is in a format that podcast apps do not play,
 *   or is still being written. The message is a sentence for the author.
 */
export async function probeFile(path: string, options: ProbeFileOptions = {}): Promise<Audio> {
  const recording = new Recording(path, options.descriptor)
  try {
    const sniffed = recognise(recording.read)
    if ('other' in sniffed) {
      throw new ProbeError('foreign', `"${recording.name}" is ${sniffed.other}; ${sniffed.advice}`)
    }
    for (const format of formatsOf(sniffed)) {
      const audio = await measure(recording, format, options)
      if (audio) return audio
    }
    const silence = describeSilence(sniffed, leadingTagBytes(recording.read))
    throw new ProbeError('silent', `"${recording.name}" ${silence}`)
  } finally {
    recording.close()
  }
}

/** A local file has no validators. */
const LOCAL = { etag: null, modified: null }

async function measure(
  recording: Recording,
  format: Format,
  { signal, tags: areWanted = false }: ProbeFileOptions,
): Promise<Audio | null> {
  try {
    const meter = await createMeter(format, recording)
    const hash = await recording.walk(meter.push, signal)
    const facts = meter.end()
    if (!isPlayable(facts)) return null
    const readChapters = await chapterReader(format)
    const { bytes, extension } = recording
    const warnings = [...facts.warnings, ...extensionWarnings(extension, facts.type)]
    const tags = areWanted ? await readTags(recording, format) : null
    return { bytes, ...facts, chapters: readChapters(recording), tags, warnings, hash, ...LOCAL }
  } catch (cause) {
    if (!(cause instanceof Unplayable)) throw cause
    throw new ProbeError(cause.refusal, `"${recording.name}" ${cause.message}`, { cause })
  }
}
