/** What a number with this style shows: a day, a time of day or both; or hours and minutes that passed. */
export type DateStyle = 'date' | 'duration'

/** Formats that every spreadsheet program has without writing them down (ECMA-376, part 1, 18.8.30). */
const BUILT_IN_DATES: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [27, 36],
  [45, 45],
  [47, 47],
  [50, 58],
]
const BUILT_IN_DURATION = 46

/** How a format, by its number and its code where it has one, shows a number; nothing where it stays a number. */
export function dateStyleOf(id: number, code: string | undefined): DateStyle | undefined {
  if (code === undefined) {
    if (id === BUILT_IN_DURATION) return 'duration'
    return BUILT_IN_DATES.some(([from, to]) => from <= id && id <= to) ? 'date' : undefined
  }
  // Texts in quotes, single letters behind \ _ or *, and the word General are shown, and are no signs of a date.
  const signs = code.slice(0, MOST_CODE).replaceAll(/"[^"]*"|[\\_*].|General/gi, '')
  if (/\[(?:h+|m+|s+)\]/i.test(signs)) return 'duration'
  return /[dmyhs]/i.test(signs.replaceAll(/\[[^\]]*\]/g, '')) ? 'date' : undefined
}

/** No format is longer. */
const MOST_CODE = 1000

const DAY_SECONDS = 86_400
/** The day before 1900-01-01 and 1904-01-01, in days from 1970. */
const EPOCH = {
  from1900: Date.UTC(1899, 11, 31) / 1000 / DAY_SECONDS,
  from1904: Date.UTC(1904, 0, 1) / 1000 / DAY_SECONDS,
}
/** 29 February 1900, which Lotus 1-2-3 had and no calendar has. */
const NO_DAY = 60
const LAST_DAY = 2_958_465

/**
 * A count of days as ISO 8601: `2024-10-01`, with a time `2024-10-01T08:30:00`, without a day `08:30:00`. Nothing for a
 * count that is no day.
 */
export function isoDate(count: number, countsFrom1904: boolean): string | undefined {
  const seconds = Math.round(count * DAY_SECONDS)
  const day = Math.floor(seconds / DAY_SECONDS)
  if (!(count >= 0) || day > LAST_DAY || (!countsFrom1904 && day === NO_DAY)) return undefined
  const time = timeText(seconds - day * DAY_SECONDS)
  if (day === 0 && !countsFrom1904) return time
  const since1900 = EPOCH.from1900 + day - (day > NO_DAY ? 1 : 0)
  const since1970 = countsFrom1904 ? EPOCH.from1904 + day : since1900
  const date = new Date(since1970 * DAY_SECONDS * 1000).toISOString().slice(0, 10)
  return time === '00:00:00' ? date : `${date}T${time}`
}

function timeText(seconds: number): string {
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')
}
