import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { makeProject, pack } from '../package/installation.ts'
import { OWN_NODE } from '../package/node-22.ts'
import { run } from '../package/run.ts'
import { until } from '../support/program.ts'
import { smallBlog } from '../support/small-blog.ts'
import { type Blog, BLOGS, RECORDING } from './blogs.ts'
import { filesOf, linesOf } from './recipe.ts'
import { freePort } from '../support/free-port.ts'

// Generators are installed, and blogs built with them.
vi.setConfig({ testTimeout: 600_000 })

type Files = Readonly<Record<string, string | Uint8Array>>

/** A project with Sidecast and, where the blog is made with a program of npm's, that one too. */
async function makeBlog({ files, packages }: Blog): Promise<string> {
  if (packages.length === 0) return makeProject(files)
  const project = await mkdtemp(join(tmpdir(), 'sidecast-recipe-'))
  onTestFinished(() => rm(project, { recursive: true, force: true }))
  await add(project, { ...files, 'package.json': '{ "private": true, "type": "module" }' })
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...options, await pack(), ...packages], { cwd: project })
  return project
}

async function add(project: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(project, name)), { recursive: true })
    await writeFile(join(project, name), content)
  }
}

function shell(line: string, project: string): Promise<string> {
  return run('sh', ['-c', line], { cwd: project, path: OWN_NODE })
}

describe.each(BLOGS)('the recipe for $recipe', (blog) => {
  const { recipe, out, page, url } = blog

  test('puts a podcast into the blog, whose feed leads to its articles and recordings', async () => {
    const project = await makeBlog(blog)
    const { 'sidecast.yml': settings = '', ...copied } = await filesOf(recipe)
    const config = blog.files['_config.yml'] ?? ''
    await add(project, copied)
    // What a config of the recipe says is to be added to the blog's own.
    if (config !== '') {
      await writeFile(join(project, '_config.yml'), `${String(config)}${copied['_config.yml']}`)
    }
    const lines = (await linesOf(recipe)).filter((line) => !line.startsWith('npm install'))
    const [begin, build] = [/ init /, /^(?!.* init )/].map((kind) =>
      lines.filter((line) => kind.test(line)),
    )
    for (const line of begin ?? []) {
      expect(await shell(line, project)).toContain('Wrote sidecast.yml')
      expect(await readFile(join(project, 'sidecast.yml'), 'utf8')).toContain('\ntitle: Tides\n')
    }
    await writeFile(join(project, 'sidecast.yml'), settings)
    const built: string[] = []
    // What was there before is neither lost nor taken for something else.
    for (const _ of ['first', 'again']) {
      for (const line of build ?? []) await shell(line, project)
      built.push(await readFile(join(project, out, 'podcast/feed.xml'), 'utf8'))
    }
    const [feed = '', again] = built
    expect(again).toBe(feed)
    expect(feed).toContain(`      <link>${url}</link>`)
    expect(feed).toContain(
      `<enclosure url="https://www.example.org/audio/tides.mp3" length="${RECORDING.length}" type="audio/mpeg"/>`,
    )
    expect(await readFile(join(project, out, 'audio/tides.mp3'))).toEqual(RECORDING)
    const article = await readFile(join(project, out, page), 'utf8')
    expect(article).toMatch(/\/podcast\/player\.js"/)
    expect(article).toContain('<sidecast-player>')
    const player = await stat(join(project, out, 'podcast/player.js'))
    expect(player.size).toBeGreaterThan(0)
    const listed = await readFile(join(project, out, 'podcast/episodes.json'), 'utf8')
    expect(listed).toContain(url)
    expect(await shell('npx sidecast check .', project)).toContain('1 episode checked')
  })
})

/** Starts something that serves until the test ends, and waits for its address. */
async function start(
  line: readonly string[],
  project: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [command = '', ...args] = line
  const child = spawn(command, args, {
    cwd: project,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env },
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const found = (): Promise<string> =>
    Promise.resolve(/http:\/\/localhost:\d+\//.exec(output)?.[0] ?? '')
  return until(found, (address) => address !== '', 60_000)
}

describe('the recipe for astro', () => {
  test('has the podcast live while the author writes', async () => {
    const blog = BLOGS.find(({ recipe }) => recipe === 'astro')
    if (blog === undefined) throw new Error('expected a blog made with Astro')
    const project = await makeBlog(blog)
    await add(project, await filesOf('astro'))
    const bin = join(project, 'node_modules/.bin/astro')
    const address = await start([bin, 'dev', '--port', '0'], project)
    const feed = await fetch(new URL('podcast/feed.xml', address))
    expect(feed.status).toBe(200)
    expect(await feed.text()).toContain(blog.url)
  })
})

describe('the recipe for express', () => {
  test('serves the podcast beside the pages of the app', async () => {
    const posts = Object.entries(smallBlog()).map(([name, content]) => [`posts/${name}`, content])
    const files: Files = Object.fromEntries(posts)
    const project = await makeProject({ ...files, ...(await filesOf('express')) })
    const [line = ''] = (await linesOf('express')).filter((each) => !each.startsWith('npm '))
    const port = Number(await freePort())
    const address = await start(line.split(' '), project, { PORT: String(port) })
    expect(await (await fetch(address)).text()).toBe('<a href="/podcast/">Listen</a>')
    const feed = await (await fetch(new URL('podcast/feed.xml', address))).text()
    expect(feed).toContain(`<enclosure url="${address}podcast/audio/tides.mp3" length="41700"`)
  })
})

describe('the recipe for node', () => {
  test('tells of a show, and writes its feed and its site', async () => {
    const posts = Object.entries(smallBlog()).map(([name, content]) => [`posts/${name}`, content])
    const files: Files = Object.fromEntries(posts)
    const project = await makeProject({ ...files, ...(await filesOf('node')) })
    const [line = ''] = (await linesOf('node')).filter((each) => !each.startsWith('npm '))
    const told = await shell(line, project)
    expect(told).toContain(
      ': 2.6122448979591835 s, https://www.example.org/podcast/audio/tides.mp3',
    )
    expect(told).toContain('tides.mp3: 2.6122448979591835 s, 41700 bytes (scan)')
    expect(await readFile(join(project, 'feed.xml'), 'utf8')).toBe(
      await readFile(join(project, 'out/feed.xml'), 'utf8'),
    )
  })
})

describe('the workflow', () => {
  test('checks, compares and builds', async () => {
    const { 'podcast.yml': workflow = '' } = await filesOf('github-actions')
    const { jobs } = load(workflow) as { jobs: { build: { steps: { run?: string }[] } } }
    const lines = jobs.build.steps.flatMap((step) => step.run ?? [])
    const project = await makeProject({
      ...smallBlog(),
      'package.json': JSON.stringify({
        type: 'module',
        scripts: { build: 'node --eval "fs.mkdirSync(\'_site\', { recursive: true })"' },
      }),
    })
    const settings = await readFile(join(project, 'sidecast.yml'), 'utf8')
    const base = 'base_url: https://www.example.org/podcast/\n'
    await writeFile(join(project, 'sidecast.yml'), `${settings}${base}`)
    await shell('npx sidecast build . --out live', project)
    for (const line of lines.filter((each) => each !== 'npm ci')) {
      // What is live is what was built a moment ago.
      await shell(line.replace(/https:\/\/www\.example\.org\/podcast/, 'live'), project)
    }
    expect(await readFile(join(project, '_site/podcast/feed.xml'), 'utf8')).toBe(
      await readFile(join(project, 'live/feed.xml'), 'utf8'),
    )
  })
})
