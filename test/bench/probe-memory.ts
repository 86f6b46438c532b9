import { readFileSync } from 'node:fs'
import { argv } from 'node:process'
import { probeFile } from '../../src/audio/probe-file.ts'

/**
 * Measures the recordings that it is given, and prints the most memory it had, in megabytes.
 *
 * What `resourceUsage` tells would include that of the process which started this one.
 */
for (const path of argv.slice(2)) await probeFile(path)
const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
console.log(Math.round((Number(kilobytes) * 1024) / 1e6))
