import { describe, expect, test } from 'vitest'
import { explainWatchError } from '../../src/site/watch.ts'

const fault = (code: string, path: string | null = null) => ({
  code,
  path,
  message: 'what the system says',
  status: null,
})

describe('what the operator is told when the watch fails', () => {
  test.each([
    {
      cause: fault('ENOSPC', '/srv/blog'),
      polling: false,
      message:
        'the system lets us watch no more files (ENOSPC), so they are looked at every 2 seconds instead, which costs more; to be quicker, raise fs.inotify.max_user_watches and start again',
    },
    {
      cause: fault('EMFILE'),
      polling: false,
      message:
        'the system lets us watch no more files (EMFILE), so they are looked at every 2 seconds instead, which costs more; to be quicker, raise the limit of open files (ulimit -n) or fs.inotify.max_user_instances and start again',
    },
    {
      cause: fault('EACCES', '/srv/blog/secret'),
      polling: false,
      message:
        '"/srv/blog/secret" cannot be watched (EACCES), so its changes show up only after a restart; correct its permissions, or start again when it is back',
    },
    {
      cause: fault('', null),
      polling: true,
      message:
        'a file or folder cannot be watched (what the system says), so its changes show up only after a restart; correct its permissions, or start again when it is back',
    },
  ])('$cause.code', ({ cause, polling, message }) => {
    expect(explainWatchError(cause, polling)).toBe(message)
  })
})
