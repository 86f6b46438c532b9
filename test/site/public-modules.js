// @ts-check
/**
 * Two modules of the pages are used by the program, too, which is told their types in
 * `untyped-modules.d.ts`, since a build takes nothing from outside `src`. `npm run types` reads this
 * file: it holds what the program is told to what is in the modules.
 */
import * as cover from '../../public/cover.js'
import * as words from '../../public/words.js'

/** @type {typeof import('#public/cover.js')} */
export const toldOfCover = cover
/** @type {typeof import('#public/words.js')} */
export const toldOfWords = words
