import { extname } from 'node:path'
import { createThreads } from '../base/threads.ts'

/** More threads would only take memory. One stays, since its start would delay what is edited next. */
const CREW = { most: 2, kept: 1 }
/** Limits for one article; a usual one takes a few milliseconds, and a whole book a tenth of this. */
const LIMITS = { milliseconds: 900, megabytes: 192 }

/** The module that they run; the thread that answers requests need not load it. */
const ENTRY = new URL(`../render/article-thread${extname(import.meta.url)}`, import.meta.url)

/**
 * The threads that read articles, so that the thread that answers requests does not. They start when there is
 * work.
 */
export const ARTICLE_THREADS = createThreads(ENTRY, CREW, LIMITS)
