import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../src/posts/front-matter/yaml.ts'
import { formatSettingsSchema } from '../tools/settings-schema.ts'
import { DEFAULTS, SETTING_NAMES, SETTINGS } from '../../src/settings/settings-table.ts'

describe('the table of settings', () => {
  test.each(SETTING_NAMES)('gives an example of %s that can be read', (name) => {
    const problems: string[] = []
    const row = SETTINGS[name]
    // JSON is YAML, too
    const value = parseYaml(JSON.stringify({ value: row.example })).values['value'] ?? null
    expect(row.read(value, (at, message) => problems.push(at + message))).toBeDefined()
    expect(problems).toEqual([])
  })

  test.each(SETTING_NAMES)('tells what %s is for in one sentence', (name) => {
    expect(SETTINGS[name].help).toMatch(/^[A-Z][^\n]+\.$/)
  })

  test('lays no two settings in one place', () => {
    const places = SETTING_NAMES.filter((name) => SETTINGS[name].default !== undefined).map(
      (name) => SETTINGS[name].place ?? name,
    )
    expect(places).toEqual([...new Set(places)])
  })
})

describe('public/sidecast.schema.json', () => {
  test('is made from the table of settings (vitest -u writes it)', async () => {
    await expect(formatSettingsSchema()).toMatchFileSnapshot('../../public/sidecast.schema.json')
  })

  test('refers only to what it defines', () => {
    const text = formatSettingsSchema()
    const { definitions } = JSON.parse(text)
    const named = [...text.matchAll(/"\$ref": "#\/definitions\/(\w+)"/g)].map(([, name]) => name)
    expect(new Set(named)).toEqual(new Set(Object.keys(definitions)))
  })

  test('has a property, a description, an example and the default of every setting', () => {
    const schema = JSON.parse(formatSettingsSchema())
    for (const name of SETTING_NAMES) {
      const [group = '', inner] = name.split('.')
      const outer = schema.properties[group]
      const property = inner === undefined ? outer : outer.properties[inner]
      const defaults: Readonly<Record<string, unknown>> = DEFAULTS
      expect(property).toMatchObject({
        description: SETTINGS[name].help,
        examples: [SETTINGS[name].example],
      })
      expect(property.default).toEqual(defaults[name])
    }
  })
})
