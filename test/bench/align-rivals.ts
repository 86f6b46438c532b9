import { spawn } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import * as v from 'valibot'

/** When another program hears each line of a text, and what that took. */
export interface Rivalled {
  /** Seconds. */
  readonly starts: readonly number[]
  /** Seconds of all processors. */
  readonly computed: number
  readonly megabytes: number
}

/** Another program that aligns. */
export interface Rival {
  readonly name: string
  /** @param lines A file with one sentence a line. @param out A file that is written meanwhile. */
  readonly align: (files: Files, language: string) => Promise<Rivalled>
}

interface Files {
  readonly mp3: string
  readonly lines: string
  readonly out: string
}

const SEGMENTS = v.array(v.object({ type: v.literal('segment'), startTime: v.number() }))
const FRAGMENTS = v.object({ fragments: v.array(v.object({ begin: v.string() })) })
/** Codes of three letters, which aeneas knows languages by. */
const LONG_CODES: Readonly<Record<string, string>> = { cs: 'ces', en: 'eng', it: 'ita', nl: 'nld' }

/** Tells what each process of a Node program took: a launcher of its own takes little. */
const NODE_WITNESS = `--import "data:text/javascript,process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS:m}=process.resourceUsage();console.error('took '+JSON.stringify([(u+s)/1e6,m/1024]))})"`
/** Runs aeneas, and tells what it and the programs took that it starts. */
const AENEAS = `
import json, resource, sys
from aeneas.tools.execute_task import main
try: main()
finally:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    took = [sum(each.ru_utime + each.ru_stime for each in both), max(each.ru_maxrss for each in both) / 1024]
    print("took " + json.dumps(took), file=sys.stderr)
`

/**
 * Those of the rivals that are installed: `echogarden`, a command (2.10 needs no network), and `aeneas`,
 * a module of a Python.
 */
export async function findRivals(echogarden: string, python: string): Promise<readonly Rival[]> {
  const found: Rival[] = []
  if (await works([echogarden, 'help'])) {
    found.push({
      name: 'echogarden',
      align: (files, language) => byEchogarden(echogarden, files, language),
    })
  }
  if (await works([python, '-c', 'import aeneas'])) {
    found.push({ name: 'aeneas', align: (files, language) => byAeneas(python, files, language) })
  }
  return found
}

async function byEchogarden(program: string, { mp3, lines, out }: Files, language: string) {
  const options = ['--engine=dtw', '--plainText.paragraphBreaks=single', '--overwrite']
  await writeFile(out, '')
  const { errors } = await run([
    program,
    'align',
    mp3,
    lines,
    out,
    `--language=${language}`,
    ...options,
  ])
  const segments = v.parse(SEGMENTS, JSON.parse(await readFile(out, 'utf8')))
  await rm(out)
  return { starts: segments.map(({ startTime }) => startTime), ...tookOf(errors) }
}

/**
 * It reads what espeak-ng has spoken at its own rate of samples but takes it for that of the program, unless both
 * are the same; and a sentence begins where its voice does, not in the pause before.
 */
const AENEAS_RUNS = 'tts=espeak-ng|ffmpeg_sample_rate=22050'
const AENEAS_TASK =
  'is_text_type=plain|os_task_file_format=json|task_adjust_boundary_algorithm=beforenext|task_adjust_boundary_beforenext_value=0.000'

async function byAeneas(python: string, { mp3, lines, out }: Files, language: string) {
  const task = `task_language=${LONG_CODES[language] ?? language}|${AENEAS_TASK}`
  const { errors } = await run([python, '-c', AENEAS, mp3, lines, task, out, `-r=${AENEAS_RUNS}`])
  const { fragments } = v.parse(FRAGMENTS, JSON.parse(await readFile(out, 'utf8')))
  await rm(out)
  return { starts: fragments.map(({ begin }) => Number(begin)), ...tookOf(errors) }
}

const TOOK = v.tuple([v.number(), v.number()])

/** What the largest of its processes took. */
function tookOf(errors: string): Pick<Rivalled, 'computed' | 'megabytes'> {
  const told = [...errors.matchAll(/^took (\[.*\])$/gm)].map(([, each = '']) =>
    v.parse(TOOK, JSON.parse(each)),
  )
  return {
    computed: Math.max(...told.map(([computed]) => computed)),
    megabytes: Math.round(Math.max(...told.map(([, megabytes]) => megabytes))),
  }
}

async function works(command: readonly string[]): Promise<boolean> {
  return (await run(command).catch(() => null)) !== null
}

/** @throws {Error} If it cannot be started or ends in failure. */
async function run([program = '', ...args]: readonly string[]): Promise<{
  readonly errors: string
}> {
  const env = { ...process.env, NODE_OPTIONS: NODE_WITNESS }
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<unknown>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [errors, code] = await Promise.all([text(child.stderr), ended])
  if (code === 0) return { errors }
  throw new Error(`${program} ended with ${String(code)}: ${errors}`)
}
