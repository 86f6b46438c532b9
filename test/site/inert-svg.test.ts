import { describe, expect, test } from 'vitest'
import { exportSite } from '../../src/site/export.ts'
import { makeSvgInert } from '../../src/site/inert-svg.ts'
import { readFile } from 'node:fs/promises'
import { put, type ShowOnDisk } from './show-on-disk.ts'
import { serve } from './served.ts'

const OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'

function inert(text: string, encoding: BufferEncoding = 'utf8'): string {
  return makeSvgInert(Buffer.from(text, encoding)).toString()
}

/** What would run, or lead to what runs, in every place that a browser knows. */
const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '<script href="data:text/javascript,alert(1)"/>',
  '<SCRIPT>alert(1)</SCRIPT>',
  '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
  '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
  '<g><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script></g>',
  '<foreignObject><b xmlns="http://www.w3.org/1999/xhtml" onclick="alert(1)"/></foreignObject>',
  '<rect onload="alert(1)"/>',
  '<rect ONCLICK="alert(1)"/>',
  '<a href="javascript:alert(1)"><text>a</text></a>',
  '<a xlink:href="JavaScript:alert(1)"/>',
  '<a href="java&#9;script:alert(1)"/>',
  '<a href="&#32;&#10;javascript:alert(1)"/>',
  '<a href="vbscript:alert(1)"/>',
  '<a href="data:text/html,&lt;script>alert(1)&lt;/script>"/>',
  '<use href="data:image/svg+xml;base64,PHN2Zy8+"/>',
  '<a><animate attributeName="href" values="javascript:alert(1)"/></a>',
  '<a><set attributeName="xlink:href" to="javascript:alert(1)"/></a>',
  '<rect><set attributeName=" onclick " to="alert(1)"/></rect>',
  '<g xml:base="javascript:alert(1)//"><a href="#x"/></g>',
  '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML" href="javascript:alert(1)"/>',
  '<handler xmlns="http://www.w3.org/2000/svg" type="application/ecmascript">alert(1)</handler>',
]

describe('an SVG image with something that runs', () => {
  test.each(HOSTILE)('keeps what is around it: %s', (part) => {
    const text = inert(`${OPEN}<circle r="1"/>${part}<path d="M0 0"/></svg>`)
    expect(text).toContain('<circle r="1"/>')
    expect(text).toContain('<path d="M0 0"/>')
    expect(text).not.toMatch(/alert|script|on(?:load|click)|foreign|math|data:/i)
    expect(inert(text)).toBe(text)
  })

  test.each([
    ['an instruction', `<?xml-stylesheet type="text/xsl" href="data:,alert"?>${OPEN}<g/></svg>`],
    ['an entity', `<!DOCTYPE svg [<!ENTITY a "<script>alert(1)</script>">]>${OPEN}&a;<g/></svg>`],
    [
      'one in an attribute',
      `<!DOCTYPE svg [<!ENTITY a "javascript:alert(1)">]>${OPEN}<a href="&a;"/><g/></svg>`,
    ],
    [
      'a part that is not a list of attributes',
      `<!DOCTYPE svg [<!ATTLIST a href CDATA "javascript:alert(1)">]>${OPEN}<a/><g/></svg>`,
    ],
  ])('%s is taken out', (_what, text) => {
    expect(inert(text)).toMatch(/<g\/><\/svg>$/)
    expect(inert(text)).not.toMatch(/alert|DOCTYPE|<\?/)
  })

  test.each([
    ['is torn after a script', `${OPEN}<script>alert(1)</script><g>`],
    ['is a page', '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'],
    ['is HTML', '<!doctype html><svg><script>alert(1)</script></svg>'],
    ['is nothing', ''],
    ['is nested without end', `${OPEN}${'<g>'.repeat(100_000)}`],
  ])('is empty where it %s', (_what, text) => {
    expect(inert(text)).toBe('<svg xmlns="http://www.w3.org/2000/svg"/>\n')
  })

  test('is found in other encodings', () => {
    const text = `${OPEN}<script>alert(1)</script><g/></svg>`
    expect(inert(`\uFEFF${text}`, 'utf16le')).toBe(`${OPEN}<g/></svg>`)
    const utf7 = '<?xml version="1.0" encoding="utf-7"?>+ADw-script+AD4-alert(1)+ADw-/script+AD4-'
    expect(inert(utf7)).not.toContain('alert')
  })
})

test.each([
  `${OPEN}<style>a > b { fill: red }</style><a href="https://a.example/?a=1&amp;b=2"/></svg>`,
  `<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n${OPEN}<g/></svg>`,
  `${OPEN}<image href="data:image/png;base64,AAAA"/><use xlink:href="#a"/><animate attributeName="r" to="2"/></svg>`,
  `${OPEN}<i:view xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:zoom="1"/><text>Příliv</text></svg>`,
])('an image without any keeps its bytes: %s', (text) => {
  expect(inert(text)).toBe(text)
})

test('an image keeps entities of its program as text', () => {
  const text = `<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;"><g/></svg>`
  expect(inert(text)).toBe('<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>')
})

test('it is the same served and exported, and the file of the author stays as it is', async () => {
  await using site = await serve()
  const drawn = `${OPEN}<script>alert(1)</script><g/></svg>`
  const file: ReturnType<ShowOnDisk['file']> = site.file('public/icons/šipka 1.svg')
  await put(file, drawn)
  const { status, headers, body } = await site.ask('/icons/%C5%A1ipka%201.svg')
  expect({ status, body: body.toString() }).toEqual({ status: 200, body: `${OPEN}<g/></svg>` })
  expect(headers['content-type']).toMatch(/^image\/svg\+xml/)
  expect(headers['content-length']).toBe(String(body.length))
  await exportSite(site.site, site.file('out'), { content: [], compressed: true })
  expect(await readFile(site.file('out/icons/šipka 1.svg'), 'utf8')).toBe(body.toString())
  expect(await readFile(file, 'utf8')).toBe(drawn)
})
