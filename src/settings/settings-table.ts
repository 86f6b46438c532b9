import { parseFlag } from '../posts/fields/part-values.ts'
import { parseColour } from '../base/colour.ts'
import { SHOW_SETTINGS } from './show-settings.ts'
import { BLOG_SETTINGS } from './blog-settings.ts'
import { AUDIO_SETTINGS } from './audio-settings.ts'
import type { Value } from '../posts/front-matter/values.ts'
import { DIRECTORY_SETTINGS } from './directory-settings.ts'
import { FEED_SETTINGS } from './feed-settings.ts'
import { NARRATION_SETTINGS } from './narration-settings.ts'
import { PUBLISH_SETTINGS } from './publish-settings.ts'
import type { Setting } from './setting.ts'
import { setting, TEXT, YES_OR_NO, TEXTS } from './setting.ts'
import type { Report } from './setting-readers.ts'
import { PARTS_SCHEMA, readParts } from './part-settings.ts'
import { readShows } from './shows-setting.ts'
import { listOf, one } from './setting-readers.ts'

const TABLE = {
  ...SHOW_SETTINGS,
  ...DIRECTORY_SETTINGS,
  ...BLOG_SETTINGS,
  ...AUDIO_SETTINGS,
  'artwork.make': setting({
    read: one(parseFlag),
    default: true,
    help: 'Whether square artwork that directories accept is made from images; with no, images are published unchanged.',
    example: true,
    schema: YES_OR_NO,
  }),
  'artwork.draw': setting({
    read: one(parseFlag),
    default: true,
    help: 'Whether a cover is drawn if there is no image; with no, such an episode, or the feed of a part, has the cover of the show.',
    example: true,
    schema: YES_OR_NO,
  }),
  'artwork.colours': setting({
    read: listOf(parseColour),
    default: [],
    help: 'The colours of drawn covers, as in CSS; by default those of the cover of the show.',
    example: ['#0f4c81', '#c8553d'],
    schema: TEXTS,
    otherNames: ['colors', 'palette'],
  }),
  ...FEED_SETTINGS,
  ...NARRATION_SETTINGS,
  feeds: setting({
    read: readParts,
    default: [],
    place: 'parts',
    help: 'Feeds for parts of the show: one for each category, author, language or series. A map selects some of them, or gives one its own title, description, image or path.',
    example: { category: { Travel: { title: 'Travels, read aloud' } }, language: 'all' },
    schema: PARTS_SCHEMA,
    otherNames: ['sections', 'parts'],
  }),
  shows: setting({
    read: readShows,
    help: 'Several shows in one folder: their names, each with its own settings; all others are inherited from the top level.',
    example: {
      travel: { title: 'Travels', posts: 'travel' },
      science: { where: { category: 'Science' } },
    },
    schema: {
      anyOf: [
        { type: 'array', items: TEXT },
        { type: 'object', additionalProperties: { $ref: '#/definitions/show' } },
      ],
    },
    otherNames: ['podcasts'],
  }),
  ...PUBLISH_SETTINGS,
}

/** The rows with their exact types. */
export type SettingRows = typeof TABLE

/** Path of a setting in `sidecast.yml`. */
export type SettingName = keyof typeof TABLE

/** The type of each setting as it is read. */
export type SettingTypes = {
  [Name in SettingName]: NonNullable<ReturnType<(typeof TABLE)[Name]['read']>>
}

/** Every setting by its path, in the order of the reference. */
export const SETTINGS: { readonly [Name in SettingName]: Setting<SettingTypes[Name]> } = TABLE

/** The names of all settings, in the order of the table. */
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSettingName)

/** Whether a key is the path of a setting. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(TABLE, name)
}

/** The values of one source, read and checked. */
export type SettingValues = { readonly [Name in SettingName]?: SettingTypes[Name] }

/** Reads one setting; a wrong value is reported and left out. */
export function readSetting<Name extends SettingName>(
  values: { [Key in Name]?: SettingTypes[Key] },
  name: Name,
  value: Value,
  report: Report,
): void {
  const read = SETTINGS[name].read(value, report)
  if (read !== undefined) values[name] = read
}

/** The simple defaults; lists and maps are empty by default. */
export const DEFAULTS: Readonly<Record<string, unknown>> = Object.fromEntries(
  SETTING_NAMES.map((name) => [name, SETTINGS[name].default]).filter(
    ([, value]) => value !== undefined && typeof value !== 'object',
  ),
)
