/** An app, and how its user agents are recognised. */
export type App = readonly [name: string, pattern: RegExp]

/**
 * Crawlers of the companies behind apps, which fetch feeds and recordings for their catalogues: nobody
 * listens to them, although some have the name of an app.
 */
export const CRAWLERS: readonly RegExp[] = [
  /\biTMS\b/,
  /^Spotify\/1\.0$/,
  /^Overcast\/.*(?:Podcast Sync|feed-id)/i,
  /Pocket ?Casts.*(?:parser|refresh|crawl)/i,
  /^(?:Amazon Music Podcast|AmazonNewsContentService|Deezer Podcasters|PandoraRSSCrawler|iHeartRadio.*ingest)/i,
  /^(?:Podchaser-Parser|PodcastIndex|Podcastindex\.org|ListenNotes|PlayerFM-Bot|CastFeedValidator|Podbean.*FeedUpdate)/i,
  /^(?:Google-Podcast|Googlebot|FeedFetcher-Google|acast-tester|Trackable|Rephonic|axadot|op3-fetcher)/i,
  /\b(?:feed ?(?:parser|fetcher|update)r?|crawler|spider|aggregator)\b/i,
]

/**
 * Copies that Apple Watches download after their phone has done so.
 *
 * @see https://iabtechlab.com/blog/apple-watch-os-podcast-filtering-guidance/
 */
export const WATCH_COPIES = /^atc\/.*watchOS|\(null\)\/\(null\) watchOS/

/** The name of Apple Podcasts in the languages of its users, as in its user agent. */
const PODCASTS =
  'Podcasts?|Podcasty|Podcaster|Podcastok|Podcasturi|Podkaster|Balados|Подкасты|Подкасти|Подкасттар|פודקאסטים|البودكاست|ポッドキャスト|播客|팟캐스트|พ็อดคาสท์|पॉडकास्ट'

/** The apps that podcasters usually meet, the more specific before the more general. */
export const APPS: readonly App[] = [
  ['Apple HomePod', /^AirPodcasts\//],
  [
    'Apple Podcasts',
    new RegExp(`^(?:${PODCASTS})/[\\d.]+ (?:CFNetwork|\\()|^(?:Podcasts|Балады)/`),
  ],
  ['iTunes', /^iTunes\//],
  ['Spotify', /^Spotify[/-]|\bSpotify\/\d/],
  ['Overcast', /^Overcast\b/],
  ['Pocket Casts', /Pocket ?Casts/i],
  ['AntennaPod', /AntennaPod/i],
  ['Podcast Addict', /Podcast ?Addict/i],
  ['Castbox', /^Cast ?box\b|fm\.castbox/i],
  ['Castro', /^Castro\b/],
  ['Podcast Republic', /^Podcast ?Republic\b/i],
  ['Podcast Guru', /^Podcast ?Guru\b/i],
  ['Player FM', /^(?:Alpha )?Player ?FM\b/i],
  ['YouTube Music', /youtube\.?music/i],
  ['Google Podcasts', /^GooglePodcasts\/|^GSA\/|\bGoogleChirp\b/],
  ['Alexa', /^(?:AlexaMediaPlayer|AlexaService|AvsDeviceSdk|AmazonAVS|Echo)\/|^Amazon;Echo/],
  ['Amazon Music', /^(?:AmazonMusic|Amazon Music|Harley)\b/],
  ['Audible', /^(?:com\.)?audible\b/i],
  ['Deezer', /^Deezer\b/],
  ['iHeartRadio', /^iHeart/],
  ['TuneIn', /\bTuneIn\b/],
  ['Pandora', /\bPandora\//],
  ['Podbean', /^Podbean\//],
  ['Podimo', /^Podimo\b/i],
  ['Podverse', /^Podverse\b/i],
  ['Podurama', /^Podurama\b/i],
  ['PodLP', /\bPodLP\//],
  ['Podkicker', /^Podkicker\b/i],
  ['PodCruncher', /^PodCruncher\b/],
  ['Podyssey', /^Podyssey\b/i],
  ['Fountain', /^Fountain(?:app|\.fm)?\b/i],
  ['TrueFans', /^TrueFans\b/i],
  ['Castamatic', /^Castamatic\b/i],
  ['CurioCaster', /^CurioCaster\b/i],
  ['Breez', /^Breez\b/i],
  ['Snipd', /^Snipd\b/i],
  ['Metacast', /^Metacast\b|metacast\.app/i],
  ['Goodpods', /^Goodpods\b/i],
  ['Anytime Podcast Player', /^Anytime\//],
  ['Audiobookshelf', /^audiobookshelf\b/i],
  ['Downcast', /\bDowncast\//],
  ['iCatcher!', /\biCatcher\b/i],
  ['RSSRadio', /^RSS ?Radio\b/i],
  ['BeyondPod', /\bBeyondPod\b/],
  ['DoggCatcher', /\bDoggCatcher\b/],
  ['Stitcher', /^Stitcher\b/],
  ['Luminary', /^Luminary/],
  ['Bullhorn', /^Bullhorn\b/],
  ['NPR One', /^NPR ?One\b/i],
  ['BBC Sounds', /^BBC ?Sounds\b/i],
  ['Global Player', /^Global Player\//],
  ['Audacy', /^Audacy\b|^Radio\.com\//],
  ['Wondery', /^Wondery\b/i],
  ['myTuner', /^myTuner/i],
  ['Radioline', /^Radioline\b/i],
  ['iVoox', /^iVoox\b/i],
  ['Acast', /^Acast\b/],
  ['Himalaya', /^Himalaya\b/],
  ['Xiaoyuzhou', /^(?:Xiaoyuzhou|小宇宙)/i],
  ['Ximalaya', /ximalaya/i],
  ['JioSaavn', /saavn/i],
  ['Gaana', /^Gaana/],
  ['Anghami', /Anghami/],
  ['Boomplay', /^Boomplay\b/],
  ['KKBOX', /^KKBOX\b/i],
  ['Zune', /^Zune\//],
  ['Moon FM', /^Moon ?FM\b/i],
  ['HyperCatcher', /^HyperCatcher\b/i],
  ['Podfriend', /^Podfriend\b/i],
  ['ProCast', /^ProCast\b/i],
  ['Steno', /^Steno(?:\.fm)?\b/i],
  ['LINE Podcast', /^LINE ?Podcast/i],
  ['gPodder', /\bgPodder\b/i],
  ['Kasts', /^Kasts\b/i],
  ['GNOME Podcasts', /^gnome-podcasts\b|^Hammond\b/i],
  ['Newsboat', /^(?:newsboat|podboat)\b/i],
  ['castget', /^castget\b/i],
  ['Rhythmbox', /\brhythmbox\b/i],
  ['Clementine', /^Clementine\b/],
  ['Strawberry', /^Strawberry\b/],
  ['Amarok', /^amarok\b/i],
  ['MusicBee', /^MusicBee\b/],
  ['foobar2000', /^foobar2000\b/],
  ['Winamp', /^Winamp/],
  ['VLC', /\bVLC\/|\bLibVLC\b/],
  ['mpv', /^(?:lib)?mpv\b/i],
  ['Kodi', /^Kodi\//],
  ['Plex', /^Plex/],
  ['Sonos', /\bSonos\b/],
  ['Roku', /^Roku\//],
  [
    'Logitech Media Server',
    /^(?:iTunes\/.*\(Logitech|Lyrion|SqueezeCenter|Logitech Media Server)/i,
  ],
  ['Windows Media Player', /\bNSPlayer\/|Windows-Media-Player/],
  ['Apple devices', /^AppleCoreMedia\b|^Podcasts$|^(?:QuickTime|atc)\//],
  [
    'Android apps',
    /stagefright|ExoPlayer|AndroidXMedia3|^Dalvik\/|^AndroidDownloadManager|^just_audio|^Exo2\//,
  ],
  ['Other players', /\bGStreamer\b|^libsoup\/|^react-native-track-player|^gvfs/],
]

/** Web browsers, the more specific before those whose names their user agents contain as well. */
export const BROWSERS: readonly App[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\b(?:OPR|Opera|OPT)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['DuckDuckGo', /\b(?:Ddg|DuckDuckGo)\//i],
  ['Firefox', /\b(?:Firefox|FxiOS|Focus)\//],
  ['Chrome', /\b(?:Chrome|Chromium|CriOS)\//],
  ['Safari', /\bSafari\/|^Mozilla\/5\.0 \((?:iPhone|iPad|Macintosh).*AppleWebKit/],
  ['Other browsers', /^Mozilla\/\d/],
]

/** Web players of apps, by the address in `Referer`. */
export const WEB_PLAYERS: readonly App[] = [
  ['Apple Podcasts on the web', /^https:\/\/(?:embed\.)?podcasts\.apple\.com\//],
  ['Spotify on the web', /^https:\/\/open\.spotify\.com\//],
  ['Overcast on the web', /^https:\/\/(?:www\.)?overcast\.fm\//],
  ['Pocket Casts on the web', /^https:\/\/(?:play\.|www\.)?(?:pocketcasts\.com|pca\.st)\//],
  ['Castbox on the web', /^https:\/\/(?:www\.)?castbox\.fm\//],
  ['Castro on the web', /^https:\/\/castro\.fm\//],
  ['Player FM on the web', /^https:\/\/(?:www\.)?player\.fm\//],
  ['Amazon Music on the web', /^https:\/\/music\.amazon\./],
  ['Deezer on the web', /^https:\/\/(?:www\.)?deezer\.com\//],
  ['Podcast Index', /^https:\/\/(?:www\.)?podcastindex\.org\//],
  ['Podcast Addict on the web', /^https:\/\/(?:www\.)?podcastaddict\.com\//],
  ['Listen Notes', /^https:\/\/(?:www\.)?listennotes\.com\//],
  ['Podchaser', /^https:\/\/(?:www\.)?podchaser\.com\//],
  ['iVoox on the web', /^https:\/\/(?:www\.)?ivoox\.com\//],
]
