import { liveMegabytes } from './live-memory.ts'

/** Loaded before the program, so that its parent can ask how much memory is in use. */
process.on('message', () => process.send?.(liveMegabytes()))
