import { problem, type Problem } from '../../base/problem.ts'
import { commonKey, type UnreadKey, withKey } from '../../posts/fields/unread-recordings.ts'
import { meantAudioKey, misspeltKeys, type MisspeltKey } from '../../posts/fields/misspelt-keys.ts'
import { sameKey } from '../../posts/front-matter/keys.ts'
import type { PostResult, PostRules } from '../../posts/post.ts'
import type { Settings } from '../../settings/settings.ts'

/** Posts from which something is a habit; in fewer it is a slip. */
const HABIT = 3

/**
 * The problems of the posts of a folder: of each post, and of all of them together.
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

/** A key under which posts name recordings, and the setting with which it is read. */
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

/** The most posts in which an unread key counts as a slip. */
const SLIPS = 2

/** Problems of keys that differ by one slip from a key that is read, if few posts have them. */
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

/** The unread key that is a habit of the blog; any unread key, if no post has a recording otherwise. */
export function unreadKey(results: readonly PostResult[]): UnreadKey | null {
  const without = results.flatMap((result) => (result.post === null ? result : []))
  const key = commonKey(without)
  if (key === null) return null
  return key.files.length >= HABIT || without.length === results.length ? key : null
}

/** The settings with that key added. */
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
/** Words that YAML would not read as text. */
const RESERVED = /^(?:true|false|null)$/i

function formatWord(word: string): string {
  return PLAIN.test(word) && !RESERVED.test(word) ? word : JSON.stringify(word)
}

/**
 * The contradictions of a blog in which most file names contradict the dates: the third number of
 * `2009-09-37-2.md` is not a day there, so nothing is reported.
 */
function habitualDays(results: readonly PostResult[]): readonly Problem[] {
  const days = results.flatMap((result) => (result.post === null ? [] : (result.nameDay ?? [])))
  const others = days.filter((day) => day !== 'same')
  if (others.length < HABIT || others.length * 2 <= days.length) return []
  return others.filter((day) => day !== 'impossible')
}
