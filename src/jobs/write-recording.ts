import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { writeAtomically } from '../base/write-atomically.ts'
import type { TextPost } from '../posts/post.ts'
import { editFrontMatter } from '../posts/front-matter/edit-front-matter.ts'
import { toMilliseconds } from '../posts/timed-text/cue.ts'
import { renderVtt } from '../posts/timed-text/render-vtt.ts'
import { DELAY_SECONDS, encodeMp3, RATE } from './encode-mp3.ts'
import { AFTER_ALL, type Layout } from '../speech/lay-out.ts'
import { levelled } from './level.ts'
import { sourceOf, type Tag, writeId3 } from '../speech/write-id3.ts'

/** When a player plays a moment of the sound, in seconds. */
function heard(time: number): number {
  return toMilliseconds(time + DELAY_SECONDS)
}

/** A post that is spoken, and the files that are made for it. */
export interface SpokenPost {
  readonly post: TextPost
  /** Absolute. */
  readonly path: string
  /** Beside the post, absolute. */
  readonly recording: string
  readonly transcript: string
}

/** The source of a recording that narrate did not make. */
export const FOREIGN = 'foreign'

/** The source from which the recording of a post was made, or `FOREIGN`; null if there is none. */
export async function madeOf({ recording }: SpokenPost): Promise<string | null> {
  const bytes = await readFile(recording).catch(() => null)
  return bytes === null ? null : (sourceOf(bytes) ?? FOREIGN)
}

/**
 * Encodes a narration and writes it beside its post, with its transcript.
 *
 * @param source A hash of what it is made from; see `sourceOf`.
 * @returns The duration in seconds.
 */
export async function writeRecording(
  files: Pick<SpokenPost, 'recording'> & { readonly transcript: string | null },
  layout: Layout,
  about: Pick<Tag, 'title' | 'artist' | 'album' | 'picture' | 'source'>,
): Promise<number> {
  const { bytes, seconds } = await encodeMp3(levelled(layout.stretches, RATE, AFTER_ALL))
  const chapters = layout.chapters.map(({ start, title }) => ({
    start: start === 0 ? 0 : heard(start),
    title,
  }))
  const end = toMilliseconds(seconds)
  const tag = writeId3({ ...about, chapters, seconds: end })
  if (files.transcript !== null) {
    const cues = layout.cues.map((cue, index) => ({
      start: heard(cue.start),
      // The last sentence stays highlighted until the recording ends, if nothing comes after it.
      end: index === layout.cues.length - 1 && isLast(cue.end, layout) ? end : heard(cue.end),
      speaker: null,
      text: cue.text,
    }))
    await writeAtomically(files.transcript, renderVtt(cues))
  }
  await writeAtomically(files.recording, Buffer.concat([tag, bytes]))
  return end
}

function isLast(end: number, { seconds }: Layout): boolean {
  return seconds - end < 2 * AFTER_ALL
}

/**
 * Writes into the front matter of a post the name of its recording, when it was made, and that its voice is
 * synthetic.
 *
 * @throws {RangeError} If the front matter cannot be edited.
 */
export async function nameRecording(
  { post, path, recording }: SpokenPost,
  narrator: string | null,
  now: Date,
): Promise<void> {
  const file = await readFile(path)
  const isNamed = post.keys.has('narrators') && post.values['narrator'] === undefined
  const edited = editFrontMatter(file, {
    audio_url: basename(recording),
    audio_made: `${now.toISOString().slice(0, 19)}Z`,
    ai_content: true,
    ...(narrator !== null && !isNamed && { narrator }),
  })
  if (!edited.equals(file)) await writeAtomically(path, edited)
}
