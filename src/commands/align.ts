import { basename, extname } from 'node:path'
import { readFile } from 'node:fs/promises'
import { codeOf, describeUnwritten } from '../base/fault.ts'
import { didYouMean } from '../base/suggest.ts'
import { writeAtomically } from '../base/write-atomically.ts'
import { type AlignedFile, inputOfVtt, renderAligned } from '../jobs/align-file.ts'
import { isDue, type Job } from '../jobs/job.ts'
import { WORK } from '../jobs/kinds.ts'
import type { Composition } from '../show/compose-show.ts'
import type { Draft } from '../show/episode-parts.ts'
import { alignPost } from '../show/sidecars/aligned-times.ts'
import { type Context, type Given, optionOf, textOf, UsageError } from './command.ts'
import { openFolder, readWhole } from './open-folder.ts'
import { createWorkProgress } from './progress.ts'
import { plural, reportProblems } from './report.ts'

/** A recording, and the transcript that is written for it. */
interface Target {
  /** The file of the post, from the content folder. */
  readonly post: string
  /** Absolute, beside the recording. */
  readonly vtt: string
  readonly job: Job<unknown, AlignedFile>
}

/** A target, or why there is none: a sentence about the post, or `elsewhere` for a recording on another host. */
type Aim = { readonly target: Target } | { readonly reason: string } | 'elsewhere'

/** Writes a transcript with times beside each local recording that has none. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const folder = textOf(given.arguments[0])
  const opened = await openFolder({ folder, baseUrl: undefined }, context)
  const { composition, problems } = await readWhole(opened, WORK.here, context)
  if (composition === null) {
    reportProblems(problems, context)
    return 1
  }
  // Posts with such are not episodes.
  const errors = problems.filter(({ severity }) => severity === 'error')
  reportProblems(errors, context)
  const drafts = chosen(draftsOf(composition), optionOf(given, 'only'))
  const aims = await Promise.all(drafts.map(aimOf))
  const targets = aims.flatMap((aim) =>
    typeof aim === 'object' && 'target' in aim ? aim.target : [],
  )
  const due = targets.map(({ job }) => job).filter((job) => isDue(opened.of(job), context.now()))
  const { now, signal } = context
  await opened.run(due, { now, signal, progress: createWorkProgress(context) })
  const failures = new Map<string, string[]>()
  let failed = errors.length > 0
  for (const { post, vtt, job } of targets) {
    const { result, failure } = opened.of(job)
    if (result?.kind === 'aligned') {
      await write(vtt, renderAligned(result.cues, job.input))
      context.print(`${post}: ${basename(vtt)} written, ${countSentences(result)}`)
    } else if (failure === null) {
      failed ||= result?.kind === 'other'
      context.report(`! ${post}: ${result === null ? 'not aligned' : REFUSALS[result.kind]}`)
    } else failures.set(failure.message, [...(failures.get(failure.message) ?? []), post])
  }
  for (const [why, posts] of failures) {
    const which = posts.length === 1 ? posts[0] : plural(posts.length, 'recording')
    context.report(`! not aligned ${which}: ${why}`)
  }
  reportRest(aims, context)
  return failed || failures.size > 0 ? 1 : 0
}

const REFUSALS: Readonly<Record<Exclude<AlignedFile['kind'], 'aligned'>, string>> = {
  other:
    'the recording does not say what the article says, so nothing was written; check whether the right file was uploaded, and whether it is in the language of the post',
  short:
    'the article is too short for its recording to be recognised, so nothing was written; a transcript of another program can be put beside it',
}

function countSentences({ cues, missing }: Extract<AlignedFile, { kind: 'aligned' }>): string {
  const heard = plural(cues.length, 'sentence')
  return missing === 0 ? heard : `${heard}; ${missing} more of the article not heard`
}

/** Reports why the other recordings get no transcript. */
function reportRest(aims: readonly Aim[], context: Context): void {
  for (const aim of aims) if (typeof aim === 'object' && 'reason' in aim) context.report(aim.reason)
  const elsewhere = aims.filter((aim) => aim === 'elsewhere').length
  if (elsewhere > 0) {
    const which = plural(elsewhere, 'recording')
    context.report(`! not aligned ${which} on other hosts: align reads local files only`)
  }
  if (aims.length === 0) context.report('! there is no episode to align')
}

interface LanguageDraft {
  readonly draft: Draft
  /** The language of the show, for posts that declare none. */
  readonly language: string
}

function draftsOf(composition: Composition): readonly LanguageDraft[] {
  const shows = composition.shows.map((each) => each.composition)
  return (shows.length === 0 ? [composition] : shows).flatMap(({ drafts, show: { language } }) =>
    drafts.map((draft) => ({ draft, language })),
  )
}

/** @throws {UsageError} If the user names a post that does not exist. */
function chosen(
  drafts: readonly LanguageDraft[],
  only: string | undefined,
): readonly LanguageDraft[] {
  if (only === undefined) return drafts
  const path = only.replaceAll('\\', '/')
  const found = drafts.filter(
    ({ draft: { post, slug } }) =>
      slug === path ||
      path === post.file ||
      path.endsWith(`/${post.file}`) ||
      post.file.endsWith(`/${path}`),
  )
  if (found.length > 0) return found
  const files = drafts.map(({ draft }) => draft.post.file)
  throw new UsageError(`--only: there is no episode "${only}"${didYouMean(only, files)}`)
}

async function aimOf({ draft, language }: LanguageDraft): Promise<Aim> {
  const { post, recording, facts, transcripts } = draft
  const job = alignPost(post, { recording, facts }, language)
  if (job === null || recording.file === null) return 'elsewhere'
  const vtt = `${recording.file.slice(0, -extname(recording.file).length || undefined)}.vtt`
  const written = await inputOf(vtt)
  if (written === job.input) return { reason: `${post.file}: ${basename(vtt)} is up to date` }
  const others = transcripts.filter(({ file, url, cues }) => {
    return (cues.length > 0 || url !== null) && file !== vtt
  })
  if (written === null || others.length > 0) {
    return { reason: `${post.file}: has a transcript with times already, which stays as it is` }
  }
  return { target: { post: post.file, vtt, job } }
}

/** The hash of what a transcript was made from; '' if there is no transcript, null for one that a person has written. */
async function inputOf(vtt: string): Promise<string | null> {
  try {
    return inputOfVtt(await readFile(vtt, 'utf8'))
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return ''
    throw new UsageError(`${basename(vtt)} cannot be read`, { cause })
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeAtomically(file, text)
  } catch (cause) {
    throw new UsageError(describeUnwritten(basename(file), cause, ', so its times are lost'), {
      cause,
    })
  }
}
