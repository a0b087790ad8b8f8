import t from 'tap'
import { cellText } from '../../../src/contract/report/board/board-page.ts'
import { foldRows } from '../../../src/contract/report/board/fold-rows.ts'
import { factsOn, notesOn, packOf, printedRows, sumFaults, tableIn } from '../../support/board-pack.ts'
import { adopted, whatIfFiles } from '../../support/weight-what-ifs.ts'
import { whatIf } from '../../support/what-if.ts'

const ash = async (file: string, against?: string, more: Readonly<Record<string, string>> = {}) => {
  const { sheets } = await packOf(
    { ...whatIfFiles, ...more },
    { file, ...(against !== undefined && { against }) },
  )
  const sheet = sheets.find(({ id }) => id === 'A')
  if (sheet === undefined) throw new Error('Ash has a sheet')
  return sheet
}

t.test('a sheet opens with who, how much, and how that compares', async (t) => {
  const { pages } = await ash('landing.yaml', 'adopted.yaml')
  t.equal(pages[0].heading, 'Ash (A)')
  // 1,932,778.50 now, 1,920,600.00 before; 300 of 1,380 students, 7,957,800.00 for all of them.
  t.strictSame(factsOn(pages[0]), {
    Total: '$1,932,779',
    Before: '$1,920,600',
    Change: '+$12,179 (+0.63%)',
    Students: '300',
    'Dollars per student': '$6,443',
    'District average per student': '$5,767',
    'Against the district average': '+$676',
  })
})

t.test('dollars by line add up to the total, and their changes to its change', async (t) => {
  const { pages } = await ash('landing.yaml', 'adopted.yaml')
  t.strictSame(printedRows(tableIn(pages[0], 'Dollars by line')), [
    ['base', 'general', 'Free', '$1,297,410', '-$52,590'],
    ['low_income', 'general', 'Free', '$207,586', '+$77,986'],
    ['el', 'general', 'Free', '$207,586', '-$8,414'],
    ['foundation', 'general', 'Within its purpose', '$225,000', '–'],
    ['pool', 'general', 'Free', '-$4,803', '-$4,803'],
    ['Total', '', '', '$1,932,779', '+$12,179'],
  ])
  t.match(tableIn(pages[0], 'Dollars by line').note, 'No dollars here: floor.')
})

t.test('what changed is split by cause to the dollar', async (t) => {
  const { pages } = await ash('landing.yaml', 'adopted.yaml')
  t.strictSame(printedRows(tableIn(pages[0], 'What changed and why')), [
    ['weight.low_income', '0.12', '0.2', '+$46,689'],
    ['base', '4,500', '4,324.7', '-$30,572'],
    ['Adjustment pool', '', 'added', '-$5,353'],
    ['Adjustment floor', '', 'added', '+$1,415'],
    ['Total', '', '', '+$12,179'],
  ])
})

t.test('each line has its arithmetic in a sentence, with units', async (t) => {
  const { pages } = await ash('landing.yaml')
  t.strictSame(printedRows(tableIn(pages[1], 'How each line came about')), [
    ['base', '300 students × $4,324.70 per student = $1,297,410.00', '$1,297,410'],
    ['low_income', '240 students × $4,324.70 per student × 0.2 = $207,585.60', '$207,586'],
    ['el', '120 students × $4,324.70 per student × 0.4 = $207,585.60', '$207,586'],
    ['foundation', '$225,000.00', '$225,000'],
    ['pool', 'scaled to the pool at 0.9971956383: $1,712,581.20 before, $1,707,778.50 after', '-$4,803'],
    ['Total', '', '$1,932,779'],
  ])
})

t.test('counts say their basis, instrument and vintage; small ones are not for publication', async (t) => {
  const files = { 'few.yaml': adopted.replace('id: adopted', 'id: few').replace('el: 120', 'el: 9') }
  const { pages } = await ash('few.yaml', undefined, files)
  t.strictSame(printedRows(tableIn(pages[1], 'Counts used')), [
    ['Students', '300 students', 'projection', ''],
    ['Low income', '240 students', 'projection, lunch forms', ''],
    ['El', '9 students', 'projection', ''],
  ])
  t.ok(notesOn(pages[1]).includes('now: spring.'))
  t.ok(notesOn(pages[1]).includes('Shows counts of fewer than 10 students: not for publication as it is.'))
  const plain = await ash('adopted.yaml')
  t.notOk(
    notesOn(plain.pages[1]).some((note) => note.includes('not for publication')),
    'nine is the last',
  )
  const none = await ash('none.yaml', undefined, { 'none.yaml': adopted.replace('el: 120', 'el: 0') })
  t.match(notesOn(none.pages[0]).join(' '), 'No dollars here: el.')
})

t.test('what ends, what is assumed and what is published otherwise stands in the notes', async (t) => {
  const file = adopted
    .replace('flexibility: purpose }', 'flexibility: purpose, recurs: one-time, ends: 2026-06-30 }')
    .replace(
      '  balance:',
      '  published: [{ of: line.foundation, column: printed, source: budget book }]\n  balance:',
    )
    .replace('students: 300,', 'students: 300, printed: "225001",')
    .replace('  measures:\n    students:', '  measures:\n    printed: { unit: money }\n    students:')
  const { pages } = await ash('ends.yaml', undefined, { 'ends.yaml': file })
  const notes = notesOn(pages[1])
  t.ok(notes.includes('One-time money: foundation, $225,000, ends June 30, 2026.'))
  t.ok(notes.includes('Assumed: base; weight.low_income; weight.el; foundation.'))
  t.ok(notes.includes('Published for foundation: $225,001.00, a difference of -$1.00.'))
})

t.test('a line that is gone is on the sheet with what it took along', async (t) => {
  const files = { 'gone.yaml': whatIf('gone', ['{ remove_line: el }'], 'cut') }
  const { pages } = await ash('gone.yaml', 'adopted.yaml', files)
  // 120 x 4,500 x 0.40
  t.ok(
    printedRows(tableIn(pages[0], 'Dollars by line')).some(
      (cells) => cells.join('|') === 'el|||$0|-$216,000',
    ),
  )
  t.strictSame(sumFaults(pages[0]), [])
})

t.test(
  'a school that is new has its money for its change, and a run that hides schools says so',
  async (t) => {
    const files = {
      'without.yaml': whatIf('without', ['{ drop_schools: [A] }'], 'cut'),
      'hides.yaml': whatIf('hides', ['{ restrict: level == "HS" }']),
    }
    const added = await ash('adopted.yaml', 'without.yaml', files)
    t.equal(factsOn(added.pages[0])['Before'], 'new')
    t.equal(factsOn(added.pages[0])['Change'], '+$1,920,600')
    const hidden = await ash('adopted.yaml', 'hides.yaml', files)
    t.notOk('Change' in factsOn(hidden.pages[0]))
    t.ok(notesOn(hidden.pages[0]).includes('not shown before'))
  },
)

t.test('forty lines are printed in full, or with the sum of those left out', async (t) => {
  const lines = Array.from({ length: 40 }, (_, i) => {
    return `    - { id: extra_${i}, amount: ${i + 1} * foundation / 225000, fund: general, flexibility: free }\n`
  })
  const file = adopted.replace('  balance:', `${lines.join('')}  balance:`)
  const { pages } = await ash('many.yaml', undefined, { 'many.yaml': file })
  const table = tableIn(pages[0], 'Dollars by line')
  t.equal(table.rows.length, 44)
  const folded = foldRows(table, table.most)
  t.equal(folded.rows.length, table.most)
  // The 19 smallest: 1 + 2 + … + 19.
  t.strictSame(folded.rows.at(-1)?.cells.map(cellText), ['and 19 more', '', '', '$190'])
  t.strictSame(sumFaults({ ...pages[0], blocks: [{ kind: 'table', ...folded }] }), [])
})
