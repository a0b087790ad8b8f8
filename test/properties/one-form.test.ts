import fc from 'fast-check'
import t from 'tap'
import { formatFile } from '../../src/app/format-file.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { fails, holds } from '../support/property.ts'
import { anyScenario, type Row, type ScenarioText } from '../support/random-scenario.ts'
import {
  bytesOf,
  type FileTexts,
  inJson,
  inYaml,
  withFormulaApart,
  withTables,
} from '../support/scenario-files.ts'

t.test(
  'the same scenario gives the same bytes in YAML, in JSON, with tables and with its formula apart',
  async (t) => {
    await holds(
      t,
      fc.asyncProperty(anyScenario, async (scenario) => {
        const bytes = await bytesOf(inYaml(scenario))
        const others = [
          inJson(scenario),
          withTables(scenario),
          withFormulaApart(scenario),
          commented(scenario),
        ]
        const same = await Promise.all(others.map(async (files) => (await bytesOf(files)) === bytes))
        return same.every(Boolean)
      }),
      { runs: 60 },
    )
  },
)

t.test('1.5 and 1.50 are the same number in every place', async (t) => {
  let changed = 0
  await holds(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      const longer = withLast(scenario, '0')
      if (JSON.stringify(longer) !== JSON.stringify(scenario)) changed += 1
      return (await bytesOf(inYaml(scenario))) === (await bytesOf(inYaml(longer)))
    }),
    { runs: 80 },
  )
  t.ok(changed > 40, `${changed} had a number written longer`)
})

t.test('a last digit that says something gives another run', async (t) => {
  await fails(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      return (await bytesOf(inYaml(scenario))) === (await bytesOf(inYaml(withLast(scenario, '1'))))
    }),
    { runs: 100 },
  )
})

t.test('the formatter changes what a file looks like once, and what it gives never', async (t) => {
  let changed = 0
  await holds(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      const forms = [inYaml(scenario), inJson(scenario), commented(scenario)]
      const kept = await Promise.all(
        forms.map(async (files) => {
          const once = await formatted(files)
          if (once[0][1] !== files[0][1]) changed += 1
          const twice = await formatted(once)
          return once[0][1] === twice[0][1] && (await bytesOf(once)) === (await bytesOf(files))
        }),
      )
      return kept.every(Boolean)
    }),
    { runs: 60 },
  )
  t.ok(changed > 40, `${changed} files were put into form`)
})

t.test('a formatter that dropped parentheses would change results', async (t) => {
  await fails(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      const careless = {
        ...scenario,
        formula: { ...scenario.formula, lines: scenario.formula.lines.map(withoutParentheses) },
      }
      return (await bytesOf(inYaml(careless)).catch(() => '')) === (await bytesOf(inYaml(scenario)))
    }),
    { runs: 100 },
  )
})

async function formatted(files: FileTexts): Promise<FileTexts> {
  const [[name], ...others] = files
  const { texts, problems } = await formatFile(name, memoryFiles(Object.fromEntries(files)))
  if (texts === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  return [[name, texts.after], ...others]
}

/** YAML with comments between its lines, other quotes around its texts and Windows line ends. */
function commented(scenario: ScenarioText): FileTexts {
  const [[name, text]] = inYaml(scenario)
  const lines = text.trimEnd().split('\n')
  return [[name, lines.map((line) => `# about: the next line\r\n${line} # so\r\n`).join('')]]
}

function withoutParentheses<Line extends { readonly amount: string }>(line: Line): Line {
  return { ...line, amount: line.amount.replaceAll(/(?<!\w)\(([^()]*)\)/g, '$1') }
}

/** Every decimal of a scenario with one digit more. */
function withLast(scenario: ScenarioText, digit: string): ScenarioText {
  const { formula, data } = scenario
  const longer = (text: string): string => (/^\d+\.\d{1,16}$/.test(text) ? text + digit : text)
  const expression = (text: string): string => text.replaceAll(/(?<![\w.])\d+\.\d+(?![\w.])/g, longer)
  const rows = (given: readonly Row[]): Row[] =>
    given.map((row) => ({ ...mapped(row, longer), id: row['id'] ?? '', school: row['school'] ?? '' }))
  return {
    ...scenario,
    formula: {
      ...formula,
      needs: mapped(formula.needs, longer),
      parameters: mapped(formula.parameters, longer),
      measures: mapped(formula.measures, expression),
      lines: formula.lines.map((line) => ({ ...line, amount: expression(line.amount) })),
      pools: mapped(formula.pools, longer),
    },
    data: {
      ...data,
      now: { ...data.now, rows: rows(data.now.rows) },
      prior: { rows: data.prior.rows.map((row) => mapped(row, longer)) },
    },
  }
}

function mapped<Part>(part: Part, change: (text: string) => string): Part {
  const inside = (each: unknown): unknown => {
    if (typeof each === 'string') return change(each)
    if (Array.isArray(each)) return each.map(inside)
    if (typeof each !== 'object' || each === null) return each
    return Object.fromEntries(Object.entries(each).map(([key, value]) => [key, inside(value)]))
  }
  return inside(part) as Part
}
