import {
  costOf,
  chunksOf,
  jobsOf,
  type Plan,
  planAll,
  planOf,
  type Work,
} from './narration-plan.ts'
import { basename, resolve } from 'node:path'
import { stat } from 'node:fs/promises'
import { faultOf } from '../base/fault.ts'
import { KEPT_KINDS } from '../jobs/kinds.ts'
import { createRunner } from '../jobs/runner.ts'
import { SPEAK } from '../jobs/speak.ts'
import { openStore } from '../jobs/store.ts'
import { madeOf, nameRecording, writeRecording } from '../jobs/write-recording.ts'
import { createDisk } from '../base/disk.ts'
import { loadSettings } from '../settings/load-settings.ts'
import type { Settings } from '../settings/settings.ts'
import { type Chunk } from '../speech/chunks.ts'
import { RATE } from '../jobs/encode-mp3.ts'
import type { Access } from '../speech/engines/engine.ts'
import { ENGINES } from '../speech/engines/engines.ts'
import { type PostToSpeak, pictureOf } from '../show/folder/post-to-speak.ts'
import { layOut } from '../speech/lay-out.ts'
import { readSpeech } from '../speech/pcm.ts'
import { type Context, type Given, CALL, optionOf, textOf, UsageError } from './command.ts'
import { hearContained } from './contained-recordings.ts'
import { createWorkProgress } from './progress.ts'
import { hasErrors, plural, reportProblems } from './report.ts'
import { findSpoken, scriptOf } from './posts-to-speak.ts'

/** Characters of the script that a preview prints. */
const PREVIEW = 300
/** Milliseconds before a request that failed is sent again. */
const PAUSE = 1000

/** Speaks articles that have no recording, or prints what would be said. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const folder = resolve(textOf(given.arguments[0]))
  const settings = await readSettings(folder, context)
  if (settings === null) return 1
  const script = optionOf(given, 'script')
  if (script !== undefined) return printScript(folder, settings, script, context)
  const budget = budgetOf(given, settings)
  const posts = await findSpoken(folder, settings, optionOf(given, 'only'))
  if (posts.length === 0) {
    context.report(
      'no post asks to be spoken: write audio: true into its front matter, or name one with --only',
    )
    return 0
  }
  const isDry = given.options['dryRun'] === true
  const tell = (sentence: string) => context.report(`! ${sentence}`)
  const store = await openStore(folder, KEPT_KINDS, tell)
  const access = accessOf(folder, settings, context, isDry)
  const work = { folder, settings, access, store, runner: createRunner(store), context }
  if (given.options['preview'] === true) return previewAll(posts, work, optionOf(given, 'only'))
  const plans = await planAll(posts, work)
  if (isDry) return printPlans(plans, settings, context)
  const code = await narrateAll(plans, budget, work)
  if (code === 0 && optionOf(given, 'only') === undefined) await letGoOfUnused(plans, work)
  return code
}

/** Milliseconds for which spoken pieces are kept that no post needs any more: an author who tries another voice may return to the first. */
const UNUSED = 30 * 24 * 3_600_000

/** Removes pieces that were spoken for texts and voices which no post has had for that time. */
async function letGoOfUnused(plans: readonly Plan[], work: Work): Promise<void> {
  const { store, context } = work
  const now = context.now().getTime()
  for (const { chunks } of plans) {
    for (const job of jobsOf(chunks, work)) {
      const { result } = store.of(job)
      if (result !== null) store.put(job, result, now)
    }
  }
  await store.letGo(SPEAK, now - UNUSED)
}

async function readSettings(folder: string, context: Context): Promise<Settings | null> {
  const facts = await stat(folder).catch(() => null)
  if (facts?.isDirectory() !== true) {
    throw new UsageError(
      `folder "${folder}" does not exist; name the folder that contains the posts, e.g. my-blog`,
    )
  }
  const { settings, problems } = await loadSettings(folder)
  const wrong = problems.filter(({ field }) => field?.startsWith('narration') === true)
  reportProblems(settings === null ? problems : wrong, context)
  return settings === null || hasErrors(wrong) ? null : settings
}

async function printScript(
  folder: string,
  settings: Settings,
  name: string,
  context: Context,
): Promise<0> {
  const [post] = await findSpoken(folder, settings, name)
  if (post === undefined) return 0
  const { sentences } = scriptOf(post, settings, ENGINES[settings.narration.engine].spells)
  const blocks = Map.groupBy(sentences, ({ block }) => block)
  context.print(
    [...blocks.values()].flatMap((block, index) => [
      ...(index === 0 ? [] : ['']),
      ...block.map(({ said }) => said),
    ]),
  )
  return 0
}

function budgetOf(given: Given, { narration }: Settings): number {
  const text = optionOf(given, 'budget')
  if (text === undefined) return Infinity
  if (!/^\d{1,9}(?:\.\d{1,4})?$/.test(text)) {
    throw new UsageError(`--budget: expected an amount such as 2.50, got "${text}"`)
  }
  // What needs no key runs on this computer, and costs nothing.
  const isFree = ENGINES[narration.engine].key === null
  if (isFree || narration.price !== null) return Number(text)
  throw new UsageError(
    '--budget: the price of speech is unknown; write that of a thousand characters as narration.price into sidecast.yml',
  )
}

/** @throws {UsageError} If the engine lacks something, such as a key. A dry run needs nothing. */
function accessOf(folder: string, settings: Settings, { env }: Context, isDry: boolean): Access {
  const { engine, voice, url, model, command } = settings.narration
  const { needs, key } = ENGINES[engine]
  const secret = key === null ? '' : (env?.[key] ?? '')
  if (!isDry && key !== null && secret === '' && url === null) {
    throw new UsageError(`${engine} needs a key: put it into the environment as ${key}`)
  }
  const has = { voice: voice !== null, command: command.length > 0 }
  const lacking = needs.find((need) => !has[need])
  if (lacking !== undefined) {
    throw new UsageError(
      `${engine} needs a ${lacking}: name it as narration.${lacking} in sidecast.yml`,
    )
  }
  return { url, model, command, key: secret, folder, pause: PAUSE }
}

function printPlans(plans: readonly Plan[], settings: Settings, context: Context): 0 {
  const isPriced = settings.narration.price !== null
  const cost = (characters: number) => (isPriced ? `, ${money(costOf(characters, settings))}` : '')
  for (const { spoken, script, characters, unspoken } of plans) {
    context.print([
      `${spoken.post.file}: ${plural(script.sentences.length, 'sentence')}, ${plural(characters, 'character')}, ${unspoken} to be spoken${cost(unspoken)}`,
    ])
  }
  const all = plans.reduce((sum, { unspoken }) => sum + unspoken, 0)
  context.print([
    `${plural(plans.length, 'post')}: ${plural(all, 'character')} to be spoken${cost(all)}`,
  ])
  return 0
}

/** An amount in hundredths, rounded up, so that a budget of it suffices. */
function money(amount: number): string {
  return (Math.ceil(amount * 100 - 1e-6) / 100).toFixed(2)
}

async function narrateAll(plans: readonly Plan[], budget: number, work: Work): Promise<0 | 1> {
  const { context, settings } = work
  let spent = 0
  let code: 0 | 1 = 0
  for (const [index, planned] of plans.entries()) {
    const { post } = planned.spoken
    // What an earlier post has had spoken need not be spoken again.
    const plan = await planOf(planned.spoken, work)
    const isDue = (await madeOf(plan.spoken)) !== plan.source
    if (isDue) {
      const cost = costOf(plan.unspoken, settings)
      // A sum of decimal fractions may be a little more than it should be.
      if (spent + cost > budget + 1e-6) {
        context.report(
          `! the budget ends before ${post.file}, which costs ${money(cost)}, after ${money(spent)} was spent; to go on, run it again with --budget ${money(cost)} or more`,
        )
        return 1
      }
      spent += cost
      const outcome = await narrateOne(plan, work)
      if (outcome !== 'made') code = 1
      if (outcome === 'hopeless') {
        const rest = plans.length - index - 1
        if (rest > 0) {
          context.report(`! ${plural(rest, 'more post')} not tried, for the same reason`)
        }
        return code
      }
      if (outcome !== 'made') continue
    } else context.print([`${post.file}: its recording is up to date`])
    if (!isDue && post.values['audio_made'] !== undefined) continue
    try {
      await nameRecording(plan.spoken, settings.narration.narrator, context.now())
    } catch (cause) {
      context.report(`✗ ${post.file}: ${faultOf(cause).message}`)
      code = 1
    }
  }
  return code
}

/** @returns `hopeless` if every other post would fail in the same way. */
async function narrateOne(plan: Plan, work: Work): Promise<'made' | 'failed' | 'hopeless'> {
  const { spoken, script, chunks, contained, source } = plan
  const { context, settings, folder } = work
  const speeches = await speakAll(chunks, spoken.post.file, work)
  if (typeof speeches === 'string') return speeches
  const sounds = speeches.map(({ speech }) => speech)
  const tell = (sentence: string) => context.report(`! ${sentence}`)
  const layout = layOut(
    script,
    speeches,
    RATE,
    await hearContained(contained, sounds, settings, tell),
  )
  const { title, authors } = spoken.post
  const seconds = await writeRecording(spoken, layout, {
    title,
    artist: settings.narration.narrator ?? authors[0] ?? settings.author,
    album: settings.title,
    picture: await pictureOf(spoken.post, folder, settings),
    source,
  })
  const minutes = (seconds / 60).toFixed(1)
  context.print([
    `${spoken.post.file}: ${basename(spoken.recording)} of ${minutes} min, ${plural(script.sentences.length, 'sentence')}, ${plural(layout.chapters.length, 'chapter')}`,
  ])
  return 'made'
}

async function speakAll(chunks: readonly Chunk[], file: string, work: Work) {
  const { store, runner, context } = work
  const jobs = jobsOf(chunks, work)
  const { now, signal } = context
  const missing = jobs.filter((job) => store.of(job).result === null)
  const progress = createWorkProgress(context)
  // A few at a time, so that a key that is refused is not tried for every piece.
  for (let at = 0; at < missing.length; at += BATCH) {
    const batch = missing.slice(at, at + BATCH)
    await runner.run(batch, {
      now,
      signal,
      disk: createDisk([]),
      progress: (counted, done) => progress(counted, at + done, missing.length),
    })
    const failure = batch.map((job) => store.of(job).failure).find((each) => each !== null)
    if (failure === undefined || failure === null) continue
    context.report(`✗ ${file} is not spoken: ${failure.message}`)
    return failure.code === 'silent' ? 'hopeless' : 'failed'
  }
  return Promise.all(
    jobs.map(async (job, index) => {
      const id = store.of(job).result?.id ?? ''
      const chunk = chunks[index] ?? { text: '', language: '', voice: null, parts: [] }
      return { chunk, speech: await readSpeech((name) => store.files.pathOf(id, name)) }
    }),
  )
}

/** Pieces that are requested before the first results are looked at. */
const BATCH = 2 * SPEAK.atOnce

async function previewAll(
  posts: readonly PostToSpeak[],
  work: Work,
  only: string | undefined,
): Promise<0 | 1> {
  let code: 0 | 1 = 0
  for (const spoken of posts) {
    const { blocks, sentences } = (await planOf(spoken, work)).script
    let characters = 0
    const script = {
      blocks,
      sentences: sentences.filter(({ said }, index) => {
        characters += said.length
        return index === 0 || characters <= PREVIEW
      }),
    }
    const speeches = await speakAll(chunksOf(script, work.settings), spoken.post.file, work)
    if (typeof speeches === 'string') {
      code = 1
      if (speeches === 'hopeless') return code
      continue
    }
    const recording = spoken.recording.replace(/\.mp3$/, '.preview.mp3')
    const layout = layOut(script, speeches, RATE)
    const about = {
      title: spoken.post.title,
      artist: null,
      album: null,
      picture: null,
      source: '0',
    }
    await writeRecording({ recording, transcript: null }, layout, about)
    work.context.print([`${recording}: the first ${plural(script.sentences.length, 'sentence')}`])
  }
  const chosen = only === undefined ? '' : ` --only ${only}`
  if (code === 0) work.context.report(`To speak all of it: ${CALL} narrate ${work.folder}${chosen}`)
  return code
}
