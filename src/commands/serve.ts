import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { type Given, type Context, optionOf, textOf } from './command.ts'
import { follow } from './follow.ts'
import { keepServing } from './heap.ts'
import { openFolder } from './open-folder.ts'
import { openService, readServing } from './serving.ts'
import { createServiceLog } from './service-log.ts'
import { formatStart } from './start-lines.ts'

/** Milliseconds in which all work must have ended after the signal aborts. */
const GRACE = 3000

/** Serves a show and follows its folder until the signal aborts. */
export async function run(given: Given, around: Context): Promise<0 | 1> {
  const serving = readServing(given, around)
  const { context, request } = createServiceLog(around, serving.log, serving.logClient)
  const service = await openService(serving, request)
  try {
    const opened = await openFolder(
      {
        folder: textOf(given.arguments[0]),
        baseUrl: optionOf(given, 'baseUrl'),
        fallbackUrl: service.url,
        allowRemoval: given.options['allowRemoval'] === true,
      },
      context,
    )
    const { live, close } = await follow(opened, given.options['watch'] !== false, context)
    service.put(live)
    keepServing()
    context.print(formatStart(live.current.show, service))
    if (!context.signal.aborted) await once(context.signal, 'abort')
    // A watcher or a slow host must not keep the service from stopping.
    const closed = Promise.race([close(), wait(GRACE, undefined, { ref: false })])
    await Promise.all([closed, service.close(serving.grace)])
    return 0
  } finally {
    await service.close(0)
  }
}
