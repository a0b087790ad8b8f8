const PLAIN = /^-?(?:0|[1-9]\d{0,23})(?:\.\d{1,18})?$/
const MINUS_ZERO = /^-0(?:\.0+)?$/

/**
 * Whether a cell can be kept as a number: the database gives it back with the same letters. What it would write in
 * another way (`007`, `1e3`, `-0`), or does not take, is kept as a text.
 */
export function isKeptNumber(cell: string): boolean {
  return PLAIN.test(cell) && !MINUS_ZERO.test(cell)
}
