import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { faultOf } from '../base/fault.ts'
import { WORK } from '../jobs/kinds.ts'
import { tagBytesOf } from '../jobs/measure-file.ts'
import type { Composition } from '../show/compose-show.ts'
import type { Enclosure, Episode } from '../show/episode.ts'
import type { Ledger } from '../show/ledger/ledger.ts'
import { showsOf, type Show } from '../show/show.ts'
import { type AgentLists, createAgentReader, NO_LISTS } from '../stats/agents.ts'
import { Counter } from '../stats/counter.ts'
import { isIsoDay } from '../base/written-times.ts'
import type { Log } from '../stats/log-file.ts'
import { readLogs } from '../stats/log-files.ts'
import { readAgentLists } from '../stats/opawg.ts'
import type { CountedEpisode, CountedRecording } from '../stats/recordings.ts'
import { renderReport } from '../stats/report-html.ts'
import { statisticsJson } from '../stats/report-json.ts'
import { formatAdvice, formatStatistics } from '../stats/report-text.ts'
import { type Statistics, statisticsOf } from '../stats/statistics.ts'
import { namedShow } from './choose-show.ts'
import { type Context, type Given, optionOf, UsageError } from './command.ts'
import { openFolder, readWhole } from './open-folder.ts'
import { createProgress } from './progress.ts'
import { printJson, reportProblems } from './report.ts'

/** Counts the downloads of a show from the logs of its web server. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const print = PRINTERS[parseFormat(optionOf(given, 'format') ?? 'text')]
  const [from, to] = [parseDay(given, 'since'), parseDay(given, 'until')]
  if (from !== null && to !== null && to < from) {
    throw new UsageError(`--until: expected a day from ${from} on, got "${to}"`)
  }
  const logs = await findLogs(given.arguments.flat(), context)
  const readAgent = createAgentReader(await readLists(optionOf(given, 'agents'), context))
  const folder = optionOf(given, 'folder') ?? 'episodes'
  const opened = await openFolder({ folder, baseUrl: undefined }, context)
  const { composition, ledger, problems } = await readWhole(opened, WORK.here, context)
  if (composition === null || ledger === null) {
    reportProblems(problems, context)
    return 1
  }
  const chosen = namedShow(composition, optionOf(given, 'show'))
  const { title, timezone } = (chosen?.composition ?? composition).show
  const episodes = await episodesOf(chosen?.composition ?? composition, chosen?.ledger ?? ledger)
  const others = await Promise.all(
    composition.shows
      .filter((each) => chosen !== null && each !== chosen)
      .map((each) => episodesOf(each.composition, each.ledger)),
  )
  const counter = new Counter({
    episodes,
    others: others.flat(),
    timezone,
    from,
    to,
    readAgent,
    now: context.now(),
  })
  let faults = 0
  const tell = (sentence: string): void => {
    faults += 1
    context.report(`✗ ${sentence}`)
  }
  const progress = createProgress('logs read', context)
  for await (const piece of readLogs(logs, { tell, progress })) {
    context.signal.throwIfAborted()
    counter.add(piece)
  }
  const statistics = statisticsOf(counter.finish(), { title, timezone, episodes })
  print(statistics, context)
  context.report(formatAdvice(statistics))
  return faults === 0 ? 0 : 1
}

const PRINTERS = {
  text: (statistics: Statistics, context: Context): void =>
    context.print(formatStatistics(statistics)),
  json: (statistics: Statistics, context: Context): void =>
    printJson(statisticsJson(statistics), context),
  html: (statistics: Statistics, context: Context): void =>
    context.print(renderReport(statistics).split('\n')),
} as const

function parseFormat(text: string): keyof typeof PRINTERS {
  if (text === 'text' || text === 'json' || text === 'html') return text
  throw new UsageError(`--format: expected text, json or html, got "${text}"`)
}

function parseDay(given: Given, name: 'since' | 'until'): string | null {
  const text = optionOf(given, name)
  if (text === undefined || isIsoDay(text)) return text ?? null
  throw new UsageError(`--${name}: expected a day such as 2026-11-29, got "${text}"`)
}

async function readLists(folder: string | undefined, context: Context): Promise<AgentLists> {
  if (folder === undefined) return NO_LISTS
  try {
    return await readAgentLists(folder, (sentence) => context.report(`! ${sentence}`))
  } catch (cause) {
    if (cause instanceof RangeError) throw new UsageError(`--agents: ${cause.message}`, { cause })
    throw cause
  }
}

/** The logs that the user names: files, all files in a folder, or `-` for standard input. */
async function findLogs(names: readonly string[], { input }: Context): Promise<readonly Log[]> {
  const found = await Promise.all(
    names.map(async (name): Promise<readonly Log[]> => {
      if (name === '-') {
        if (input === undefined) throw new UsageError('-: there is no standard input to read')
        return [{ name: 'standard input', open: input, isOnce: true }]
      }
      const facts = await stat(name).catch((cause: unknown) => {
        const { code, message } = faultOf(cause)
        const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code || message})`
        throw new UsageError(
          `log "${name}" ${why}; name the log of the web server, or - for standard input`,
        )
      })
      if (!facts.isDirectory()) return [fileLog(name, !facts.isFile())]
      const entries = await readdir(name, { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => fileLog(join(entry.parentPath, entry.name), false))
    }),
  )
  return found.flat()
}

/** @param isOnce Whether it is a pipe, which can be read only once. */
function fileLog(name: string, isOnce: boolean): Log {
  return { name, open: () => createReadStream(name, { highWaterMark: PIECE_BYTES }), isOnce }
}

const PIECE_BYTES = 256 * 1024

/** All episodes that were ever published, with their recordings. */
async function episodesOf(
  { show }: Composition,
  ledger: Ledger,
): Promise<readonly CountedEpisode[]> {
  const shows = showsOf(show)
  const there = await Promise.all(
    shows.flatMap((each) => each.episodes.map((episode) => countedEpisode(each, episode))),
  )
  const guids = new Set(there.map(({ guid }) => guid))
  const gone = ledger.entries
    .filter(({ guid, preview }) => !guids.has(guid) && preview !== true)
    .map(({ guid, title, published, audio }): CountedEpisode => {
      const { url: address, bytes, seconds } = audio
      const recordings = [{ address, bytes, seconds, tagBytes: 0 }]
      return { guid, title, published: new Date(published), recordings }
    })
  return [...there, ...gone]
}

async function countedEpisode(show: Show, episode: Episode): Promise<CountedEpisode> {
  const { guid, title, published, audio, alternates } = episode
  const recordings = await Promise.all(
    [audio, ...alternates].map((each) => countedRecording(show, each)),
  )
  return { guid, title, published, recordings }
}

async function countedRecording(show: Show, recording: Enclosure): Promise<CountedRecording> {
  const { url: address, bytes, seconds, file } = recording
  return {
    address,
    bytes,
    seconds,
    tagBytes: file === null ? 0 : await tagBytesOf(file, show.roots),
  }
}
