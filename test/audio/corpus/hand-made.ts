import { AAC_RECIPES, WAV_RECIPES } from './container-recipes.ts'
import { HEADER_RECIPES } from './header-recipes.ts'
import { JOIN_RECIPES } from './join-recipes.ts'
import { JUNK_RECIPES } from './junk-recipes.ts'
import { MP4_RECIPES } from './mp4-recipes.ts'
import { OGG_RECIPES } from './ogg-recipes.ts'
import { MATROSKA_RECIPES } from './matroska-recipes.ts'
import type { Recipe } from './recipe.ts'
import { SILENT_RECIPES } from './silent-recipes.ts'
import { STREAM_RECIPES } from './stream-recipes.ts'
import { TAG_RECIPES } from './tag-recipes.ts'

/** All recordings whose every byte is made here, by classes. */
export const HAND_MADE: Readonly<Record<string, readonly Recipe[]>> = {
  'MPEG streams': STREAM_RECIPES,
  'MPEG headers': HEADER_RECIPES,
  tags: TAG_RECIPES,
  junk: JUNK_RECIPES,
  'cuts and joins': JOIN_RECIPES,
  AAC: AAC_RECIPES,
  WAV: WAV_RECIPES,
  Ogg: OGG_RECIPES,
  MP4: MP4_RECIPES,
  Matroska: MATROSKA_RECIPES,
  'no sound': SILENT_RECIPES,
}
