const MOST_WHOLE = 24
const MOST_PLACES = 18
const [MINUS, POINT, ZERO, NINE] = [45, 46, 48, 57] as const

/**
 * Whether a cell can be kept as a number: the database gives it back with the same letters. What it would write in
 * another way (`007`, `1e3`, `-0`), or does not take, is kept as a text. It is asked of every cell of a large table,
 * and looks at each letter once.
 */
export function isKeptNumber(cell: string): boolean {
  const first = cell.charCodeAt(0) === MINUS ? 1 : 0
  const point = digitsEnd(cell, first)
  const whole = point - first
  if (whole === 0 || whole > MOST_WHOLE) return false
  const startsWithZero = cell.charCodeAt(first) === ZERO
  if (whole > 1 && startsWithZero) return false
  const isBelowOne = whole === 1 && startsWithZero
  if (point === cell.length) return first === 0 || !isBelowOne
  if (cell.charCodeAt(point) !== POINT) return false
  const places = cell.length - point - 1
  if (places === 0 || places > MOST_PLACES || digitsEnd(cell, point + 1) !== cell.length) return false
  return first === 0 || !isBelowOne || /[1-9]/.test(cell)
}

function digitsEnd(cell: string, from: number): number {
  let at = from
  for (; at < cell.length; at += 1) {
    const sign = cell.charCodeAt(at)
    if (sign < ZERO || sign > NINE) break
  }
  return at
}
