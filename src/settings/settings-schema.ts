import type { JsonSchema, Setting } from './setting.ts'
import { closedMap } from './setting.ts'
import { PLACE_SCHEMA } from './shows-setting.ts'
import { DEFAULTS, SETTING_NAMES, SETTINGS } from './settings-table.ts'

/**
 * The JSON Schema of `sidecast.yml`, for `public/sidecast.schema.json`, made from the table of settings:
 * editors use it for completion and checks. The reader checks more than a schema can express, and accepts
 * more spellings.
 *
 * @see https://json-schema.org/draft-07 the newest draft that YAML editors know well
 */
export function formatSettingsSchema(): string {
  return `${JSON.stringify(createSettingsSchema(), null, 2)}\n`
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
    definitions: { show: showSchema(properties) },
  }
}

/** One of several shows: its posts, and any setting except those of the whole folder. */
function showSchema(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const { base_url: _, shows: _shows, ...own } = properties
  const same = Object.keys(own).map((name) => [name, { $ref: `#/properties/${name}` }] as const)
  const settings = closedMap({ ...Object.fromEntries(same), ...PLACE_SCHEMA })
  return { anyOf: [{ enum: [true, null] }, settings] }
}
