import { createRequire } from 'node:module'

/** Loads packages while a program runs, from where this one finds its own. */
export const load = createRequire(import.meta.url)

/**
 * A value that is made when it is first asked for: what a library gives, for to load one takes some
 * milliseconds, and most commands need few of them.
 */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => (made ??= { value: make() }).value
}

/**
 * The modules `node:http` and `node:https`, loaded when they are first asked for. An `import` of them
 * also loads `fetch` and what it is made of, since it reads each of their exports; that took a tenth of
 * the time of a short command.
 */
export const http = lazily((): typeof import('node:http') => load('node:http'))
export const https = lazily((): typeof import('node:https') => load('node:https'))
