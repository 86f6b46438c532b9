import { writeFileSync } from 'node:fs'
import { answerAsProcess } from '../base/processes.ts'
import { PictureError } from './picture-format.ts'
import type { PictureFacts } from './read-picture.ts'

/** What may be asked of the process that makes pictures. */
const ACTS = {
  /** Fails where the packages cannot be loaded. */
  load: async (): Promise<void> => {
    await import('./read-picture.ts')
    await import('./make-artwork.ts')
  },
  async readPicture(bytes: Uint8Array): Promise<PictureFacts> {
    const { readPicture } = await import('./read-picture.ts')
    const { format, width, height, space, hasAlpha } = await readPicture(bytes)
    return { format, width, height, space, hasAlpha }
  },
  async squareArtwork(bytes: Uint8Array, most?: number) {
    return (await import('./make-artwork.ts')).squareArtwork(bytes, most)
  },
  async drawArtwork(...[words, side]: Drawing) {
    return (await import('./make-artwork.ts')).drawArtwork(words, side)
  },
} as const

type Drawing = Parameters<(typeof import('./make-artwork.ts'))['drawArtwork']>

export type Acts = typeof ACTS

/** What it is asked: the name of an act, and what it is given. */
type Asked = readonly [name: keyof Acts, ...given: never[]]

/** What it returns: errors lose their class on the way. */
export type Made =
  | { readonly made: unknown }
  | { readonly refused: Pick<PictureError, 'message' | 'trouble'> }

async function make([name, ...given]: Asked): Promise<Made> {
  try {
    const act: (...given: never[]) => Promise<unknown> = ACTS[name]
    return { made: await act(...given) }
  } catch (cause) {
    if (!(cause instanceof PictureError)) throw cause
    const { message, trouble } = cause
    return { refused: { message, trouble } }
  }
}

/** Where memory gets short, Linux ends this process first, and not the one that serves readers. */
function goFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch {
    // Another system, or a locked-down one.
  }
}

goFirst()
// As it was given to it.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
answerAsProcess((work) => make(work as Asked), ACTS.load)
