import { describeUnwritten, faultOf, Refusal } from '../base/fault.ts'
import { loadSettings } from '../settings/load-settings.ts'
import { addListener, LISTENERS_FILE, readListeners, removeListener } from '../show/listeners.ts'
import { listenerPath } from '../show/private-show.ts'
import { urlOf } from '../show/show.ts'
import { type Context, type Given, optionOf, textOf, UsageError } from './command.ts'
import { parseBaseUrl, openFolder } from './open-folder.ts'
import { plural } from './report.ts'

interface Asked {
  readonly name: string
  readonly folder: string
  readonly baseUrl: string | undefined
}

const ACTIONS: Readonly<Record<string, (asked: Asked, context: Context) => Promise<void>>> = {
  add,
  list,
  remove,
}

/** Makes, lists or withdraws the tokens by which listeners reach a private show. */
export async function run(given: Given, context: Context): Promise<0> {
  const [action = '', name = '', folder = ''] = given.arguments.map(textOf)
  const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (act === undefined) {
    throw new UsageError(`expected ${Object.keys(ACTIONS).join(', ')}, got "${action}"`)
  }
  const isList = action === 'list'
  if (!isList && name === '') {
    throw new UsageError(`name the listener, e.g. sidecast listener ${action} "Anna Reed"`)
  }
  const asked = isList && name !== '' ? { name: '', folder: name } : { name, folder }
  await openFolder({ folder: asked.folder, baseUrl: undefined }, context)
  await act({ ...asked, baseUrl: optionOf(given, 'baseUrl') }, context).catch((cause: unknown) => {
    if (cause instanceof RangeError) throw new UsageError(cause.message, { cause })
    throw cause
  })
  return 0
}

async function add({ name, folder, baseUrl }: Asked, context: Context): Promise<void> {
  const { settings, shows } = await loadSettings(folder)
  const base =
    baseUrl === undefined ? (settings?.baseUrl ?? null) : parseBaseUrl(baseUrl, '--base-url')
  const token = await write(() => addListener(folder, name, context.now()))
  const path = listenerPath(token)
  const feed = settings?.feed.path ?? '/feed.xml'
  const addressOf = (rest: string): string =>
    base === null ? path + rest.slice(1) : urlOf({ baseUrl: base }, path + rest.slice(1))
  const feeds = shows.length > 0 ? [] : [`  feed  ${addressOf(feed)}`]
  context.print([`${name}:`, `  page  ${addressOf('/')}`, ...feeds])
  context.report('Whoever has the address can listen, and it cannot be shown again.')
  if (base === null) {
    context.report('! it begins with the address of your server; set base_url in sidecast.yml')
  }
  const all = [settings, ...shows.map((each) => each.settings)]
  if (!all.some((each) => each?.private === true)) {
    context.report('! the show is public until sidecast.yml has private: yes')
  }
}

async function list({ folder }: Asked, context: Context): Promise<void> {
  const listeners = await readListeners(folder)
  context.print([
    plural(listeners.length, 'listener'),
    ...listeners.map(({ name, added }) => `  ${added.slice(0, 10)}  ${name}`),
  ])
}

async function remove({ name, folder }: Asked, context: Context): Promise<void> {
  await write(() => removeListener(folder, name))
  context.print(`${name} can no longer listen.`)
}

async function write<Result>(change: () => Promise<Result>): Promise<Result> {
  try {
    return await change()
  } catch (cause) {
    if (cause instanceof RangeError || faultOf(cause).code === '') throw cause
    const message = describeUnwritten(LISTENERS_FILE, cause, ', so nothing was changed')
    throw new Refusal(message, { cause })
  }
}
