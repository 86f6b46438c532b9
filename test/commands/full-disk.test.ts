import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { addFiles, makeFolder } from '../support/folder.ts'
import { CLI, sidecast, type Ended } from '../support/program.ts'
import { postText, smallBlog } from '../support/small-blog.ts'
import { EVERYTHING, sampleOf } from '../support/extent.ts'

const MANIFEST = '.sidecast-export.json'
const LEDGER = 'sidecast.ledger.json'
const FULL = 'no space left on its disk; free some and run again'
const KILLED = '0b5f1c1e-5d0c-4d0e-9a3f-0123456789ab.tmp'

/** Posts that make every list of an export some ten times as long. */
function manyPosts(): Record<string, string> {
  const posts = Array.from({ length: 60 }, (_, index) => [
    `2026-06-01-talk-${index}.md`,
    postText(`Talk ${index}`, 'tides.mp3'),
  ])
  return Object.fromEntries(posts)
}

/** Runs a script of the shell in which `$0` is a folder and `"$@"` the program. */
async function shell(
  script: string,
  folder: string,
  before: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const call = [...before, 'sh', '-c', script, folder, process.execPath, CLI]
  const child = spawn('env', call, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await closed, stdout, stderr }
}

/** Where no file may grow, Node cannot keep what it has compiled. */
const SMALL = { NODE_DISABLE_COMPILE_CACHE: '1' }

/** A file that the system lets grow to so many blocks only breaks off as on a full disk, without any rights. */
function limited(blocks: number, args: string): string {
  return `ulimit -f ${blocks}; "$@" ${args}`
}

describe('where a file cannot be written to its end', () => {
  test.runIf(EVERYTHING)(
    'build leaves the manifest of the last export as it was, and can be run again',
    async () => {
      const folder = await makeFolder({ ...smallBlog() })
      const out = join(folder, 'out')
      expect((await sidecast(['build', folder, '--out', out])).code).toBe(0)
      const before = await readFile(join(out, MANIFEST), 'utf8')
      await addFiles(folder, manyPosts())
      const broken = await shell(limited(16, 'build "$0" --out "$0/out"'), folder, [], SMALL)
      expect(broken.code).toBe(1)
      expect(broken.stderr).toContain('it exceeds the file size limit')
      expect(await readFile(join(out, MANIFEST), 'utf8')).toBe(before)
      expect((await readdir(out)).filter((name) => name.endsWith('.tmp'))).toEqual([])
      const again = await sidecast(['build', folder, '--out', out])
      expect(again).toMatchObject({ code: 0, stderr: expect.not.stringContaining(MANIFEST) })
      expect(again.stdout).toContain('62 episodes')
    },
  )

  test.runIf(EVERYTHING)('init leaves no half settings behind, and can be run again', async () => {
    const folder = await makeFolder({ 'tides.md': 'Just a page.\n' })
    const broken = await shell(limited(0, 'init "$0"'), folder, [], SMALL)
    expect(broken.code).toBe(2)
    expect(await readdir(folder)).toEqual(['tides.md'])
    expect((await sidecast(['init', folder])).stdout).toContain('Wrote ')
    expect((await stat(join(folder, 'sidecast.yml'))).size).toBeGreaterThan(0)
  })
})

/** A disk of its own for a script, which is gone with it; any user may have one where the system allows. */
const ALONE = ['unshare', '--user', '--map-root-user', '--mount']
const MOUNT = 'mount -t tmpfs -o size=8m none'
const [unshare = '', ...alone] = ALONE
const canMount = spawnSync(unshare, [...alone, 'sh', '-c', `${MOUNT} /mnt`]).status === 0
/** Takes all the room that is left. */
const FILL = 'cat /dev/zero > "$0/disk/filler" 2> /dev/null'

describe.skipIf(!canMount)('on a disk that is full', () => {
  test('build says so, keeps what is there, and goes on when there is room again', async () => {
    const folder = await makeFolder({ 'disk/none': '' })
    await addFiles(join(folder, 'blog'), smallBlog())
    await addFiles(join(folder, 'later'), manyPosts())
    const { stdout, stderr } = await shell(
      `${MOUNT} "$0/disk"
      "$@" build "$0/blog" --out "$0/disk/out" && cp "$0/disk/out/${MANIFEST}" "$0/before"
      cp "$0"/later/* "$0/blog" && ${FILL}
      "$@" build "$0/blog" --out "$0/disk/out" || echo "code $?"
      cmp "$0/disk/out/${MANIFEST}" "$0/before" && echo untouched
      find "$0/disk" -name '*.tmp'
      rm "$0/disk/filler"
      "$@" build "$0/blog" --out "$0/disk/out" && echo done`,
      folder,
      ALONE,
    )
    expect(stderr).toContain(`sidecast: ${folder}/disk/out: ${FULL}`)
    expect(stderr).not.toMatch(/writable|cannot be read|\n {4}at /)
    expect(stdout).toMatch(
      /^Tides: 2 episodes[^]*\ncode 1\nuntouched\nTides: 62 episodes[^]*\ndone\n$/,
    )
  })

  test.runIf(EVERYTHING)('build says why guids are not remembered', async () => {
    const folder = await makeFolder({ 'disk/none': '' })
    await addFiles(join(folder, 'blog'), smallBlog())
    const { stderr } = await shell(
      `${MOUNT} "$0/disk" && cp -p "$0"/blog/* "$0/disk" && ${FILL}
      "$@" build "$0/disk" --out "$0/out"`,
      folder,
      ALONE,
    )
    expect(stderr).toContain(`${LEDGER} cannot be written (ENOSPC)`)
    expect(stderr).toContain(FULL)
    expect(stderr).not.toContain('writable')
  })

  test.runIf(EVERYTHING)(
    'build says so when no artwork can be put anywhere, without a stack',
    async () => {
      const folder = await makeFolder({ 'disk/none': '' })
      const settings = 'title: Tides\nlanguage: en\n'
      await addFiles(join(folder, 'blog'), { ...smallBlog(), 'sidecast.yml': settings })
      const { stdout, stderr } = await shell(
        `${MOUNT} "$0/disk" && cp -p "$0"/blog/* "$0/disk" && ${FILL}
      TMPDIR="$0/disk" "$@" build "$0/disk" --out "$0/out" || echo "code $?"`,
        folder,
        ALONE,
      )
      expect(stdout).toContain('code 1')
      expect(stderr).toContain(FULL)
      expect(stderr).not.toMatch(/\n {4}at /)
    },
  )
})

describe.runIf(existsSync('/dev/full'))('where standard output leads to a full disk', () => {
  test.each(sampleOf(['list --json', 'check --format json', 'completion bash #', '--version #']))(
    '%s says so, and ends',
    async (args) => {
      const folder = await makeFolder(smallBlog())
      const { code, stderr } = await shell(
        `"$@" ${args.replace('#', '')} ${args.includes('#') ? '' : '"$0"'} > /dev/full`,
        folder,
      )
      expect(code).toBe(1)
      expect(stderr).toContain(`sidecast: standard output cannot be written (ENOSPC); ${FULL}`)
      expect(stderr).not.toMatch(/\n {4}at /)
    },
  )
})

describe('after a run that was killed', () => {
  test('what it left beside the ledger goes, also where the ledger stays as it is', async () => {
    const folder = await makeFolder(smallBlog())
    const out = join(await makeFolder(), 'site')
    expect((await sidecast(['build', folder, '--out', out])).code).toBe(0)
    const ledger = await readFile(join(folder, LEDGER), 'utf8')
    const whole = await readdir(folder)
    await addFiles(folder, { [`${LEDGER}.${KILLED}`]: '{', [`notes.md.${KILLED}`]: 'mine' })
    expect((await sidecast(['build', folder, '--out', out])).code).toBe(0)
    expect(await readdir(folder)).toEqual([...whole, `notes.md.${KILLED}`].toSorted())
    expect(await readFile(join(folder, LEDGER), 'utf8')).toBe(ledger)
  })
})
