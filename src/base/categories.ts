import { quote } from './problem.ts'
import { nearest } from './suggest.ts'

/** One of Apple's categories, in Apple's own spelling. */
export interface Category {
  readonly name: string
  readonly subcategory: string | null
}

/**
 * Apple's categories with their subcategories, in Apple's spelling and order.
 *
 * @see https://podcasters.apple.com/support/1691-apple-podcasts-categories
 */
export const APPLE_CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  Arts: ['Books', 'Design', 'Fashion & Beauty', 'Food', 'Performing Arts', 'Visual Arts'],
  Business: ['Careers', 'Entrepreneurship', 'Investing', 'Management', 'Marketing', 'Non-Profit'],
  Comedy: ['Comedy Interviews', 'Improv', 'Stand-Up'],
  Education: ['Courses', 'How To', 'Language Learning', 'Self-Improvement'],
  Fiction: ['Comedy Fiction', 'Drama', 'Science Fiction'],
  Government: [],
  History: [],
  'Health & Fitness': [
    'Alternative Health',
    'Fitness',
    'Medicine',
    'Mental Health',
    'Nutrition',
    'Sexuality',
  ],
  'Kids & Family': ['Education for Kids', 'Parenting', 'Pets & Animals', 'Stories for Kids'],
  Leisure: [
    'Animation & Manga',
    'Automotive',
    'Aviation',
    'Crafts',
    'Games',
    'Hobbies',
    'Home & Garden',
    'Video Games',
  ],
  Music: ['Music Commentary', 'Music History', 'Music Interviews'],
  News: [
    'Business News',
    'Daily News',
    'Entertainment News',
    'News Commentary',
    'Politics',
    'Sports News',
    'Tech News',
  ],
  'Religion & Spirituality': [
    'Buddhism',
    'Christianity',
    'Hinduism',
    'Islam',
    'Judaism',
    'Religion',
    'Spirituality',
  ],
  Science: [
    'Astronomy',
    'Chemistry',
    'Earth Sciences',
    'Life Sciences',
    'Mathematics',
    'Natural Sciences',
    'Nature',
    'Physics',
    'Social Sciences',
  ],
  'Society & Culture': [
    'Documentary',
    'Personal Journals',
    'Philosophy',
    'Places & Travel',
    'Relationships',
  ],
  Sports: [
    'Baseball',
    'Basketball',
    'Cricket',
    'Fantasy Sports',
    'Football',
    'Golf',
    'Hockey',
    'Rugby',
    'Running',
    'Soccer',
    'Swimming',
    'Tennis',
    'Volleyball',
    'Wilderness',
    'Wrestling',
  ],
  Technology: [],
  'True Crime': [],
  'TV & Film': ['After Shows', 'Film History', 'Film Interviews', 'Film Reviews', 'TV Reviews'],
}

/** Names that Apple withdrew in 2019, and the categories that replace them. */
const FORMER_NAMES: Readonly<Record<string, string>> = {
  'Arts > Literature': 'Arts > Books',
  'Business > Business News': 'News > Business News',
  'Business > Management & Marketing': 'Business > Management',
  'Business > Shopping': 'Business',
  'Education > Educational Technology': 'Education',
  'Education > Higher Education': 'Education',
  'Education > K-12': 'Education',
  'Education > Language Courses': 'Education > Language Learning',
  'Education > Training': 'Education > Courses',
  'Games & Hobbies': 'Leisure',
  'Games & Hobbies > Automotive': 'Leisure > Automotive',
  'Games & Hobbies > Aviation': 'Leisure > Aviation',
  'Games & Hobbies > Hobbies': 'Leisure > Hobbies',
  'Games & Hobbies > Other Games': 'Leisure > Games',
  'Games & Hobbies > Video Games': 'Leisure > Video Games',
  'Government & Organizations': 'Government',
  'Government & Organizations > Non-Profit': 'Business > Non-Profit',
  Health: 'Health & Fitness',
  'Health > Alternative Health': 'Health & Fitness > Alternative Health',
  'Health > Fitness & Nutrition': 'Health & Fitness > Fitness',
  'Health > Self-Help': 'Education > Self-Improvement',
  'Health > Sexuality': 'Health & Fitness > Sexuality',
  'Health > Kids & Family': 'Kids & Family',
  'News & Politics': 'News > Politics',
  Podcasting: 'Technology',
  'Science & Medicine': 'Science',
  'Science & Medicine > Medicine': 'Health & Fitness > Medicine',
  'Science & Medicine > Natural Sciences': 'Science > Natural Sciences',
  'Science & Medicine > Social Sciences': 'Science > Social Sciences',
  'Society & Culture > History': 'History',
  'Sports & Recreation': 'Sports',
  'Sports & Recreation > Outdoor': 'Sports > Wilderness',
  'Technology > Gadgets': 'Technology',
  'Technology > Podcasting': 'Technology',
  'Technology > Software How-To': 'Technology',
  'Technology > Tech News': 'News > Tech News',
}

const ALL_CATEGORIES: readonly Category[] = Object.entries(APPLE_CATEGORIES).flatMap(
  ([name, subcategories]) => [
    { name, subcategory: null },
    ...subcategories.map((subcategory) => ({ name, subcategory })),
  ],
)

const BY_KEY: ReadonlyMap<string, Category> = new Map(
  ALL_CATEGORIES.map((category) => [keyOf(formatCategory(category)), category]),
)

/** The way a category is written in the settings: `Main`, or `Main > Sub`. */
export function formatCategory({ name, subcategory }: Category): string {
  return subcategory === null ? name : `${name} > ${subcategory}`
}

/** Every category as it is written in the settings. */
export const CATEGORY_NAMES: readonly string[] = ALL_CATEGORIES.map(formatCategory)

/**
 * Reads one of Apple's categories, `Main` or `Main > Sub`; case and white space do not matter.
 *
 * @throws {RangeError} If Apple has no such category. The message suggests the nearest one, or the successor
 *   of a withdrawn one.
 */
export function parseCategory(text: string): Category {
  const key = keyOf(text)
  const category = BY_KEY.get(key)
  if (category !== undefined) return category
  const meant = keyOf(text.replaceAll('&amp;', '&').replace(/ and /gi, ' & '))
  const suggestion = FORMER_BY_KEY.get(meant) ?? parentOf(meant) ?? nearest(meant, CATEGORY_NAMES)
  const fix =
    suggestion === null
      ? 'see https://podcasters.apple.com/support/1691-apple-podcasts-categories'
      : `did you mean "${suggestion}"?`
  throw new RangeError(`expected one of Apple's categories, got ${quote(text)}; ${fix}`)
}

const FORMER_BY_KEY: ReadonlyMap<string, string> = new Map(
  Object.entries(FORMER_NAMES).map(([former, now]) => [keyOf(former), now]),
)

/** The main category of a subcategory that was given alone, e.g. `Documentary`. */
function parentOf(key: string): string | null {
  const category = ALL_CATEGORIES.find(({ subcategory }) => subcategory?.toLowerCase() === key)
  return category === undefined ? null : formatCategory(category)
}

function keyOf(text: string): string {
  return text
    .split('>')
    .map((part) => part.replace(/\s+/g, ' ').trim().toLowerCase())
    .join(' > ')
}
