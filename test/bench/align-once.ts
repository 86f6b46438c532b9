import { open, readFile } from 'node:fs/promises'
import { argv } from 'node:process'
import { alignRecording } from '../../src/jobs/align-recording.ts'

/**
 * Aligns a recording with a text, and prints what came of it, with the seconds and the megabytes that it took.
 *
 * What `resourceUsage` tells would include that of the process which started this one.
 */
const [recording = '', text = '', language = ''] = argv.slice(2)
await using handle = await open(recording)
const recorded = { path: recording, descriptor: handle.fd, type: 'audio/mpeg', channels: 1 }
const body = await readFile(text, 'utf8')
const started = performance.now()
const aligned = await alignRecording({ title: '', body, language, recorded })
const seconds = (performance.now() - started) / 1000
const { user, system } = process.cpuUsage()
const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8')) ?? []
const megabytes = Math.round((Number(kilobytes) * 1024) / 1e6)
console.log(JSON.stringify({ aligned, seconds, computed: (user + system) / 1e6, megabytes }))
