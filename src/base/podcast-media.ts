/**
 * What a show may be, by `podcast:medium`.
 *
 * @see https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/medium.md
 */
export const PODCAST_MEDIA = [
  'podcast',
  'music',
  'video',
  'film',
  'audiobook',
  'newsletter',
  'blog',
  'publisher',
  'course',
  'mixed',
  'podcastL',
  'musicL',
  'videoL',
  'filmL',
  'audiobookL',
  'newsletterL',
  'blogL',
  'publisherL',
  'courseL',
] as const
