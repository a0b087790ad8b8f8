import { readFileSync } from 'node:fs'
import t from 'tap'
import { checkScenario } from '../../src/app/check-scenario.ts'
import { type TemplateForm, templateOf } from '../../src/app/formula-template.ts'
import { loadScenario } from '../../src/app/load-scenario.ts'
import { templateWorkbook } from '../../src/contract/report/template-workbook.ts'
import { textCell, type Workbook, type WorkbookCell } from '../../src/contract/report/xlsx/workbook.ts'
import { writeWorkbook } from '../../src/contract/report/xlsx/write-workbook.ts'
import { root } from '../support/committed-scenarios.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'

const NEEDS = `needs:
  enrollment: { unit: pupil, meaning: "students,\\n  K to 12" }
  frl: { unit: pupil, missing: "0" }
  share: { missing: "0" }
  level: { kind: text, one_of: [ES, HS] }
  open: { kind: boolean, missing: "true" }
  last_total: { unit: money, dataset: prior, missing: "0" }`

const scenario = smallDistrict({ needs: NEEDS, data: 'data: { file: counts.csv }' })

async function templateText(form: TemplateForm, text = scenario): Promise<string | Uint8Array> {
  const { template, problems } = await templateOf('a.yaml', memoryFiles({ 'a.yaml': text }), form)
  if (template === undefined) throw new Error(JSON.stringify(problems))
  return template
}

t.test(
  'a template says what each column holds, and leaves a place for what has to be said of it',
  async (t) => {
    t.equal(
      await templateText('csv'),
      `---
# Schools for simple, 2025-26: a row each, below the second line of dashes.
# What is said here goes with the counts into every result. Lines that start with # are not read.
# vintage: which version of the counts this is
# source: where they come from
# The basis of each count of students is one of projection, count-day, attendance, membership, annual-average, census; as_of is its day, such as 2024-10-01.
measures:
  # id: the id of the school, a text: 0042 is not 42
  # name: the name of the school
  # enrollment: a number, in pupil: students, K to 12
  enrollment: { unit: pupil, basis: "state it" }
  # frl: a number, in pupil; empty counts as 0
  frl: { unit: pupil, basis: "state it" }
  # share: a number; empty counts as 0
  # level: one of ES, HS
  level: { kind: text }
  # open: true or false; empty counts as true
  open: { kind: boolean }
---
id,name,enrollment,frl,share,level,open\r
,,,,,,\r
`,
    )
  },
)

t.test('a filled-in template runs, and one that leaves the basis open is refused there', async (t) => {
  const empty = String(await templateText('csv'))
  const rows = empty.replace(/,,,,,,\r\n$/, '1,Oak,10,4,,ES,\r\n2,Elm,20,5,0.5,HS,false\r\n')
  const filled = rows.replaceAll('"state it"', 'projection')
  const prior = 'prior: { rows: [{ id: "1", last_total: 9 }] }'
  const both = smallDistrict({ needs: NEEDS, data: `data: { now: { file: counts.csv }, ${prior} }` })
  const check = async (counts: string | Uint8Array, file = 'counts.csv') =>
    checkScenario('a.yaml', memoryFiles({ 'a.yaml': both.replace('counts.csv', file), [file]: counts }))
  const sound = await check(filled)
  t.strictSame(
    sound.problems.filter(({ severity }) => severity === 'error'),
    [],
  )
  t.equal(sound.result?.total, '3000.00')
  t.match((await check(rows)).problems, [
    { code: 'FIELD_VALUE', where: { line: 11 }, found: 'state it' },
    { code: 'FIELD_VALUE', where: { line: 13 }, found: 'state it' },
  ])
  t.match((await check(filled.replace('1,Oak', ',Oak'))).problems, [{ code: 'ID_MISSING' }])
})

t.test(
  'a workbook to fill in says in its second sheet what is open, and runs when it is filled in',
  async (t) => {
    const ready = await loadScenario(
      'a.yaml',
      memoryFiles({ 'a.yaml': smallDistrict() }),
      async () => undefined,
    )
    const formula = ready.scenario?.parts.formula
    if (formula === undefined) throw new Error('the small district is sound')
    const workbook = templateWorkbook(formula)
    const data = smallDistrict({ data: 'data: counts.xlsx' })
    const check = async (sheets: Workbook['sheets']) => {
      const book = await writeWorkbook({ ...workbook, sheets })
      return checkScenario('a.yaml', memoryFiles({ 'a.yaml': data, 'counts.xlsx': book }))
    }
    const filled = workbook.sheets.map((sheet, i) =>
      i === 0 ? { ...sheet, rows: [...sheet.rows, ...SCHOOLS] } : sheet,
    )
    const open = await check(filled)
    t.match(
      open.problems.map(({ code, where }) => `${code} ${where.sheet}!${where.letter}${where.row}`),
      ['FIELD_VALUE Leeway!B5', 'FIELD_VALUE Leeway!B8'],
    )
    const stated = filled.map((sheet) => ({
      ...sheet,
      rows: sheet.rows.map((row) =>
        row.map((cell) =>
          cell?.kind === 'text' && cell.text === 'state it' ? textCell('projection') : cell,
        ),
      ),
    }))
    const sound = await check(stated)
    t.strictSame([sound.problems, sound.result?.total], [[], '3000.00'])
    t.match((await check(workbook.sheets)).problems, [{ code: 'XLSX_TABLE', where: { sheet: 'Schools' } }])
    const { template } = await templateOf('a.yaml', memoryFiles({ 'a.yaml': data }), 'xlsx')
    t.strictSame(template, await writeWorkbook(workbook), 'which is what the command writes, to the byte')
  },
)

const number = (value: number): WorkbookCell => ({ kind: 'number', number: value })
const SCHOOLS = [
  [textCell('1'), textCell('Oak'), number(10), number(4), textCell('ES')],
  [textCell('2'), textCell('Elm'), number(20), number(5), textCell('HS')],
]

t.test('a template is made of a sound formula, whose data need not be there', async (t) => {
  const faulty = smallDistrict({
    lines: 'lines: [{ id: base, amount: enrolment * base, fund: general, flexibility: free }]',
  })
  const { template, problems } = await templateOf('a.yaml', memoryFiles({ 'a.yaml': faulty }), 'csv')
  t.equal(template, undefined)
  t.match(problems, [{ code: 'NAME_UNKNOWN' }])
  const demonstration = 'scenarios/demonstration/district.yaml'
  const made = await templateOf(
    'd.yaml',
    memoryFiles({ 'd.yaml': readFileSync(root + demonstration, 'utf8') }),
    'csv',
  )
  t.match(made.template, /\n {2}enrollment: \{ unit: pupil, basis: "state it" \}\n/)
})
