import {
  type Drawing,
  INK,
  lettering,
  path,
  PAPER,
  type Point,
  range,
  RED,
  stroke,
  wide,
} from './svg.ts'

/** Station from the top, at a minute of the day's plan. */
type Moment = readonly [minute: number, station: number]

const LAST_STATION = 4

/**
 * A train that needs 26 minutes between stations and waits 4 in each: with one each way every
 * hour, all of them meet in stations.
 */
function train(start: number, downwards: boolean): Moment[] {
  return range(LAST_STATION + 1).flatMap((leg): Moment[] => {
    const station = downwards ? leg : LAST_STATION - leg
    return [
      [start + leg * 30 - 2, station],
      [start + leg * 30 + 2, station],
    ]
  })
}

function trains(place: (moment: Moment) => Point, width: number, colour: string): string[] {
  return range(9).flatMap((hour) =>
    [true, false].map((downwards) => {
      const start = (hour - 3) * 60
      return path(train(start, downwards).map(place), width, colour)
    }),
  )
}

const NAMES = ['Aš', 'Buk', 'Cep', 'Dub', 'Eš']
const GREY = '#9a947f'
const [LEFT, RIGHT, TOP, BOTTOM] = [150, 1350, 110, 640]

/** Four hours of a timetable as railwaymen draw it: one track, five stations, time from left to right. */
export function grafikon(): Drawing {
  const stations = NAMES.flatMap((name, station) => {
    const y = onPlan([0, station])[1]
    return [
      stroke([LEFT, y], [RIGHT, y], 3, GREY),
      lettering(name, [LEFT - 24, y + 13], { size: 42, colour: INK, anchor: 'end' }),
    ]
  })
  const hours = range(5).flatMap((hour) => {
    const x = onPlan([hour * 60, 0])[0]
    return [
      stroke([x, TOP], [x, BOTTOM + 14], 2, GREY),
      lettering(`${hour + 6}:00`, [x, BOTTOM + 62], { size: 38, colour: INK, anchor: 'middle' }),
    ]
  })
  return wide(1400, 740, PAPER, [
    `<clipPath id="day"><rect x="${LEFT}" y="0" width="${RIGHT - LEFT}" height="740"/></clipPath>`,
    ...hours,
    ...stations,
    `<g clip-path="url(#day)">${trains(onPlan, 5, INK).join('')}</g>`,
    path(train(60, true).map(onPlan), 6, RED),
  ])
}

function onPlan([minute, station]: Moment): Point {
  return [LEFT + ((RIGHT - LEFT) * minute) / 240, TOP + ((BOTTOM - TOP) * station) / LAST_STATION]
}
