import { argv } from 'node:process'
import { soak } from '../support/soak.ts'
import { Bounds } from './bounds.ts'

/** Edits a post every second while readers poll: `node test/bench/soak.ts [minutes] [episodes]`. */
const MINUTES = Number(argv[2] ?? 30)
const EPISODES = Number(argv[3] ?? 20)

const found = await soak({ minutes: MINUTES, episodes: EPISODES, tell: console.log })
const bounds = new Bounds()
bounds.atMost('growth of the heap after the first minute', found.growth * 100, 5, '%')
bounds.atMost('errors', found.faults.length, 0, '')
bounds.atLeast('edits that were published', found.published / found.edits, 0.5, 'of all')
for (const fault of found.faults.slice(0, 10)) console.log(fault)
bounds.tell()
