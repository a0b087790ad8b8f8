import t from 'tap'
import { guidePage } from '../support/guide-pages.ts'
import { markedBlock } from '../support/markdown.ts'
import { problemTable } from '../support/problem-table.ts'

const { path, text } = guidePage('docs/problems.md')

t.test('every problem code is documented with its severity', async (t) => {
  const expected = problemTable()
  t.equal(markedBlock(text, 'problem codes'), expected, `${path} should have:\n${expected}`)
})
