import t from 'tap'
import { readSchools } from '../../support/read-schools.ts'

t.test('a text that a column calls blank is an empty cell', async (t) => {
  const csv = 'id,enrollment,frl\n1,10,*\n2,10,N/A\n3,10,\n4,10,5\n'
  const needs = 'enrollment: { unit: pupil }, frl: { unit: pupil, missing: "0" }'
  t.strictSame((await readSchools({ csv, needs })).said, [
    'CELL_FORMAT schools.csv:2 frl of 1',
    'CELL_FORMAT schools.csv:3 frl of 2',
  ])
  const { said, schools } = await readSchools({
    csv,
    needs,
    data: 'measures: { frl: { blank: ["*", N/A] } }',
  })
  t.strictSame(said, ['(CELL_ASSUMED district.yaml:7:70)'])
  t.strictSame(
    schools.map(({ frl }) => frl),
    ['', '', '', '5'],
  )
})

t.test('true and false are written so, and in no other way', async (t) => {
  const needs = 'enrollment: { unit: pupil }, charter: { kind: boolean }'
  const { schools } = await readSchools({ csv: 'id,enrollment,charter\n1,1,true\n2,1,false\n', needs })
  t.strictSame(
    schools.map(({ charter }) => charter),
    ['true', 'false'],
  )
  for (const cell of ['TRUE', 'yes', '1', 'Y', 'x', ' true'])
    t.strictSame(
      (await readSchools({ csv: `id,enrollment,charter\n1,1,${cell}\n`, needs })).said,
      ['CELL_FORMAT schools.csv:2 charter of 1'],
      cell,
    )
})

t.test('a text is one of those that its need has, to the letter', async (t) => {
  const needs = 'enrollment: { unit: pupil }, level: { kind: text, one_of: [ES, K-8, Médio] }'
  const read = async (cell: string) => readSchools({ csv: `id,enrollment,level\n1,1,${cell}\n`, needs })
  for (const cell of ['ES', 'K-8', 'Médio', 'Me\u0301dio']) t.strictSame((await read(cell)).said, [], cell)
  for (const [cell, meant] of Object.entries({ es: 'ES', K8: 'K-8', 'ES ': 'ES', Medio: 'Médio' })) {
    const { said, suggestions } = await read(cell)
    t.strictSame(said, ['CELL_CHOICE schools.csv:2 level of 1'], cell)
    t.strictSame(suggestions, [`did you mean "${meant}"?`], cell)
  }
  t.strictSame((await read('Charter')).suggestions, [undefined])
})

t.test('a text without a list is kept as it is', async (t) => {
  const needs = 'enrollment: { unit: pupil }, region: { kind: text }'
  const { schools } = await readSchools({
    csv: 'id,enrollment,region\n1,1,007\n2,1," x "\n3,1,=1+1\n',
    needs,
  })
  t.strictSame(
    schools.map(({ region }) => region),
    ['007', ' x ', '=1+1'],
  )
})

t.test('a count is of the unit that the formula needs, if the data state one', async (t) => {
  const csv = 'id,enrollment\n1,10\n'
  t.strictSame((await readSchools({ csv, data: 'measures: { enrollment: { unit: pupil } }' })).said, [])
  t.strictSame((await readSchools({ csv, data: 'measures: { enrollment: { unit: fte } }' })).said, [
    'UNIT_DIFFERS district.yaml:15:35',
  ])
  t.strictSame((await readSchools({ csv, data: 'measures: { enrollment: { unit: pupils } }' })).said, [
    'UNIT_DIFFERS district.yaml:15:35',
  ])
})

t.test('the name of a school is a column of its own, and its id where there is none', async (t) => {
  const namesOf = async (csv: string, data = '') =>
    (await readSchools({ csv, data })).schools.map(({ name }) => name)
  t.strictSame(await namesOf('id,name,enrollment\n1,Oak,1\n2,,1\n'), ['Oak', '2'])
  t.strictSame(await namesOf('id,enrollment\n1,1\n'), ['1'])
  t.strictSame(await namesOf('id,school,enrollment\n1,Jose\u0301,1\n', 'name: school'), ['José'])
  t.strictSame((await readSchools({ csv: 'id,enrollment\n1,1\n', data: 'name: school' })).said, [
    'COLUMN_MISSING schools.csv:1 school',
  ])
})

t.test('columns without a name, beside the table, are nobody’s', async (t) => {
  t.strictSame((await readSchools({ csv: 'id,enrollment,,\n1,10,,\n2,20,,x\n' })).said, [])
  t.strictSame((await readSchools({ csv: 'id,enrollment,a,a\n1,10,,\n' })).said, [
    'COLUMN_DUPLICATE schools.csv:1 a',
  ])
})
