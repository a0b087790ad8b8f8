import t from 'tap'
import { columnLetters } from '../../../src/core/text/column-letters.ts'

t.test('columns of a sheet are called as a spreadsheet calls them', (t) => {
  const columns = [1, 3, 26, 27, 52, 53, 702, 703, 16_384]
  t.strictSame(columns.map(columnLetters), ['A', 'C', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA', 'XFD'])
  t.end()
})
