import t from 'tap'
import { scenarioSchema } from '../../src/contract/schema/scenario-schema.ts'
import { QUALITY_DEFAULTS } from '../../src/core/data/definition.ts'
import { guidePage } from '../support/guide-pages.ts'
import { markedBlock, tablesOf } from '../support/markdown.ts'
import { fieldsByPath } from '../support/schema-fields.ts'

const text = ['scenario-files', 'adjustments', 'what-ifs']
  .map((name) => guidePage(`docs/${name}.md`).text)
  .join('\n')

t.test('every field of a scenario file is documented, and nothing else is', async (t) => {
  const fields = fieldsByPath(scenarioSchema)
  t.ok(fields.size >= 15, `${fields.size} kinds of entry`)
  for (const [place, names] of fields) {
    const name = `fields: ${place === '' ? 'the file' : place}`
    t.strictSame(documented(name), [...names].sort(byName), name)
  }
})

t.test('the quality checks are documented with the severity they have unless it is set', async (t) => {
  const rows = tablesOf(`${markedBlock(text, 'fields: data.quality') ?? ''}\n`).flatMap((table) => table.rows)
  const shown = rows.map(([check = '', severity = '']) => [check.slice(1, -1), severity])
  t.strictSame(Object.fromEntries(shown), QUALITY_DEFAULTS)
  t.strictSame([...(fieldsByPath(scenarioSchema).get('data.quality') ?? [])], Object.keys(QUALITY_DEFAULTS))
})

function documented(name: string): string[] {
  return tablesOf(`${markedBlock(text, name) ?? ''}\n`)
    .flatMap(({ rows }) => rows.map(([field = '']) => field.slice(1, -1)))
    .sort(byName)
}

function byName(a: string, b: string): number {
  return a < b ? -1 : 1
}
