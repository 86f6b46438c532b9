import { fileURLToPath } from 'node:url'
import { formatProblem, openShow } from 'sidecast'
import { podcast as serve } from 'sidecast/express'

/** Gives a site its podcast: live below `/podcast` while you write, and as files when it is built. */
export function podcast({ folder = '.', path = 'podcast' } = {}) {
  return {
    name: 'podcast',
    hooks: {
      'astro:server:setup': async ({ server, logger }) => {
        const show = await serve(await openShow(folder), { tell: (text) => logger.warn(text) })
        server.middlewares.use(`/${path}`, show)
        server.httpServer?.once('close', show.close)
      },
      'astro:build:done': async ({ dir, logger }) => {
        const blog = await openShow(folder)
        const { files, problems } = await blog.export(fileURLToPath(new URL(path, dir)))
        for (const problem of problems) logger.warn(formatProblem(problem))
        logger.info(`${files} files in ${path}`)
      },
    },
  }
}
