import type { Words } from './words-en.ts'

/** The words of the interface in Czech. */
export const czech: Words = {
  language: 'cs',
  skip: 'Přeskočit na obsah',
  site: 'Tento podcast',
  blog: 'Blog',
  feed: 'RSS kanál',

  episodes: 'Epizody',
  episodeCount: {
    one: '{count} epizoda',
    few: '{count} epizody',
    many: '{count} epizody',
    other: '{count} epizod',
  },
  years: 'Roky',
  noEpisodes: 'Zatím tu žádná epizoda není. Začněte odebírat a první k vám přijde sama.',
  subscribe: 'Poslouchejte ve své aplikaci',
  feedAddress: 'Jiná aplikace: vložte do ní tuto adresu',
  moreFeeds: 'Jen některé epizody',
  feedKinds: {
    category: 'Podle témat',
    author: 'Podle autorů',
    language: 'Podle jazyků',
    series: 'Podle seriálů',
  },
  copy: 'Kopírovat',
  copied: 'Zkopírováno',
  listen: 'Poslechnout',
  season: '{number}. řada',
  episode: '{number}. díl',
  trailer: 'Upoutávka',
  bonus: 'Bonus',
  explicit: 'Jen pro dospělé',
  waiting: 'Zatím není v kanálu',
  waitingWhy: 'Podcastové aplikace tuto epizodu ještě nemají. Tady si ji už můžete poslechnout.',
  stale: 'Text byl od namluvení upraven, nahrávka se od něj proto místy liší.',

  listenToArticle: 'Poslechnout tento článek',
  embed: 'Vložit na vlastní stránku',
  embedElement: 'Přehrávač kamkoli do stránky',
  embedTemplate: 'Přehrávač do šablony blogu: epizodu každého článku si najde sám',
  embedFrame: 'Přehrávač v rámečku, pro editory stránek',

  feedTitle: 'Toto je kanál podcastu',
  feedAbout:
    'Zkopírujte jeho adresu z adresního řádku a vložte ji do své podcastové aplikace tam, kde se přidává podcast podle adresy (URL). Nové epizody k vám pak přijdou samy.',
  feedApps: 'Tlačítka pro běžné aplikace a všechny epizody k okamžitému poslechu: {url}',

  player: 'Přehrávač',
  play: 'Přehrát',
  pause: 'Pozastavit',
  back: 'O 15 sekund zpět',
  forward: 'O 30 sekund vpřed',
  position: 'Pozice',
  positionValue: '{time} z {total}',
  speed: 'Rychlost',
  continueFrom: 'Pokračovat od {time}',
  listenFrom: 'Poslechnout od {time}',
  restart: 'Od začátku',
  playerError: 'Nahrávku se nepodařilo načíst. Zkontrolujte připojení a zkuste to znovu.',

  chapters: 'Kapitoly',
  download: 'Stáhnout',
  transcript: 'Přepis',
  original: 'Tento článek na blogu',
  categories: 'Témata',
  neighbours: 'Další epizody',
  newer: 'Novější epizoda',
  older: 'Starší epizoda',
  allEpisodes: 'Všechny epizody',

  keys: 'Klávesové zkratky',
  keysToggle: 'Přehrát nebo pozastavit',
  keysArrows: 'O 5 sekund zpět nebo vpřed',
  keysDigits: 'Na začátek, na 10\u00A0% … 90\u00A0%',
  keysHelp: 'Tato nápověda',
  keysSpace: 'Mezerník',
  keysOn: 'Používat tyto zkratky',
  close: 'Zavřít',

  errors: {
    400: {
      title: 'Této adrese nerozumíme',
      text: 'Něco je v ní napsáno špatně. Možná se při kopírování uřízla.',
    },
    404: {
      title: 'Na této adrese nic není',
      text: 'Stránka se možná přestěhovala, nebo se adresa při kopírování uřízla.',
    },
    405: {
      title: 'To tady nejde',
      text: 'Stránky a nahrávky se dají jen číst.',
    },
    416: {
      title: 'Tak dlouhá nahrávka není',
      text: 'Požadovaná část leží až za jejím koncem. Pomůže načíst ji znovu od začátku.',
    },
    other: {
      title: 'Něco se pokazilo',
      text: 'Není to vaše chyba. Zkuste to prosím za chvíli znovu.',
    },
  },
}
