import type { JsonSchema, Setting } from '../../src/settings/setting.ts'
import {
  DISCUSSION_SCHEMA,
  FUNDING_SCHEMA,
  PERSON_SCHEMA,
  LOCATION_SCHEMA,
  REMOTE_ITEM,
} from '../../src/settings/directory-settings.ts'
import { PARTS_OF_KIND } from '../../src/settings/part-settings.ts'
import { closedMap, TEXTS } from '../../src/settings/setting.ts'
import { CATEGORY_SCHEMA } from '../../src/settings/show-settings.ts'
import { PLACE_SCHEMA } from '../../src/settings/shows-setting.ts'
import { DEFAULTS, SETTING_NAMES, SETTINGS } from '../../src/settings/settings-table.ts'

/**
 * The JSON Schema of `sidecast.yml`, for `public/sidecast.schema.json`, made from the table of settings:
 * editors use it for completion and checks. The reader checks more than a schema can express, and accepts
 * more spellings.
 *
 * @see https://json-schema.org/draft-07 the newest draft that YAML editors know well
 */
export function formatSettingsSchema(): string {
  return `${JSON.stringify(createSettingsSchema(), refer, 2)}\n`
}

/** The schemas that occur in several places; each refers to the one under its name. */
const SHARED: Readonly<Record<string, JsonSchema>> = {
  texts: TEXTS,
  category: CATEGORY_SCHEMA,
  person: PERSON_SCHEMA,
  funding: FUNDING_SCHEMA,
  location: LOCATION_SCHEMA,
  discussion: DISCUSSION_SCHEMA,
  feed: REMOTE_ITEM,
  parts: PARTS_OF_KIND,
}

const NAMES: ReadonlyMap<unknown, string> = new Map(
  Object.entries(SHARED).map(([name, schema]) => [schema, name]),
)

/** Instead of a schema that has a name, the reference to it. */
function refer(_key: string, value: unknown): unknown {
  const name = NAMES.get(value)
  return name === undefined ? value : { $ref: `#/definitions/${name}` }
}

/** Copies, to which nothing refers. */
function definitions(): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(SHARED).map(([name, schema]) => [name, { ...schema }]))
}

function createSettingsSchema(): JsonSchema {
  const properties: Record<string, JsonSchema> = {}
  const groups: Record<string, Record<string, JsonSchema>> = {}
  const defaults: Readonly<Record<string, unknown>> = DEFAULTS
  for (const path of SETTING_NAMES) {
    const row: Setting<unknown> = SETTINGS[path]
    const fallback = path in defaults ? { default: defaults[path] } : {}
    const property = { description: row.help, ...row.schema, ...fallback, examples: [row.example] }
    const [group = '', name] = path.split('.')
    if (name === undefined) {
      properties[path] = property
    } else {
      groups[group] ??= {}
      groups[group][name] = property
      properties[group] = closedMap(groups[group])
    }
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'sidecast.schema.json',
    title: 'Settings of a Sidecast show',
    ...closedMap(properties),
    definitions: { show: showSchema(properties), ...definitions() },
  }
}

/** One of several shows: its posts, and any setting except those of the whole folder. */
function showSchema(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const { base_url: _, shows: _shows, ...own } = properties
  const same = Object.keys(own).map((name) => [name, { $ref: `#/properties/${name}` }] as const)
  const settings = closedMap({ ...Object.fromEntries(same), ...PLACE_SCHEMA })
  return { anyOf: [{ enum: [true, null] }, settings] }
}
