import { globSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { silentMp3, silentSeconds } from '../support/silence.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { install, makeProject, pack } from './installation.ts'
import { findOldestNode, OLDEST, OWN_NODE } from './node-22.ts'
import { EXPRESS_PROGRAM, LIBRARY_PROGRAM, TYPED_PROGRAM } from './programs.ts'
import { run } from './run.ts'
import { EVERYTHING } from '../support/extent.ts'

// Each test begins programs of npm's, which take their time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 600_000 })

const CLONE = join(import.meta.dirname, '../..')

interface Manifest {
  readonly version: string
  readonly engines: { readonly node: string }
  readonly dependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

const manifest: Manifest = JSON.parse(readFileSync(join(CLONE, 'package.json'), 'utf8'))

/** The small blog as the folder `blog` of a project. */
function blogFiles(): Record<string, string | Uint8Array> {
  return Object.fromEntries(
    Object.entries(smallBlog()).map(([name, content]) => [`blog/${name}`, content]),
  )
}

/** Recordings and posts of a blog that has no settings yet. */
function newBlog(): Record<string, string | Uint8Array> {
  return {
    'blog/2026-05-04-tides.md': postText('Tides', 'tides.mp3'),
    'blog/tides.mp3': silentMp3(100),
  }
}

beforeAll(async () => {
  if (EVERYTHING) await install()
})

describe.runIf(EVERYTHING)('the tarball', () => {
  test('has what runs and what explains it, and nothing else', async () => {
    const names = (await run('tar', ['tzf', await pack()], { cwd: CLONE })).trim().split('\n')
    const tops = new Set(names.map((name) => name.split('/')[1] ?? ''))
    expect([...tops].toSorted()).toEqual(
      ['LICENSE', 'README.md', 'dist', 'package.json', 'public', 'src'].toSorted(),
    )
    const compiled = globSync('**/*.ts', {
      cwd: join(CLONE, 'src'),
      exclude: ['**/*.d.ts'],
    }).flatMap((file) =>
      ['.js', '.js.map', '.d.ts', '.d.ts.map'].map(
        (ending) => `package/dist/${file.replace(/\.ts$/, ending)}`,
      ),
    )
    expect(names.filter((name) => name.startsWith('package/dist/')).toSorted()).toEqual(
      compiled.toSorted(),
    )
  })

  test.each([
    { linter: 'publint', before: ['run'], after: ['--strict'], satisfied: 'All good!' },
    // Programs in CommonJS take the package by import(), as every one that is a module only.
    {
      linter: 'attw',
      before: [],
      after: ['--profile', 'esm-only'],
      satisfied: '"sidecast/express"',
    },
  ])('leaves nothing for $linter to find', async ({ linter, before, after, satisfied }) => {
    const args = [...before, await pack(), ...after]
    const told = await run(join(CLONE, 'node_modules/.bin', linter), args, { cwd: CLONE })
    expect(told).toContain(satisfied)
  })

  test('names every package that its modules import', async () => {
    const dist = join(await install(), 'node_modules/sidecast/dist')
    const named = new Set([
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.optionalDependencies),
      ...Object.keys(manifest.peerDependencies),
    ])
    const imported = globSync('**/*.js', { cwd: dist }).flatMap((file) =>
      [
        ...readFileSync(join(dist, file), 'utf8').matchAll(
          /^(?:import|export)\b[^'"\n]*? from ['"]([^.'"][^'"]*)['"]|\bimport(?:\.meta\.resolve)?\(['"]([^.'"][^'"]*)['"]\)/gm,
        ),
      ].map(([, name, lazy]) => name ?? lazy ?? ''),
    )
    expect(imported.length).toBeGreaterThan(50)
    const unnamed = imported.filter((name) => {
      const [scope = '', rest = ''] = name.split('/')
      const isBuiltIn = name.startsWith('node:') || builtinModules.includes(name)
      // A file of its own: the program fails without it in every other test here.
      const isOwn = name.startsWith('#')
      return !isBuiltIn && !isOwn && !named.has(scope.startsWith('@') ? `${scope}/${rest}` : scope)
    })
    expect(unnamed).toEqual([])
  })

  test('has types that hold by themselves', async () => {
    const types = join(CLONE, 'node_modules/@types')
    const project = await makeProject({
      'program.ts': TYPED_PROGRAM,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          target: 'es2024',
          module: 'nodenext',
          noEmit: true,
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          typeRoots: [types],
          types: ['node'],
          paths: { express: [join(types, 'express/index.d.ts')] },
        },
        files: ['program.ts'],
      }),
    })
    const tsc = join(CLONE, 'node_modules/.bin/tsc')
    expect(await run(tsc, ['--project', '.'], { cwd: project })).toBe('')
  })

  test('promises no Node but those that these tests run it on', () => {
    expect(manifest.engines.node).toBe(`>=${OLDEST.replace(/\.0$/, '')}`)
  })
})

describe.runIf(EVERYTHING).each([
  { name: `Node ${OLDEST}`, find: findOldestNode },
  { name: `Node ${process.versions.node}`, find: () => Promise.resolve(OWN_NODE) },
])('an installed package, on $name', ({ find }) => {
  let path = ''
  beforeAll(async () => {
    path = await find()
  })

  test('is called by npx, begins the settings of a blog, lists and builds it', async () => {
    const project = await makeProject(newBlog())
    const sidecast = (...args: readonly string[]): Promise<string> =>
      run('npx', ['--no-install', 'sidecast', ...args], { cwd: project, path })
    expect(await sidecast('--version')).toBe(`${manifest.version}\n`)
    const begun = await sidecast('init', 'blog')
    expect(begun).toContain('       npx sidecast list blog\n')
    expect(begun).not.toContain('npm run')
    const settings = await readFile(join(project, 'blog/sidecast.yml'), 'utf8')
    expect(settings.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../node_modules/sidecast/public/sidecast.schema.json',
    )
    await writeFile(join(project, 'blog/sidecast.yml'), `${settings}artwork: { make: no }\n`)
    const listed = JSON.parse(await sidecast('list', 'blog', '--json', '--offline'))
    expect(listed).toMatchObject({
      episodes: [{ title: 'Tides', audio: { bytes: 41_700, how: 'scan' } }],
    })
    const base = 'https://podcast.example.org'
    const built = await sidecast('build', 'blog', '--out', 'out', '--base-url', base)
    expect(built).toMatch(/1 episode, \d+ files/)
    expect(await readFile(join(project, 'out/feed.xml'), 'utf8')).toContain('length="41700"')
    expect(await readFile(join(project, 'out/player.js'), 'utf8')).not.toBe('')
  })

  test('draws a cover where there is none', async () => {
    const project = await makeProject(newBlog())
    const bin = join(project, 'node_modules/.bin/sidecast')
    const told = await run(bin, ['build', 'blog', '--out', 'out'], { cwd: project, path })
    expect(told).toContain('1 episode')
    const feed = await readFile(join(project, 'out/feed.xml'), 'utf8')
    expect(feed).toMatch(/<itunes:image href="[^"]*\/artwork\/cover-[0-9a-f]{8}\.jpg"\/>/)
  })

  test('is a library that reads, renders, writes and measures', async () => {
    const project = await makeProject({ ...blogFiles(), 'program.js': LIBRARY_PROGRAM })
    const told = JSON.parse(await run('node', ['program.js'], { cwd: project, path }))
    const measured = { seconds: silentSeconds(100), bytes: 41_700, how: 'scan' }
    expect(told).toMatchObject({
      show: { title: 'Tides', baseUrl: 'https://www.example.org/podcast/' },
      measured: [measured, measured, measured],
      silent: { name: 'ProbeError', message: expect.stringContaining('"package.json"') },
      refused: expect.stringContaining('contains the content'),
      missing:
        'folder "no-blog" does not exist; name the folder that contains the posts, e.g. my-blog',
      misplaced: 'baseUrl: expected a URL such as https://podcast.example.org, got "example"',
    })
    expect(told.show.episodes).toHaveLength(2)
    expect(told.feed).toBe(told.written)
    expect(JSON.stringify([told.show, told.assets])).not.toContain(project)
  })

  test('serves a show within an app of Express, follows its folder, and leaves the rest to the app', async () => {
    const project = await makeProject({ ...blogFiles(), 'program.js': EXPRESS_PROGRAM })
    const told = JSON.parse(await run('node', ['program.js'], { cwd: project, path }))
    expect(told).toMatchObject({
      answers: {
        '/podcast': { status: 301, location: './podcast/' },
        '/podcast?a=b': { status: 301, location: './podcast/?a=b' },
        '/podcast/': { status: 200, body: expect.stringContaining('<html') },
        '/podcast/feed.xml': { status: 200, body: expect.stringContaining('<rss') },
        '/podcast/nothing': { status: 404, body: 'of the app: /podcast/nothing' },
        '/other': { status: 404, body: 'of the app: /other' },
        '/podcast/%zz': { status: 404, body: 'of the app: /podcast/%zz' },
        post: { status: 404, body: 'of the app: /podcast/feed.xml' },
        closed: { status: 200 },
      },
      measured: { seconds: silentSeconds(100), bytes: 41_700 },
      followed: true,
    })
  })
})

describe.runIf(EVERYTHING)('a package without what works on pictures', () => {
  test('lets pictures go out as they are, and says so', async () => {
    const project = await makeProject(
      {
        ...newBlog(),
        'blog/sidecast.yml': 'title: Tides\nimage: cover.jpg\n',
        'blog/cover.jpg': 'not looked at here',
      },
      'without-optional',
    )
    const program = `
      import { openShow } from 'sidecast'
      const blog = await openShow('blog', { baseUrl: 'https://podcast.example.org' })
      const { show, problems } = await blog.read()
      console.log(JSON.stringify({ image: show.image, artwork: show.episodes[0].artwork, problems }))
    `
    await writeFile(join(project, 'program.js'), program)
    const told = JSON.parse(await run('node', ['program.js'], { cwd: project }))
    expect(told).toMatchObject({ image: { type: 'image/jpeg', small: [] }, artwork: null })
    expect(told.problems).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        rule: 'artwork/missing',
        message:
          'images are published unchanged and no covers are drawn, because the package "sharp" is not installed; run "npm install --include=optional", or write artwork: { make: no } in sidecast.yml',
      }),
    )
  })

  test('says that a check of what is served leaves pictures out', async () => {
    const project = await makeProject({}, 'without-optional')
    const line = 'npx --no-install sidecast check --live http://127.0.0.1:9/feed.xml 2>&1'
    const told = await run('sh', ['-c', line], { cwd: project, codes: [1] })
    expect(told).toContain('! images were not checked: the package "sharp" is not installed\n')
  })
})
