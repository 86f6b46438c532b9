#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import module from 'node:module'
import { complainOfNode } from './old-node.ts'

// The entry of the package. The version is checked first, since an old Node cannot load the program.
const { engines }: { engines: { node: string } } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)
const complaint = complainOfNode(process.versions.node, engines.node)
if (complaint === null) {
  // Caching compiled sources halves the time of a short command.
  module.enableCompileCache()
  const { runProcess } = await import('./cli.ts')
  await runProcess()
} else {
  process.stderr.write(`${complaint}\n`)
  process.exitCode = 2
}
