import type { Audio } from './audio.ts'
import { Unplayable, type Facts } from './facts.ts'
import { ID3_HEAD_BYTES, id3Bytes } from './id3/head.ts'
import { extensionWarnings } from './media-types.ts'
import { createMeter } from './meters.ts'
import { ProbeError } from './probe-error.ts'
import { Recording } from './recording.ts'
import { sniff, SNIFFED_BYTES, type Format, type Sniffed } from './sniff.ts'

/**
 * Measures a recording on this machine.
 *
 * All of it is read, for no smaller look is safe: headers survive cuts and joins. What it is follows
 * from its content alone; a name that says otherwise is a warning.
 *
 * @param options.signal Ends the work early, with the signal's reason thrown.
 * @throws {ProbeError} If it cannot be read, holds no sound, is in a format that podcast apps do not
 *   play, or is still being written. The message is a sentence for the author as it is.
 */
export async function probeFile(
  path: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Audio> {
  const recording = new Recording(path)
  try {
    const sniffed = sniffRecording(recording)
    if ('other' in sniffed) {
      throw new ProbeError('foreign', `"${recording.name}" is ${sniffed.other}; ${sniffed.advice}`)
    }
    for (const format of formatsOf(sniffed)) {
      const audio = await measure(recording, format, options.signal)
      if (audio) return audio
    }
    throw new ProbeError('silent', `"${recording.name}" ${describeSilence(recording, sniffed)}`)
  } finally {
    recording.close()
  }
}

/** Looks behind the tags that some programs put before every format. */
function sniffRecording(recording: Recording): Sniffed {
  const tags = leadingTagBytes(recording)
  const sniffed = sniff(recording.read(tags, SNIFFED_BYTES))
  const isPlayed = tags === 0 || ('format' in sniffed && BEHIND_TAGS.has(sniffed.format))
  return isPlayed ? sniffed : { format: 'mpeg' }
}

/** Tags at the start that are looked behind. */
const MOST_TAGS = 16

/** The formats besides MPEG audio that players recognise behind a tag. */
const BEHIND_TAGS: ReadonlySet<Format> = new Set(['adts', 'flac'])

function leadingTagBytes(recording: Recording): number {
  let at = 0
  for (let tag = 0; tag < MOST_TAGS; tag++) {
    const bytes = id3Bytes(recording.read(at, ID3_HEAD_BYTES))
    if (bytes === 0) break
    at += bytes
  }
  return at
}

/** MPEG audio and AAC have no mark at their start, and may begin anywhere in a file. */
function formatsOf(sniffed: Exclude<Sniffed, { other: string }>): readonly Format[] {
  if ('unknown' in sniffed) return ['mpeg', 'adts']
  return sniffed.format === 'mpeg' ? ['mpeg', 'adts'] : [sniffed.format]
}

async function measure(
  recording: Recording,
  format: Format,
  signal: AbortSignal | undefined,
): Promise<Audio | null> {
  try {
    const meter = await createMeter(format, recording)
    const hash = await recording.walk(meter.push, signal)
    const facts = await meter.end()
    return isPlayable(facts) ? completeAudio(recording, facts, hash) : null
  } catch (cause) {
    if (!(cause instanceof Unplayable)) throw cause
    throw new ProbeError('silent', `"${recording.name}" ${cause.message}`, { cause })
  }
}

/** Damaged indexes lead to no time at all, and to endless ones. */
function isPlayable(facts: Facts | null): facts is Facts {
  return facts !== null && facts.seconds > 0 && Number.isFinite(facts.seconds)
}

function completeAudio({ bytes, extension }: Recording, facts: Facts, hash: string): Audio {
  const warnings = [...facts.warnings, ...extensionWarnings(extension, facts.type)]
  return { bytes, ...facts, warnings, hash }
}

/** Why there is nothing to be heard in a recording whose bytes are all read. */
function describeSilence(
  recording: Recording,
  sniffed: Exclude<Sniffed, { other: string }>,
): string {
  if ('unknown' in sniffed && sniffed.unknown !== null) {
    return `looks like ${sniffed.unknown}, not like a recording; ${sniffed.advice}`
  }
  const tags = leadingTagBytes(recording)
  if (tags > 0) return `holds a tag of ${tags} bytes, but no sound behind it; export it again`
  if ('format' in sniffed)
    return 'has the head of a recording, but no sound behind it; export it again'
  return 'holds no sound that is known; expected MP3, M4A, AAC, Ogg, Opus, FLAC, WAV or WebM'
}
