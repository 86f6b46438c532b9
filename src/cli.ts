import { enableCompileCache } from 'node:module'

// Nothing else is imported before, so that the whole compiled program is cached for the next start.
enableCompileCache()
const { runProcess } = await import('./command-line.ts')
await runProcess()
