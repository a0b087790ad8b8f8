import t from 'tap'
import { MOST_ACCOUNT_ROWS } from '../../src/contract/ledger/account-table.ts'
import { MOST_ENTRIES } from '../../src/contract/schema/fields.ts'
import { CSV_LIMITS } from '../../src/contract/source/csv-delimiter.ts'
import { SOURCE_LIMITS } from '../../src/contract/source/source-document.ts'
import { ZIP_LIMITS } from '../../src/contract/source/xlsx/zip-guard.ts'
import { EXPRESSION_LIMITS, FORMULA_LIMITS } from '../../src/core/formula/syntax.ts'
import { MOST_ACCOUNTS } from '../../src/core/ledger/account-groups.ts'
import { MOST_PROBLEMS } from '../../src/core/problems/many-problems.ts'
import { guidePage } from '../support/guide-pages.ts'
import { markedBlock } from '../support/markdown.ts'

const { path, text } = guidePage('docs/scenario-files.md')
const { yaml, json, depth, entries, items } = SOURCE_LIMITS

const number = (value: number): string => value.toLocaleString('en-US')
const size = (bytes: number): string => `${bytes / 1024 / 1024} MB`

/** What a file may hold, in the numbers that the program goes by. */
const rows = {
  'a YAML file': `${size(yaml.bytes)}, ${number(yaml.words)} words, signs, spaces and line ends`,
  'a JSON file': `${size(json.bytes)}, ${number(json.words)} words and signs`,
  'either of them': `${depth} levels; ${number(entries)} entries of a map, ${number(items)} of a list`,
  'a list of the formula': `${number(MOST_ENTRIES.standard)} entries; ${MOST_ENTRIES.units} units`,
  groups: `${MOST_ENTRIES.groups} groups of ${MOST_ENTRIES.members} members; ${number(FORMULA_LIMITS.opened)} members summed up in all`,
  datasets: `${MOST_ENTRIES.datasets}`,
  'a CSV file': `${size(CSV_LIMITS.bytes)}, ${number(CSV_LIMITS.rows)} rows, ${number(CSV_LIMITS.columns)} columns, ${number(CSV_LIMITS.cells)} cells`,
  'an XLSX file': `${size(CSV_LIMITS.bytes)}, ${ZIP_LIMITS.entries} parts; unpacked ${size(ZIP_LIMITS.entryBytes)} a part, ${size(ZIP_LIMITS.totalBytes)} in all, ${ZIP_LIMITS.ratio} times its size; rows, columns and cells as of a CSV file`,
  'a cell': `${number(CSV_LIMITS.characters)} characters`,
  'digits of a number':
    '18 before the point, 18 after it; a total that is computed or solved for may have more',
  'an expression': `${number(EXPRESSION_LIMITS.characters)} characters, ${EXPRESSION_LIMITS.nodes} parts, ${EXPRESSION_LIMITS.depth} levels`,
  'all expressions of a formula': `${number(FORMULA_LIMITS.characters)} characters`,
  'accents and other marks on a letter': '30',
  'problems that are told': `${MOST_PROBLEMS} of a file, a formula, or a column`,
  'bases of bases, and earlier runs of earlier runs': '16 files',
  'a sweep': '10,000 variants; with `--rows`, 1,000,000 rows of schools',
  'a table of accounts': `${MOST_ACCOUNTS} accounts that share a line; ${number(MOST_ACCOUNT_ROWS)} rows where a service keeps it`,
  'a split': '12 causes at a time; of more, the smallest of a kind are taken together',
}

t.test('the limits that the guide states are those of the program', async (t) => {
  const expected = ['| what | at most |', '| --- | --- |']
    .concat(Object.entries(rows).map(([what, most]) => `| ${what} | ${most} |`))
    .join('\n')
  t.equal(markedBlock(text, 'limits'), expected, `${path} should have:\n${expected}`)
})
