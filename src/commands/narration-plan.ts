import { basename } from 'node:path'
import { hashOf } from '../jobs/job.ts'
import { type Runner } from '../jobs/runner.ts'
import { speak } from '../jobs/speak.ts'
import { type Store } from '../jobs/store.ts'
import { FOREIGN, madeOf } from '../jobs/write-recording.ts'
import type { Settings } from '../settings/settings.ts'
import { aroundOf, type Chunk, cutIntoChunks } from '../speech/chunks.ts'
import type { Access } from '../speech/engines/engine.ts'
import { ENGINES } from '../speech/engines/engines.ts'
import { type PostToSpeak } from '../show/folder/post-to-speak.ts'
import type { Script, ScriptSentence } from '../speech/script.ts'
import { type Context } from './command.ts'
import { type ContainedFiles, findContained } from './contained-recordings.ts'
import { scriptOf } from './posts-to-speak.ts'

/** The version of the method by which recordings are made; a change makes all of them again. */
const METHOD = 'narration 1'
/** Everything that speaking the posts of a folder needs. */
export interface Work {
  readonly folder: string
  readonly settings: Settings
  readonly access: Access
  readonly store: Store
  readonly runner: Runner
  readonly context: Context
}

/** A post with its script, cut into chunks for the engine. */
export interface Plan extends ContainedFiles {
  readonly spoken: PostToSpeak
  readonly script: Script
  readonly chunks: readonly Chunk[]
  readonly source: string
  /** Characters of all its chunks, and of those that have not been spoken yet. */
  readonly characters: number
  readonly unspoken: number
}

function voiceFor(
  { language }: ScriptSentence,
  isQuoted: boolean,
  { voice, voices, quoteVoice }: Settings['narration'],
): string | null {
  const code = language.toLowerCase()
  const own = voices[code] ?? voices[code.split('-', 1)[0] ?? ''] ?? voice
  return isQuoted ? (quoteVoice ?? own) : own
}

export function chunksOf(script: Script, { narration }: Settings): readonly Chunk[] {
  const { unit, most } = ENGINES[narration.engine]
  return cutIntoChunks(script, {
    unit,
    most: Math.min(most, narration.mostCharacters ?? most),
    voiceOf: (sentence, isQuoted) => voiceFor(sentence, isQuoted, narration),
  })
}

export async function planAll(posts: readonly PostToSpeak[], work: Work): Promise<readonly Plan[]> {
  const plans: Plan[] = []
  for (const spoken of posts) {
    const plan = await planOf(spoken, work)
    if (await mayBeMade(plan, work)) plans.push(plan)
    for (const address of plan.missing) {
      work.context.report(
        `! ${spoken.post.file}: "${address}" is left out, because it is not a file in this folder`,
      )
    }
  }
  return plans
}

/** The jobs that have chunks spoken, in the order of the chunks. */
export function jobsOf(
  chunks: readonly Chunk[],
  { settings, access }: Pick<Work, 'settings' | 'access'>,
): ReturnType<typeof speak>[] {
  return chunks.map(({ text, language, voice }, index) =>
    speak(settings.narration.engine, { text, language, voice, ...aroundOf(chunks, index) }, access),
  )
}

export async function planOf(spoken: PostToSpeak, work: Work): Promise<Plan> {
  const { folder, settings, store, access } = work
  const { engine } = settings.narration
  const script = scriptOf(spoken, settings, ENGINES[engine].spells)
  const chunks = chunksOf(script, settings)
  const { title, authors } = spoken.post
  const { contained, missing } = await findContained(script, spoken.post.file, folder, settings)
  const more = contained.length === 0 ? [] : [contained.map(({ block, hash }) => [block, hash])]
  const source = hashOf(METHOD, engine, access.model, title, authors, chunks, ...more)
  const lacking = new Map(
    jobsOf(chunks, work).flatMap((job, index) =>
      store.of(job).result === null ? [[job.key, chunks[index]?.text.length ?? 0] as const] : [],
    ),
  )
  return {
    spoken,
    script,
    chunks,
    contained,
    missing,
    source,
    characters: chunks.reduce((sum, { text }) => sum + text.length, 0),
    unspoken: [...lacking.values()].reduce((sum, length) => sum + length, 0),
  }
}

/** False if there is nothing to say, or the post has a recording that was not made here. */
async function mayBeMade({ spoken, script }: Plan, { context }: Work): Promise<boolean> {
  const { file, values } = spoken.post
  const named = values['audio_url']
  const own = basename(spoken.recording)
  const made = await madeOf(spoken)
  const why =
    script.sentences.length === 0
      ? 'nothing in it can be spoken; write some text, or remove audio: true'
      : made === FOREIGN
        ? `${own} is beside it, and was not made by narrate; remove one of them`
        : typeof named === 'string' && named.trim() !== '' && named !== own
          ? `audio_url names another recording, ${named}; remove one of the two fields`
          : null
  if (why !== null) context.report(`! ${file} is not spoken: ${why}`)
  return why === null
}

export function costOf(characters: number, { narration: { price } }: Settings): number {
  return (characters / 1000) * (price ?? 0)
}
