import fc from 'fast-check'
import t from 'tap'
import { runScenario } from '../../src/app/run-scenario.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { fails, holds } from '../support/property.ts'
import { anyScenario, type Row, type ScenarioText } from '../support/random-scenario.ts'
import { bytesOf, inJson, inYaml, withTables } from '../support/scenario-files.ts'
import { type SheetCell, workbookFile } from '../support/workbook-file.ts'

/** Where texts of the sheet stand, and where its table starts. */
const anyLook = fc.record({
  texts: fc.constantFrom('shared' as const, 'inline' as const),
  titles: fc.nat({ max: 3 }),
  others: fc.boolean(),
})
type Look = typeof anyLook extends fc.Arbitrary<infer Value> ? Value : never

t.test(
  'the same schools in YAML, JSON, CSV and XLSX are the same run, to the hash and the byte',
  async (t) => {
    let numbers = 0
    await holds(
      t,
      fc.asyncProperty(anyScenario, anyLook, async (scenario, look) => {
        const bytes = await bytesOf(inYaml(scenario))
        const sheet = sheetRows(scenario.data.now.rows, asWritten)
        numbers += sheet.flat().filter((cell) => typeof cell === 'number').length
        const others = [
          await bytesOf(inJson(scenario)),
          await bytesOf(withTables(scenario)),
          await bytesInSheets(scenario, look, asWritten),
        ]
        return others.every((each) => each === bytes)
      }),
      { runs: 60 },
    )
    t.ok(numbers > 500, `${numbers} cells were numbers of a sheet`)
  },
)

t.test('a cent more in one cell of a sheet is another run', async (t) => {
  const aCentMore = (name: string, text: string): SheetCell => {
    const cell = asWritten(name, text)
    return name === 'prior_total' && typeof cell === 'number' ? cell + 0.01 : cell
  }
  await fails(
    t,
    fc.asyncProperty(anyScenario, anyLook, async (scenario, look) => {
      return (await bytesOf(inYaml(scenario))) === (await bytesInSheets(scenario, look, aCentMore))
    }),
    { runs: 60 },
  )
})

type Writing = (name: string, text: string) => SheetCell

/** Texts in columns of texts, and elsewhere numbers and truths as a spreadsheet has them. */
function asWritten(name: string, text: string): SheetCell {
  if (text === '') return null
  if (['school', 'level', 'region'].includes(name)) return text
  if (name === 'id') return text
  if (name === 'open') return text === 'true'
  return /^\d{1,13}(?:\.\d{1,2})?$/.test(text) ? Number(text) : text
}

function sheetRows(rows: readonly Row[], writing: Writing): SheetCell[][] {
  const header = Object.keys(rows[0] ?? {})
  return [header, ...rows.map((row) => header.map((name) => writing(name, row[name] ?? '')))]
}

/** What the scenario comes to with its schools in two workbooks. */
async function bytesInSheets(scenario: ScenarioText, look: Look, writing: Writing): Promise<string> {
  const titles = Array.from({ length: look.titles }, (_, i) => [`Title ${i}`])
  const bookOf = (rows: readonly Row[]): Uint8Array =>
    workbookFile({
      texts: look.texts,
      sheets: [
        ...(look.others ? [{ name: 'Notes', rows: [['not this one']] }] : []),
        { name: 'Schools', rows: [...titles, ...sheetRows(rows, writing)] },
      ],
    })
  const stated = { sheet: 'Schools', header_row: `${look.titles + 1}` }
  const { now, prior } = scenario.data
  const data = {
    now: { ...now, file: 'now.xlsx', rows: undefined, ...stated },
    prior: { ...prior, file: 'prior.xlsx', rows: undefined, ...stated },
  }
  const { run, problems } = await runScenario(
    'case.json',
    memoryFiles({
      'case.json': JSON.stringify({ ...scenario, data }),
      'now.xlsx': bookOf(now.rows),
      'prior.xlsx': bookOf(prior.rows),
    }),
  )
  if (run === undefined)
    throw new Error(problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  return JSON.stringify(run.result)
}
