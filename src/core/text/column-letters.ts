/** The letters of a column of a spreadsheet, counted from 1: `C` for 3, `AA` for 27. */
export function columnLetters(column: number): string {
  const last = (column - 1) % 26
  const before = (column - 1 - last) / 26
  return `${before === 0 ? '' : columnLetters(before)}${String.fromCharCode(CODE_OF_A + last)}`
}

const CODE_OF_A = 65
