import { join } from 'node:path'
import { formatProblem, openShow } from 'sidecast'

/** Writes the podcast of a blog below its site, each time that Eleventy has built the site. */
export function podcast(eleventyConfig, { folder = '.', path = 'podcast' } = {}) {
  eleventyConfig.on('eleventy.after', async ({ directories }) => {
    const blog = await openShow(folder)
    const { files, problems } = await blog.export(join(directories.output, path))
    for (const problem of problems) console.warn(`[sidecast] ${formatProblem(problem)}`)
    console.log(`[sidecast] ${files} files in ${join(directories.output, path)}`)
  })
}
