import { enableCompileCache } from 'node:module'

// Nothing else is imported before, so that what is compiled of the whole program is kept for next time.
enableCompileCache()
const { runProcess } = await import('./command-line.ts')
await runProcess()
