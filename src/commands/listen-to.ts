import type { OpenShow } from '../show/open-show.ts'
import type { Listened } from '../show/recordings/listen-to-shows.ts'
import type { Show } from '../show/show.ts'
import type { Context } from './command.ts'
import { createWorkProgress } from './progress.ts'
import { plural } from './report.ts'

/**
 * Listens to the local recordings of some shows, and reports those that cannot be listened to.
 *
 * @returns What was heard, by absolute path of the file.
 */
export async function listenTo(
  opened: OpenShow,
  shows: readonly Show[],
  context: Context,
): Promise<Listened['heard']> {
  const { now, signal } = context
  const progress = createWorkProgress(context)
  const { heard, unheard, elsewhere } = await opened.listen(shows, { now, signal, progress })
  for (const [why, files] of unheard) {
    const which = files.length === 1 ? files[0] : plural(files.length, 'recording')
    context.report(`! not listened to ${which}: ${why}`)
  }
  if (elsewhere > 0) {
    const which = plural(elsewhere, 'recording')
    context.report(`! not listened to ${which} on other hosts: --listen decodes local files only`)
  }
  return heard
}
