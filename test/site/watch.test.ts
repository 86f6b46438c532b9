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
        'the system refuses to watch more files (ENOSPC), so all are polled every 2 seconds, which is slower; to avoid this, raise fs.inotify.max_user_watches and restart',
    },
    {
      cause: fault('EMFILE'),
      polling: false,
      message:
        'the system refuses to watch more files (EMFILE), so all are polled every 2 seconds, which is slower; to avoid this, raise the limit of open files (ulimit -n) or fs.inotify.max_user_instances and restart',
    },
    {
      cause: fault('EACCES', '/srv/blog/secret'),
      polling: false,
      message:
        '"/srv/blog/secret" cannot be watched (EACCES), so changes to it take effect only after a restart; correct its permissions, or restart when it exists again',
    },
    {
      cause: fault('', null),
      polling: true,
      message:
        'a file or folder cannot be watched (what the system says), so changes to it take effect only after a restart; correct its permissions, or restart when it exists again',
    },
  ])('$cause.code', ({ cause, polling, message }) => {
    expect(explainWatchError(cause, polling)).toBe(message)
  })
})
