/** A spreadsheet has no sheet with a longer name, counted in UTF-16. */
const MOST_UNITS = 31

/** Names that no school's sheet may take: those of the other sheets, and one that Excel keeps for itself. */
export const OWN_SHEETS = {
  summary: 'Summary',
  schools: 'Schools',
  parameters: 'Parameters',
  reproduce: 'Reproduce',
} as const

/** A name for the sheet of each school: its id and name as far as they fit, each once whatever its capitals. */
export function sheetNames(schools: readonly { readonly id: string; readonly name: string }[]): string[] {
  const taken = new Set(['history', ...Object.values(OWN_SHEETS).map((name) => name.toLowerCase())])
  return schools.map(({ id, name }) => {
    const whole = cleaned(id === name ? id : `${id} ${name}`) || 'School'
    const shown = uniqueName(whole, taken)
    taken.add(shown.toLowerCase())
    return shown
  })
}

function uniqueName(whole: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const ending = count === 1 ? '' : ` ~${count}`
    const name = trimmed(shortened(whole, MOST_UNITS - ending.length)) + ending
    if (!taken.has(name.toLowerCase())) return name
  }
}

/** Without the signs that a sheet's name may not have. */
function cleaned(text: string): string {
  return trimmed(text.replace(/[[\]:*?/\\\p{Cc}\ufffe\uffff]/gu, ' ').replace(/\s+/g, ' '))
}

/** It neither starts nor ends with an apostrophe. */
function trimmed(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isEdge(text.charAt(start))) start += 1
  while (start < end && isEdge(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}

function isEdge(letter: string): boolean {
  return letter === "'" || letter.trim() === ''
}

function shortened(text: string, units: number): string {
  let short = ''
  for (const letter of text) {
    if (short.length + letter.length > units) break
    short += letter
  }
  return short
}
