#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { complainOfNode } from './old-node.ts'

// The entry of the package. The version of Node is checked first, because an old one cannot load the program.
const { engines }: { engines: { node: string } } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)
const complaint = complainOfNode(process.versions.node, engines.node)
if (complaint === null) {
  await import('./cli.ts')
} else {
  process.stderr.write(`${complaint}\n`)
  process.exitCode = 2
}
