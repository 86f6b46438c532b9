import * as from from '../../base/sources.ts'
import { episodesOf, placeOf, SETTINGS, type Content } from './checked-content.ts'
import { type Checks, lookAt } from '../rule.ts'
import { isAtHome, isInsecure } from '../../base/addresses.ts'

/** Rules on the show whose messages belong to a setting. */
function inSetting(field: string) {
  return lookAt(
    ({ show }: Content) => [show],
    (_, __, message) => ({ file: SETTINGS, field, message }),
  )
}

/** Rules on the show as a whole. */
export const SHOW_CHECKS = {
  'show/empty': {
    severity: 'warning',
    says: 'no post has a recording, so there is no episode',
    source: from.APPLE('a show has at least one episode'),
    fix: 'name a recording in a post: audio: my-article.mp3',
    *find({ show }) {
      const { episodes, scheduled, skipped, problems } = show
      const isKnownAlready =
        skipped.length === 0 || problems.some(({ severity }) => severity === 'error')
      if (episodes.length + scheduled.length > 0 || isKnownAlready) return
      yield { message: `none of ${skipped.length} files is an episode` }
    },
  },
  'show/preview': {
    severity: 'advice',
    says: 'the show or its blog has an address of this computer or of a private network',
    source: from.RSS('the addresses in a feed are absolute'),
    fix: 'write base_url: https://podcast.example.org in the settings, or use --base-url',
    *find({ show: { baseUrl, site } }) {
      for (const [field, url] of [['base_url', baseUrl] as const, ['site', site] as const]) {
        if (url === null || !isAtHome(url)) continue
        yield { file: SETTINGS, field, message: `${url} cannot be reached from elsewhere` }
      }
    },
  },
  'show/complete': {
    severity: 'warning',
    says: 'the show is said to be complete, but an episode is scheduled',
    source: from.APPLE('itunes:complete: there will be no more episodes, and apps stop asking'),
    fix: 'remove complete from the settings until the last episode is out',
    find: inSetting('complete')(({ complete, scheduled: [next] }) => {
      if (!complete || next === undefined) return null
      return `${next.file} is scheduled, and apps that have stopped asking will not see it`
    }),
  },
  'show/private-elsewhere': {
    severity: 'warning',
    says: 'a private show has recordings on other hosts, where its tokens protect nothing',
    source: from.SETTINGS_GUIDE('private: only listeners with a token can have the show'),
    fix: 'put the recording into the content folder, so that it is served under the token',
    *find(content) {
      if (!content.show.private) return
      const elsewhere = episodesOf(content).filter(({ audio }) => audio.path === null)
      const [first] = elsewhere
      if (first === undefined) return
      const { host } = new URL(first.audio.url)
      const others = elsewhere.length > 1 ? `, and ${elsewhere.length - 1} others` : ''
      const message = `the recording is on ${host}, where anyone with its address can have it${others}`
      yield { ...placeOf(content, first, 'audio'), message }
    },
  },
  'show/insecure': {
    severity: 'warning',
    says: 'the address of the show is not encrypted',
    source: from.PODCASTING('addresses must be https'),
    fix: 'serve the show over https, and write https in base_url',
    find: inSetting('base_url')(
      ({ baseUrl }) => isInsecure(baseUrl) && `expected https, got ${baseUrl}`,
    ),
  },
  'show/insecure-image': {
    severity: 'warning',
    says: 'the cover of the show, or of a part of it, is not encrypted',
    source: from.PODCASTING('addresses must be https'),
    fix: 'write https',
    find: inSetting('image')((show) => {
      const images = [show, ...show.parts].map(({ image }) => image)
      const urls = images.map((image) => (image?.path === null ? image.url : ''))
      return [...new Set(urls.filter(isInsecure))].map((url) => `expected https, got ${url}`)
    }),
  },
} satisfies Checks<Content>
