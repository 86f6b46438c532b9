import { extname } from 'node:path'
import { createThreads } from '../base/threads.ts'

/** Threads; more would only take memory. */
const COUNT = 2
/** Of one article; a real one takes some milliseconds, and a book of one a tenth of this. */
const LIMITS = { milliseconds: 900, megabytes: 192 }

/** The module that they run; the thread that answers requests need not load it. */
const ENTRY = new URL(`../render/article-thread${extname(import.meta.url)}`, import.meta.url)

/**
 * The threads of this program that read articles, away from the one that answers readers. None is
 * begun before there is work for it.
 */
export const ARTICLE_THREADS = createThreads(ENTRY, COUNT, LIMITS)
