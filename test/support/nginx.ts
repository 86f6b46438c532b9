import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'
import { onTestFinished } from 'vitest'
import { makeFolder } from './folder.ts'
import { until } from './program.ts'
import { freePort } from './free-port.ts'

const LOG_FORM =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_range"'

interface Nginx {
  /** Without a final `/`. */
  readonly url: string
  /** The access log, in the combined form with the range behind it. */
  readonly log: string
}

/** Serves a folder by nginx until the test ends. @param directives For its server. */
export async function startNginx(root: string, directives = ''): Promise<Nginx> {
  const port = Number(await freePort())
  const folder = await makeFolder()
  const log = join(folder, 'access.log')
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const temporary = paths.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n')
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${join(folder, 'pid')}; events { }
http { log_format ranges '${LOG_FORM}'; access_log ${log} ranges; ${temporary}
server { listen 127.0.0.1:${port}; root ${root}; ${directives} } }`,
  )
  await mkdir(join(folder, 'client_body'))
  // Its workers are of another user where the tests run as root.
  await chmod(folder, 0o755)
  const child = spawn('nginx', ['-e', join(folder, 'log'), '-c', join(folder, 'nginx.conf')], {
    stdio: 'inherit',
    env: { ...env, PATH: [env['PATH'], '/usr/sbin'].join(delimiter) },
  })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'close')
  })
  const url = `http://127.0.0.1:${port}`
  await until(
    () => fetch(url).catch(() => null),
    (response) => response !== null,
  )
  return { url, log }
}
