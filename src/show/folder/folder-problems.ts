import { problem, type Problem } from '../../base/problem.ts'
import { commonKey, type UnreadKey, withKey } from '../../posts/fields/unread-recordings.ts'
import { meantAudioKey, misspeltKeys, type MisspeltKey } from '../../posts/fields/misspelt-keys.ts'
import { sameKey } from '../../posts/front-matter/keys.ts'
import type { PostResult, PostRules } from '../../posts/post.ts'
import type { Settings } from '../../settings/settings.ts'

/** Posts that are a habit; fewer are slips. */
const HABIT = 3

/**
 * What is wrong with the posts of a folder, each by itself and all of them together.
 *
 * @param fields The keys that the settings name.
 */
export function folderProblems(
  results: readonly PostResult[],
  fields: PostRules['fields'],
): readonly Problem[] {
  const pardoned = new Set(habitualDays(results))
  return [
    ...results.flatMap(({ problems }) => problems.filter((told) => !pardoned.has(told))),
    ...unreadRecordings(results, fields),
    ...misspelt(results, fields),
  ]
}

/** A key under which posts name recordings, with the setting that makes it read. */
function unreadRecordings(
  results: readonly PostResult[],
  fields: PostRules['fields'],
): readonly Problem[] {
  const key = unreadKey(results)
  if (key === null) return []
  const count = key.files.length
  const who = count === 1 ? '1 post names its recording' : `${count} posts name recordings`
  const [top] = key.path.split('.')
  const setting = `fields: ${formatFlow(withKey(fields, key.path))}`
  const message = `${who} under "${top}", e.g. ${key.files[0]}; write ${setting}`
  return [problem('content/unread-recordings', { file: 'sidecast.yml', field: 'fields' }, message)]
}

/** Posts up to which a key that nobody reads is a slip. */
const SLIPS = 2

/** Keys that are one slip from one that is read, where few posts have them. */
function misspelt(results: readonly PostResult[], fields: PostRules['fields']): readonly Problem[] {
  const own = new Set(Object.values(fields).flat().map(sameKey))
  const unread = unreadKey(results)?.path
  const found = results.flatMap((result) => {
    const keys = result.post === null ? meantRecordings(result) : misspeltKeys(result.post)
    return keys
      .filter(({ key }) => !own.has(sameKey(key)) && key !== unread)
      .map((each) => ({
        ...each,
        file: result.file,
        line: result.post?.lines.get(each.key) ?? null,
      }))
  })
  return [...Map.groupBy(found, ({ key }) => sameKey(key)).values()]
    .filter(({ length }) => length <= SLIPS)
    .flat()
    .map(({ file, line, key, meant }) =>
      problem(
        'post/key',
        { file, line, field: key },
        `"${key}" is not read; did you mean "${meant}"?`,
      ),
    )
}

function meantRecordings({
  recordingKeys: keys,
}: {
  readonly recordingKeys: readonly string[]
}): readonly MisspeltKey[] {
  return keys.flatMap((key) => {
    const meant = meantAudioKey(key)
    return meant === null ? [] : [{ key, meant }]
  })
}

/** The key that a habit of the blog is; any, where no post has a recording otherwise. */
export function unreadKey(results: readonly PostResult[]): UnreadKey | null {
  const without = results.flatMap((result) => (result.post === null ? result : []))
  const key = commonKey(without)
  if (key === null) return null
  return key.files.length >= HABIT || without.length === results.length ? key : null
}

/** The settings as they are once the key stands in them. */
export function settingsWith(settings: Settings, { path }: UnreadKey): Settings {
  return { ...settings, fields: withKey(settings.fields, path) }
}

/** A map of words as one line of YAML. */
function formatFlow(fields: PostRules['fields']): string {
  const entries = Object.entries(fields).map(([name, keys]) => {
    const words = keys.map(formatWord)
    return `${name}: ${words.length === 1 ? words[0] : `[${words.join(', ')}]`}`
  })
  return `{ ${entries.join(', ')} }`
}

const PLAIN = /^[\p{L}_][\p{L}\p{N}_.-]*$/u
/** What YAML would read as something else than a text. */
const RESERVED = /^(?:true|false|null)$/i

function formatWord(word: string): string {
  return PLAIN.test(word) && !RESERVED.test(word) ? word : JSON.stringify(word)
}

/**
 * The contradictions of a blog in which most names contradict the dates: the third number of
 * `2009-09-37-2.md` is no day there, and nothing is to be corrected.
 */
function habitualDays(results: readonly PostResult[]): readonly Problem[] {
  const days = results.flatMap((result) => (result.post === null ? [] : (result.nameDay ?? [])))
  const others = days.filter((day) => day !== 'same')
  if (others.length < HABIT || others.length * 2 <= days.length) return []
  return others.filter((day) => day !== 'impossible')
}
