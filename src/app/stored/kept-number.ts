const MOST_WHOLE = 24
const MOST_PLACES = 18
/** Of a number that can be kept: a minus and a point, too. */
export const MOST_LETTERS = MOST_WHOLE + MOST_PLACES + 2

const [MINUS, POINT, ZERO, NINE] = [45, 46, 48, 57] as const

/**
 * Whether a cell, which may be a stretch of a text, can be kept as a number: the database gives it back with the same letters. What it would write in
 * another way (`007`, `1e3`, `-0`), or does not take, is kept as a text. It is asked of every cell of a large table,
 * and looks at each letter once.
 */
export function isKeptNumber(text: string, from = 0, to = text.length): boolean {
  const isNegative = from < to && text.charCodeAt(from) === MINUS
  const first = isNegative ? from + 1 : from
  const point = digitsEnd(text, first, to)
  const whole = point - first
  if (whole === 0 || whole > MOST_WHOLE) return false
  const startsWithZero = text.charCodeAt(first) === ZERO
  if (whole > 1 && startsWithZero) return false
  const isMinusZero = isNegative && startsWithZero
  if (point === to) return !isMinusZero
  if (text.charCodeAt(point) !== POINT) return false
  const places = to - point - 1
  if (places === 0 || places > MOST_PLACES || digitsEnd(text, point + 1, to) !== to) return false
  return !isMinusZero || /[1-9]/.test(text.slice(from, to))
}

function digitsEnd(text: string, from: number, to: number): number {
  let at = from
  for (; at < to; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign < ZERO || sign > NINE) break
  }
  return at
}
