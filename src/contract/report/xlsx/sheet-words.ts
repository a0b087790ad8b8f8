import { type RowWords, SCHOOLS } from '../../../core/formula/row-words.ts'

/** Units as people say them: dollars by their currency, pupils as students, nothing where there is no unit. */
export function unitWords(unit: string, currency: string): string {
  if (UNSAID.includes(unit)) return ''
  return unit
    .replace(/\bmoney\b/g, currency)
    .replace(/\/pupil\b/g, '/student')
    .replace(/\bpupil\b/g, 'students')
}

const UNSAID = ['a pure number', 'a plain number', 'true or false', 'text', '1']

/** A scenario's name with its year, which many names already have. */
export function scenarioTitle({ name, year }: { readonly name: string; readonly year: string }): string {
  return name.includes(year) ? name : `${name}, ${year}`
}

/** What a row of the data is called, as a heading begins. */
export function rowTitle(rows: RowWords = SCHOOLS): string {
  const [first = ''] = rows.one
  return first.toUpperCase() + rows.one.slice(first.length)
}
