/** Mistakes that need a server with encryption: which address leads from https to http. */
export const DOWNGRADES = [
  { name: 'a feed that leads from https to http', rule: 'served/downgrade', path: '/feed.xml' },
  {
    name: 'a recording that leads from https to http',
    rule: 'served/recording-downgrade',
    path: '/moon.mp3',
  },
] as const
