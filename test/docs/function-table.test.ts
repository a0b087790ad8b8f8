import t from 'tap'
import { ROUNDING_MODES } from '../../src/core/numbers/rounding.ts'
import { functionTable } from '../support/function-table.ts'
import { guidePage } from '../support/guide-pages.ts'
import { markedBlock } from '../support/markdown.ts'

const { path, text } = guidePage('docs/formula-language.md')

for (const over of ['one school', 'all schools', 'figures'] as const) {
  t.test(`the functions over ${over} are documented as the checker knows them`, async (t) => {
    const expected = functionTable(over)
    t.equal(markedBlock(text, `functions: ${over}`), expected, `${path} should have:\n${expected}`)
  })
}

t.test('the rounding modes are documented as the numbers know them', async (t) => {
  const rows = Object.entries(ROUNDING_MODES).map(([mode, words]) => `| \`${mode}\` | ${words} |`)
  const expected = ['| mode | it rounds |', '| --- | --- |', ...rows].join('\n')
  t.equal(markedBlock(text, 'rounding modes'), expected, `${path} should have:\n${expected}`)
})
