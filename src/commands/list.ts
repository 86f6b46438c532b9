import { WORK } from '../jobs/kinds.ts'
import type { Problem } from '../base/problem.ts'
import { formatClock } from '../base/written-times.ts'
import type { Episode } from '../show/episode.ts'
import { type Show, isNetwork, showsOf, urlOf } from '../show/show.ts'
import { type Given, type Context, optionOf, textOf } from './command.ts'
import { openFolder, readWhole } from './open-folder.ts'
import { formatSkipped, hasErrors, pick, plural, printJson, reportProblems } from './report.ts'

/** Prints which posts would be published as episodes, and why the others would not. */
export async function run(given: Given, context: Context): Promise<0 | 1> {
  const [folder] = given.arguments
  const options = { folder: textOf(folder), baseUrl: optionOf(given, 'baseUrl') }
  const work = given.options['offline'] === true ? WORK.here : WORK.recordings
  const { composition, problems } = await readWhole(
    await openFolder(options, context),
    work,
    context,
  )
  const show = composition?.show ?? null
  if (given.options['json'] === true) printJson(toJson(show, problems), context)
  else {
    if (show !== null) context.print(formatAll(show))
    reportProblems(problems, context)
  }
  return hasErrors(problems) ? 1 : 0
}

function formatAll(show: Show): readonly string[] {
  if (!isNetwork(show)) return formatList(show)
  return [
    `${show.title}: ${plural(show.shows.length, 'show')}`,
    ...showsOf(show).flatMap((each) => ['', ...formatList(each)]),
    ...(show.skipped.length === 0 ? [] : ['', 'In no show:']),
    ...formatSkipped(show.skipped).map((line) => `  ${line}`),
  ]
}

function formatList(show: Show): readonly string[] {
  const counts = [
    plural(show.episodes.length, 'episode'),
    ...(show.scheduled.length === 0 ? [] : [`${show.scheduled.length} scheduled`]),
  ]
  return [
    `${show.title}: ${counts.join(', ')}`,
    ...show.episodes.map((episode) => formatEpisode(episode, show.timezone)),
    ...(show.scheduled.length === 0 ? [] : ['', 'Scheduled:']),
    ...show.scheduled.map((episode) => formatEpisode(episode, show.timezone)),
    ...(show.skipped.length === 0 ? [] : ['', 'Skipped:']),
    ...formatSkipped(show.skipped).map((line) => `  ${line}`),
  ]
}

function formatEpisode(episode: Episode, timezone: string): string {
  const { bytes, seconds, how } = episode.audio
  const date = episode.published.toLocaleDateString('sv-SE', { timeZone: timezone })
  const length = seconds === null ? 'length unknown' : formatClock(Math.round(seconds))
  const size = bytes === null ? 'size unknown' : `${(bytes / 1e6).toFixed(1)} MB`
  const waits = episode.listed ? '' : ', not in the feed yet'
  return `  ${date}  ${length.padStart(8)}  ${size.padStart(9)}  ${episode.title} (${episode.file}${how === null ? '' : `, ${how}`}${waits})`
}

/** The value that `list --json` prints; what is unknown is null. Several shows are each like one. */
export function toJson(show: Show | null, problems: readonly Problem[]): object {
  const content =
    show !== null && isNetwork(show)
      ? {
          title: show.title,
          shows: show.shows.map((named) => ({ name: named.name, ...contentJson(named.show) })),
          skipped: show.skipped,
        }
      : contentJson(show)
  return {
    ...content,
    problems,
  }
}

function contentJson(show: Show | null): object {
  return {
    show: show === null ? null : showJson(show),
    episodes: (show?.episodes ?? []).map(inTurn),
    scheduled: (show?.scheduled ?? []).map(inTurn),
    skipped: show?.skipped ?? [],
  }
}

function showJson(show: Show): object {
  return {
    ...pick(show, 'title', 'guid'),
    feedUrl: urlOf(show, show.feed.path),
    pageUrl: show.baseUrl,
    ...pick(show, 'description', 'author', 'owner', 'language'),
    categories: show.categories.map(({ name, subcategory }) =>
      subcategory === null ? name : `${name} > ${subcategory}`,
    ),
    ...pick(show, 'explicit', 'type'),
    image: show.image?.url ?? null,
    site: show.site,
    feeds: show.parts.map(({ kind, name, title, path, guid, episodes }) => ({
      kind,
      name,
      title,
      url: urlOf(show, path),
      guid,
      episodes: episodes.length,
    })),
  }
}

/** The JSON of an episode, made only when it is printed: thousands of them take much memory at once. */
function inTurn(episode: Episode): { readonly toJSON: () => object } {
  return { toJSON: () => episodeJson(episode) }
}

function episodeJson(episode: Episode): object {
  return {
    ...pick(episode, 'file', 'title', 'slug', 'guid', 'link'),
    published: episode.published.toISOString(),
    author: episode.authors.length === 0 ? null : episode.authors.join(', '),
    language: episode.language,
    summary: episode.summary === '' ? null : episode.summary,
    ...pick(episode, 'image', 'categories', 'season', 'episode', 'episodeDisplay'),
    ...pick(episode, 'episodeType', 'explicit', 'listed'),
    audio: pick(episode.audio, 'url', 'file', 'bytes', 'seconds', 'type', 'how'),
    chapters: episode.chapters,
    transcripts: episode.transcripts.map((each) => pick(each, 'url', 'type', 'language', 'rel')),
  }
}
