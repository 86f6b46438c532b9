import { describe, expect, test } from 'vitest'
import { countEffort } from '../support/effort.ts'
import { parseTimedText } from '../../src/posts/timed-text/timed-text.ts'

const VTT = 'text/vtt'
const SRT = 'application/x-subrip'
const JSON_TYPE = 'application/json'

/** A cue in short: start, end, text, speaker. */
type Short = readonly [number, number, string, string?]

function shortCues(text: string, type: string): Short[] {
  return parseTimedText(text, type).cues.map(({ start, end, text: words, speaker }) =>
    speaker === null ? [start, end, words] : [start, end, words, speaker],
  )
}

interface Shape {
  readonly what: string
  readonly type: string
  readonly text: string
  readonly cues: readonly Short[]
  readonly standard: boolean
}

const SHAPES: readonly Shape[] = [
  // https://www.w3.org/TR/webvtt1/
  {
    what: 'a cue without hours',
    type: VTT,
    text: 'WEBVTT\n\n00:01.000 --> 00:04.500\nThe sea keeps the moon’s time.\n',
    cues: [[1, 4.5, 'The sea keeps the moon’s time.']],
    standard: true,
  },
  {
    what: 'identifiers, settings, notes, styles, regions and a title',
    type: VTT,
    text: `WEBVTT - Tides
Kind: captions
Language: en

STYLE
::cue { color: lime }

REGION
id:fred
width:40%

NOTE This was
written by hand

intro
01:00:00.000 --> 01:00:02.000 align:start position:10%,line-left
One.

NOTE

2
100:00:00.000 --> 100:00:01.000
Two.
`,
    cues: [
      [3600, 3602, 'One.'],
      [360_000, 360_001, 'Two.'],
    ],
    standard: true,
  },
  {
    what: 'voices, classes, inner times and other markup',
    type: VTT,
    text: `WEBVTT

00:00.000 --> 00:02.000
<v.loud Mary Ann>Hello, <i>you</i> <00:01.000><c.yellow>two</c>.</v>

00:02.000 --> 00:04.000
<v Tom &amp; Ann>We
are <b>here</b>.
<v Mary Ann>I see.

00:04.000 --> 00:05.000
<ruby>漢<rt>kan</rt></ruby> <lang en>end</lang>
`,
    cues: [
      [0, 2, 'Hello, you two.', 'Mary Ann'],
      [2, 4, 'We are here.', 'Tom & Ann'],
      [2, 4, 'I see.', 'Mary Ann'],
      [4, 5, '漢kan end'],
    ],
    standard: true,
  },
  {
    what: 'character references',
    type: VTT,
    text: 'WEBVTT\n\n00:00.000 --> 00:01.000\n1 &lt; 2 &amp; 3 &gt; 2,&nbsp;caf&eacute; &#x1F30A; AT&T\n',
    cues: [[0, 1, '1 < 2 & 3 > 2, café 🌊 AT&T']],
    standard: true,
  },
  {
    what: 'a byte order mark and lines that end in CRLF or CR',
    type: VTT,
    text: '\uFEFFWEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\nOne\r\n\r00:01.000 --> 00:02.000\rTwo\r',
    cues: [
      [0, 1, 'One'],
      [1, 2, 'Two'],
    ],
    standard: true,
  },
  {
    what: 'what browsers drop: commas, short hours, no blank line under the signature',
    type: VTT,
    text: 'WEBVTT\n0:00:00,000 --> 0:00:01,5\nOne\n\n00:02.000-->00:03.000\nTwo\n',
    cues: [
      [0, 1.5, 'One'],
      [2, 3, 'Two'],
    ],
    standard: false,
  },
  {
    what: 'cues that overlap, and one that ends when it starts',
    type: VTT,
    text: 'WEBVTT\n\n00:00.000 --> 00:05.000\nA\n\n00:01.000 --> 00:01.000\nB\n\n00:02.000 --> 00:04.000\nC\n',
    cues: [
      [0, 5, 'A'],
      [1, 2, 'B'],
      [2, 4, 'C'],
    ],
    standard: true,
  },
  {
    what: 'cues without words',
    type: VTT,
    text: 'WEBVTT\n\n00:00.000 --> 00:01.000\n<i> </i>\n\n00:01.000 --> 00:02.000\n\n00:02.000 --> 00:03.000\nC\n',
    cues: [[2, 3, 'C']],
    standard: true,
  },
  {
    what: 'plain SRT',
    type: SRT,
    text: '1\n00:00:01,000 --> 00:00:04,000\nVoda v zátoce\nstoupá.\n\n2\n00:00:04,000 --> 00:00:05,250\nA klesá.\n',
    cues: [
      [1, 4, 'Voda v zátoce stoupá.'],
      [4, 5.25, 'A klesá.'],
    ],
    standard: true,
  },
  {
    what: 'SRT with dots, without numbers, with short times',
    type: SRT,
    text: '0:01.5 --> 0:04.0\nOne\n\n\n00:00:05.000 --> 00:00:06.000\nTwo',
    cues: [
      [1.5, 4, 'One'],
      [5, 6, 'Two'],
    ],
    standard: false,
  },
  {
    what: 'SRT with tags, positions and blank lines inside a cue',
    type: SRT,
    text: '1\n00:00:01,000 --> 00:00:02,000 X1:40 X2:600 Y1:20 Y2:50\n{\\an8}<font color="#fff"><i>One</i></font>\n\na < b\n\n7\n00:00:03,000 --> 00:00:04,000\n1984\n',
    cues: [
      [1, 2, 'One a < b'],
      [3, 4, '1984'],
    ],
    standard: false,
  },
  {
    what: 'SRT with a cue without words, and no blank line behind it',
    type: SRT,
    text: '1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:02,000 --> 00:00:03,000\n3\n00:00:03,000 --> 00:00:04,000\nThree\n',
    cues: [
      [1, 2, 'One'],
      [3, 4, 'Three'],
    ],
    standard: false,
  },
  {
    what: 'SRT with a cue without words, and a blank line behind it',
    type: SRT,
    text: '1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n',
    cues: [[3, 4, 'Two']],
    standard: false,
  },
  {
    what: 'SRT without blank lines, of which one text is a number',
    type: SRT,
    text: '1\n00:00:01,000 --> 00:00:02,000\n1984\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n',
    cues: [
      [1, 2, '1984'],
      [3, 4, 'Two'],
    ],
    standard: false,
  },
  {
    what: 'SRT without blank lines and numbers, of which one text ends in a number',
    type: SRT,
    text: '00:00:01,000 --> 00:00:02,000\nIn the year\n1984\n00:00:03,000 --> 00:00:04,000\nTwo\n',
    cues: [
      [1, 2, 'In the year 1984'],
      [3, 4, 'Two'],
    ],
    standard: false,
  },
  {
    what: 'SRT with a blank line of spaces',
    type: SRT,
    text: '1\n00:00:01,000 --> 00:00:02,000\nOne\n  \n2\n00:00:03,000 --> 00:00:04,000\nTwo\n',
    cues: [
      [1, 2, 'One'],
      [3, 4, 'Two'],
    ],
    standard: false,
  },
  {
    what: 'SRT counted from 0, without blank lines',
    type: SRT,
    text: '0\n00:00:01,000 --> 00:00:02,000\nOne\n1\n00:00:03,000 --> 00:00:04,000\nTwo\n',
    cues: [
      [1, 2, 'One'],
      [3, 4, 'Two'],
    ],
    standard: false,
  },
  {
    what: 'SRT in which names begin what is said',
    type: SRT,
    text: '1\n00:00:00,000 --> 00:00:01,000\nMary Ann: Hello.\n\n2\n00:00:01,000 --> 00:00:02,000\nIs it you?\n\n3\n00:00:02,000 --> 00:00:03,000\nTom: It is.\n\n4\n00:00:03,000 --> 00:00:04,000\nMary Ann: Oh.\n',
    cues: [
      [0, 1, 'Hello.', 'Mary Ann'],
      [1, 2, 'Is it you?', 'Mary Ann'],
      [2, 3, 'It is.', 'Tom'],
      [3, 4, 'Oh.', 'Mary Ann'],
    ],
    standard: true,
  },
  {
    what: 'SRT whose title has a colon and names nobody',
    type: SRT,
    text: '1\n00:00:00,000 --> 00:00:01,000\nPříliv: proč dvakrát?\n\n2\n00:00:01,000 --> 00:00:02,000\nPozor: voda.\n',
    cues: [
      [0, 1, 'Příliv: proč dvakrát?'],
      [1, 2, 'Pozor: voda.'],
    ],
    standard: true,
  },
  // https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md#json
  {
    what: 'the podcast namespace’s JSON',
    type: JSON_TYPE,
    text: '{"version":"1.0.0","segments":[{"speaker":"Ann","startTime":0.5,"endTime":0.75,"body":"One"},{"startTime":0.75,"body":"Two"},{"startTime":2,"body":"Three"}]}',
    cues: [
      [0.5, 0.75, 'One', 'Ann'],
      [0.75, 2, 'Two'],
      [2, 3, 'Three'],
    ],
    standard: true,
  },
  {
    what: 'what Whisper writes',
    type: JSON_TYPE,
    text: '{"text":" One Two","segments":[{"id":0,"seek":0,"start":0.0,"end":4.5999,"text":" One","tokens":[1,2]},{"id":1,"start":4.6,"end":6,"text":" Two","speaker":"SPEAKER_00"}],"language":"en"}',
    cues: [
      [0, 4.6, 'One'],
      [4.6, 6, 'Two', 'SPEAKER_00'],
    ],
    standard: false,
  },
  {
    what: 'what whisper.cpp writes',
    type: JSON_TYPE,
    text: '{"systeminfo":"","transcription":[{"timestamps":{"from":"00:00:00,000","to":"00:00:02,340"},"offsets":{"from":0,"to":2340},"text":" One"}]}',
    cues: [[0, 2.34, 'One']],
    standard: false,
  },
  {
    what: 'a bare list, and times as text',
    type: JSON_TYPE,
    text: '\n[{"start_time":"1.5","end_time":"2.5","transcript":"One"}]\n',
    cues: [[1.5, 2.5, 'One']],
    standard: false,
  },
]

test.each(SHAPES)('reads $what', ({ type, text, cues, standard }) => {
  expect(shortCues(text, type)).toEqual(cues)
  expect(parseTimedText(text, type).standard).toBe(standard)
})

const BROKEN: readonly { type: string; text: string; line: number; message: string }[] = [
  {
    type: VTT,
    text: '00:00.000 --> 00:01.000\nOne\n',
    line: 1,
    message: 'expected the first line to be WEBVTT, got "00:00.000 --> 00:01.000"',
  },
  { type: VTT, text: '', line: 1, message: 'expected the first line to be WEBVTT, got ""' },
  { type: VTT, text: 'WEBVTT\n', line: 1, message: 'expected cues with text, got none' },
  {
    type: VTT,
    text: 'WEBVTT\n\n00:00.000 --> 00:61.000\nOne\n',
    line: 3,
    message: 'expected times such as 00:01:02.500 --> 00:01:05.000, got "00:00.000 --> 00:61.000"',
  },
  {
    type: VTT,
    text: 'WEBVTT\n\n-00:01.000 --> 00:02.000\nOne\n',
    line: 3,
    message: 'expected times such as 00:01:02.500 --> 00:01:05.000, got "-00:01.000 --> 00:02.000"',
  },
  {
    type: VTT,
    text: 'WEBVTT\n\n00:03.000 --> 00:02.000\nOne\n',
    line: 3,
    message: 'expected an end after the start, got 3 s to 2 s',
  },
  {
    type: VTT,
    text: 'WEBVTT\n\n00:03.000 --> 00:04.000\nOne\n\n2\n00:02.000 --> 00:03.000\nTwo\n',
    line: 7,
    message: 'expected a cue at 3 s or later, got one at 2 s; put the cues in the order of time',
  },
  {
    type: VTT,
    text: 'WEBVTT\n\n00:03.000 --> 00:04.000\nOne\n\nTwo after a blank line\n',
    line: 6,
    message:
      'expected times such as 00:01:02.500 --> 00:01:05.000, got "Two after a blank line"; leave no blank line inside a cue',
  },
  {
    type: VTT,
    text: 'WEBVTT\n\n00:03.000 --> 00:04.000\nOne\n00:04.000 --> 00:05.000\nTwo\n',
    line: 5,
    message: 'expected a blank line before the next cue, got none',
  },
  {
    type: SRT,
    text: '<html>\n',
    line: 1,
    message: 'expected a number or times, got "<html>"',
  },
  { type: SRT, text: '', line: 1, message: 'expected cues with text, got none' },
  {
    type: SRT,
    text: '1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:02,000 -> 00:00:03,000\nTwo\n',
    line: 6,
    message:
      'expected times such as 00:01:02.500 --> 00:01:05.000, got "00:00:02,000 -> 00:00:03,000"',
  },
  {
    type: SRT,
    text: '1\n00:00:01,000 --> 00:00:02,000\nIn the year\n1984\n00:00:02,000 --> 00:00:03,000\nTwo\n',
    line: 4,
    message: 'expected a blank line and the number 2 before the next cue, got "1984"',
  },
  {
    type: JSON_TYPE,
    text: '{\n  "segments": [\n    { "startTime": 1, "body": "One" },\n    { "startTime": -1, "body": "Two" }\n  ]\n}',
    line: 4,
    message: 'expected a segment with "startTime" in seconds, got none',
  },
  {
    type: JSON_TYPE,
    text: '{\n  "segments": [\n    { "startTime": 1, "body": "One" }\n  ]\n',
    line: 5,
    message: 'expected ",", got the end of the line',
  },
  {
    type: JSON_TYPE,
    text: '{"title":"No transcript"}',
    line: 1,
    message: 'expected a list of "segments", got none',
  },
  {
    type: JSON_TYPE,
    text: '{"segments":[{"startTime":0,"body":"One"}]}\n{"more":1}',
    line: 1,
    message: 'expected nothing after the closing brace, got more',
  },
]

test.each(BROKEN)('tells of line $line: $message', ({ type, text, line, message }) => {
  expect(() => parseTimedText(text, type)).toThrow(
    expect.objectContaining({ name: 'RangeError', line, message }),
  )
})

function manyCues(count: number): string {
  return Array.from({ length: count }, (_, at) => {
    const time = new Date(at * 500).toISOString().slice(11, 23)
    return `${time} --> ${time}\n<b>${at}</b> & text\n`
  }).join('\n')
}

/** What comes of it: cues, or a sentence; anything else that is thrown is a defect. */
function outcomeOf(text: string, type: string): number | string {
  try {
    return parseTimedText(text, type).cues.length
  } catch (cause) {
    if (cause instanceof RangeError) return cause.message
    throw cause
  }
}

describe('hostile timed text costs little', () => {
  test.each([
    {
      what: '100,000 cues of WebVTT',
      outcome: 100_000,
      type: VTT,
      text: `WEBVTT\n\n${manyCues(100_000)}`,
    },
    { what: '100,000 cues of SRT', outcome: 100_000, type: SRT, text: manyCues(100_000) },
    {
      what: '100,000 segments',
      outcome: 100_000,
      type: JSON_TYPE,
      text: JSON.stringify({
        segments: Array.from({ length: 100_000 }, (_, at) => ({ start: at, text: 'a' })),
      }),
    },
    {
      what: 'open tags',
      outcome: 1,
      type: VTT,
      text: `WEBVTT\n\n00:00.000 --> 00:01.000\n${'<v '.repeat(1e6)}`,
    },
    {
      what: 'one endless line',
      outcome: expect.stringContaining('expected a number or times'),
      type: SRT,
      text: `1\n${'0:'.repeat(1e6)}`,
    },
    {
      what: 'nested lists',
      outcome: expect.stringContaining('nested too deeply'),
      type: JSON_TYPE,
      text: `{"segments":${'['.repeat(1e6)}`,
    },
    {
      what: 'blank lines',
      outcome: 'expected cues with text, got none',
      type: VTT,
      text: `WEBVTT${'\n'.repeat(5e6)}`,
    },
    {
      what: 'names',
      outcome: 1,
      type: SRT,
      text: `1\n00:00:01,000 --> 00:00:02,000\n${'A '.repeat(1e6)}`,
    },
    {
      what: 'too long a text',
      outcome: 'expected at most 10000000 characters, got 10000008',
      type: VTT,
      text: `WEBVTT\n\n${'a'.repeat(1e7)}`,
    },
  ])('$what', ({ type, text, outcome }) => {
    const effort = countEffort()
    expect(outcomeOf(text, type)).toEqual(outcome)
    expect(effort()).toBeLessThan(20_000)
  })
})
