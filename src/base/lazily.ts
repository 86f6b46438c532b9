import { createRequire } from 'node:module'

/** Loads a package synchronously at run time, resolved from here. */
export const load = createRequire(import.meta.url)

/**
 * Makes a value when it is first requested. Loading a library takes some milliseconds, and most commands need
 * only a few.
 */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => (made ??= { value: make() }).value
}

/**
 * The modules `node:http` and `node:https`, loaded when first requested. An `import` of them would also load
 * `fetch` and its dependencies, because it reads every export; that took a tenth of the time of a short
 * command.
 */
export const http = lazily((): typeof import('node:http') => load('node:http'))
export const https = lazily((): typeof import('node:https') => load('node:https'))
