/** Elements that begin a line of their own, or end one, in whatever shows them. */
const BLOCKS =
  'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre section select summary table tbody td tfoot th thead title tr ul'
const OTHERS =
  'a abbr acronym applet area audio b base basefont bdi bdo big button canvas cite code col colgroup data datalist del dfn em embed font frame frameset i iframe image img input ins kbd label link map mark marquee math meta meter nobr noscript object output param picture progress q rp rt ruby s samp script slot small source span strike strong style sub sup svg template textarea time track tt u var video wbr'

/** The elements of HTML between which a reader sees a break. */
export const HTML_BLOCKS: ReadonlySet<string> = new Set(BLOCKS.split(' '))

/** All elements of HTML, old ones too: any other name in angle brackets is a component or text. */
export const HTML_ELEMENTS: ReadonlySet<string> = new Set(`${BLOCKS} ${OTHERS}`.split(' '))
