import { describe, expect, test } from 'vitest'
import { findBodyAudio } from '../../src/posts/article/body-audio.ts'

describe('findBodyAudio', () => {
  test.each([
    {
      body: '<audio src="https://example.org/a.mp3" preload="none"></audio>',
      value: 'https://example.org/a.mp3',
    },
    { body: "<AUDIO controls SRC='a.mp3'>", value: 'a.mp3' },
    { body: '<audio src=a.mp3>', value: 'a.mp3' },
    { body: '<audio\n  controls\n  src="a.mp3"\n></audio>', value: 'a.mp3' },
    { body: '<audio controls><source type="audio/mpeg" src="a.mp3"></audio>', value: 'a.mp3' },
    // In HTML an ampersand is written so
    { body: '<audio src="/a?b=1&amp;c=2"></audio>', value: '/a?b=1&c=2' },
    // Liquid for the site's root
    { body: '<audio src="{{ site.baseurl }}/a.mp3"></audio>', value: '/a.mp3' },
    { body: '<audio src="{{site.url}}{{site.baseurl}}/a.mp3"></audio>', value: '/a.mp3' },
    { body: `<audio src="{{ '/a.mp3' | relative_url }}"></audio>`, value: '/a.mp3' },
    { body: 'A `code` span and `<b>`, then <audio src="a.mp3">', value: 'a.mp3' },
    { body: 'A lone ` and <audio src="a.mp3"> and ``', value: 'a.mp3' },
    { body: '```\n<audio src="no.mp3">\n```\n<audio src="a.mp3">', value: 'a.mp3' },
    { body: '````\n```\n<audio src="no.mp3">\n````\n<audio src="a.mp3">', value: 'a.mp3' },
    { body: '<!-- <audio src="no.mp3"> --><audio src="a.mp3">', value: 'a.mp3' },
  ])('finds $value in $body', ({ body, value }) => {
    expect(findBodyAudio(body, 1).map((reference) => reference.value)).toEqual([value])
  })

  test.each([
    'The sea.',
    '[audio](a.mp3)',
    '<video src="a.mp4"></video>',
    '<video><source src="a.mp4"></video><audio></audio>',
    '<audio data-src="a.mp3"></audio>',
    '<audio src=""></audio>',
    '<audio src={audioUrl}></audio>',
    '<audio src="{{ page.audio_url }}"></audio>',
    '<audio src="{% link a.mp3 %}"></audio>',
    'Write `<audio src="a.mp3">` here.',
    'Write ``a ` <audio src="a.mp3">`` here.',
    '~~~html\n<audio src="a.mp3">\n~~~',
    '```html\n<audio src="a.mp3">',
    '<!--\n<audio src="a.mp3">\n-->',
    '<audio src="a.mp3"',
  ])('finds none in %s', (body) => {
    expect(findBodyAudio(body, 1)).toEqual([])
  })

  test('gives each its line in the file, in the order of the text', () => {
    const body =
      'A\n<audio>\n<source src="a.ogg">\n<source src="a.mp3"></audio>\n\n<audio src="b.mp3">'
    expect(findBodyAudio(body, 10)).toEqual([
      { value: 'a.ogg', field: '<audio>', line: 12 },
      { value: 'a.mp3', field: '<audio>', line: 13 },
      { value: 'b.mp3', field: '<audio>', line: 15 },
    ])
  })
})
