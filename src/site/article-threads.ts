import { extname } from 'node:path'
import { createThreads } from '../base/threads.ts'

/** As many as the machine has processors to spare; more only take memory. */
const COUNT = 2
/** Of one article; a real one takes some milliseconds, and a book of one a tenth of this. */
const LIMITS = { milliseconds: 900, megabytes: 192 }

/** What they run, which the thread that answers readers need not load. */
const ENTRY = new URL(`../render/article-thread${extname(import.meta.url)}`, import.meta.url)

/**
 * The threads of this program that read articles, away from the one that answers readers. None is
 * begun before there is work for it.
 */
export const ARTICLE_THREADS = createThreads(ENTRY, COUNT, LIMITS)
