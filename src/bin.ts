#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { complainOfNode } from './old-node.ts'

// What the package is called by: an old Node cannot even load the program, so it is asked before.
const { engines }: { engines: { node: string } } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)
const complaint = complainOfNode(process.versions.node, engines.node)
if (complaint === null) {
  const { runProcess } = await import('./cli.ts')
  await runProcess()
} else {
  process.stderr.write(`${complaint}\n`)
  process.exitCode = 2
}
