import { readFileSync } from 'node:fs'
import t from 'tap'
import { checkScenario } from '../../src/app/check-scenario.ts'
import { explainSchool } from '../../src/app/explain-school.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { withSeparators } from '../../src/core/numbers/format.ts'
import { examplesOf, filesOf, type GuideExample, partsOf, withFragment } from '../support/guide-example.ts'
import { guidePages, root } from '../support/guide-pages.ts'
import { fencesOf, tablesOf } from '../support/markdown.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { notIn } from '../support/transcript.ts'

const pages = guidePages().filter(({ path }) => path === 'README.md' || path.startsWith('docs/'))
const examples = pages.flatMap(({ path, text }) =>
  examplesOf(text).map((example) => ({ path, example, files: filesOf(text) })),
)

t.test('every YAML block of the guides says what holds of it', async (t) => {
  const unmarked = pages.flatMap(({ path, text }) =>
    fencesOf(text)
      .filter(({ language, words }) => language === 'yaml' && words[0] !== 'leeway')
      .map(({ line }) => `${path}:${line}`),
  )
  t.strictSame(unmarked, [])
  for (const path of ['README.md', 'docs/formula-language.md', 'docs/scenario-files.md'])
    t.ok(examples.filter((each) => each.path === path).length > 0, `${path} has examples`)
})

t.test('every example does what its page says', async (t) => {
  for (const { path, example, files } of examples) {
    const place = `${path}:${example.line}`
    const folder = memoryFiles({ ...files, 'example.yaml': example.text })
    if (example.kind === 'check') {
      const { summary, problems } = await checkScenario('example.yaml', folder)
      t.ok(summary !== undefined, `${place} is sound`)
      t.strictSame(codesOf(problems), example.codes, place)
      continue
    }
    const { run, problems } = await runScenario('example.yaml', folder)
    t.strictSame(codesOf(problems), example.codes, place)
    t.equal(run === undefined, example.kind === 'refuse', `${place} ${example.kind}`)
    t.strictSame(run === undefined ? [] : amountsThatDiffer(run.result, example), [], place)
  }
})

t.test('every part of a file that a page shows is in that file', async (t) => {
  const parts = pages.flatMap(({ path: page, text }) => partsOf(text).map((part) => ({ page, ...part })))
  t.ok(parts.length > 0, `${parts.length} parts`)
  for (const { page, path, line, shown } of parts)
    t.strictSame(notIn(readFileSync(`${root}/${path}`, 'utf8'), shown), [], `${page}:${line}`)
})

t.test('every expression in a table gives what stands beside it', async (t) => {
  let compared = 0
  for (const { path, text } of pages) {
    const base = examplesOf(text).find(({ kind }) => kind === 'run')?.text
    for (const { header, rows } of tablesOf(text)) {
      const column = header.indexOf('expression')
      if (column < 0 || base === undefined) continue
      for (const row of rows) {
        const expression = (row[column] ?? '').slice(1, -1)
        const values = await valuesOf(expression, base)
        const shown = header.flatMap((title, i) => {
          const school = title === 'gives' ? 'Oak' : title
          return values.has(school)
            ? [[`${expression} at ${school}`, values.get(school), row[i]] as const]
            : []
        })
        for (const [claim, value, cell] of shown) t.equal(value, cell, `${path}: ${claim}`)
        t.ok(values.size > 0, `${path}: ${expression} has a value`)
        compared += shown.length
      }
    }
  }
  t.ok(compared >= 50, `${compared} values compared`)
})

function codesOf(problems: readonly { readonly code: string }[]): string[] {
  return problems.map(({ code }) => code).sort((a, b) => (a < b ? -1 : 1))
}

function amountsThatDiffer(result: RunResult, { amounts }: GuideExample): string[] {
  return [...amounts].flatMap(([name, shown]) => {
    const school = result.schools.find((each) => each.name === name)
    const parts = [...(school?.lines ?? []), ...(school?.figures ?? [])]
    const found = new Map([...parts.map((each) => [each.id, each.amount] as const), ['total', school?.total]])
    return [...shown].flatMap(([id, amount]) => {
      const computed = withSeparators(found.get(id) ?? '')
      return computed === amount ? [] : [`${id} at ${name} is ${computed}, and ${amount} is shown`]
    })
  })
}

/** An expression's exact value at every school of an example, by the school's name. */
async function valuesOf(expression: string, base: string): Promise<ReadonlyMap<string, string>> {
  const asNumber = await figureOf(expression, base)
  if (asNumber.size > 0) return asNumber
  const asChoice = await figureOf(`if(${expression}, 1, 0)`, base)
  return new Map([...asChoice].map(([school, value]) => [school, value === '1' ? 'true' : 'false']))
}

async function figureOf(expression: string, base: string): Promise<ReadonlyMap<string, string>> {
  const figures = JSON.stringify({ figures: [{ id: 'shown_value', amount: expression }] })
  const files = memoryFiles({ 'example.yaml': withFragment(base, figures) })
  const { run } = await runScenario('example.yaml', files)
  const values = new Map<string, string>()
  for (const { id, name } of run?.result.schools ?? []) {
    const { explanation } = await explainSchool('example.yaml', files, { schoolId: id, id: 'shown_value' })
    const value = explanation?.amounts[0]?.value ?? ''
    values.set(name, value.includes('/') ? value : withSeparators(value))
  }
  return values
}
