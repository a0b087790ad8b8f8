import { explainSchool, type SchoolExplanation } from '../../app/explain-school.ts'
import type {
  ArithmeticResult,
  ExplanationResult,
  UseResult,
} from '../../contract/report/explanation-result.ts'
import type { RowWords } from '../../core/formula/row-words.ts'
import { withSeparators } from '../../core/numbers/format.ts'
import { choiceOf, onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { counted, rowWordsOf } from '../counted.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { fractionInDecimals } from '../fraction-text.ts'
import { printProblems } from '../print-problems.ts'
import { titleOf } from '../run-report.ts'
import { SERVICE_OPTION, type ServiceWork, serviceOf } from '../service.ts'
import { shownTexts } from '../shown-text.ts'
import type { Paint, Terminal } from '../terminal.ts'

/** `leeway explain FILE --school ID [--line ID]` */
export async function explain(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {
    school: { type: 'string' },
    line: { type: 'string' },
    format: { type: 'string' },
    ...SERVICE_OPTION,
  })
  const format = choiceOf(line, 'format', ['text', 'json'])
  const schoolId = line.text('school')
  if (schoolId === undefined) throw new UsageFault('--school ID is missing')
  const work = serviceOf(line, diskFiles()) ?? workHere()
  const wish = { school: schoolId, line: line.text('line') }
  const { result: explanation, problems } = await work.explain(onlyFile(line), wish)
  printProblems(problems, terminal)
  if (explanation === undefined) return EXIT.input
  terminal.out(
    format === 'json'
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : explanationText(shownTexts(explanation), terminal.paint),
  )
  return EXIT.fine
}

function workHere(): Pick<ServiceWork, 'explain'> {
  return {
    async explain(path, { school, line }) {
      const { explanation, problems } = await explainSchool(path, diskFiles(), { schoolId: school, id: line })
      return { result: explanation, runs: [], problems }
    },
  }
}

function explanationText({ scenario, school, amounts }: SchoolExplanation, paint: Paint): string {
  const heading = paint('bold', `${school.name} (${school.id}), ${titleOf(scenario)}`)
  const notice = scenario.demonstration === undefined ? [] : [paint('yellow', scenario.demonstration)]
  const total = `Total ${withSeparators(school.total)} ${scenario.currency}`
  const page = { paint, currency: scenario.currency, rows: rowWordsOf(scenario) }
  return `${[heading, ...notice, total, ...amounts.map((each) => amountText(each, page))].join('\n')}\n`
}

interface Page {
  readonly paint: Paint
  readonly currency: string
  readonly rows: RowWords
}

function amountText(amount: ExplanationResult, page: Page): string {
  const { paint } = page
  const title = `\n${paint('bold', amount.label)} (${amount.kind} ${amount.id}): ${paint('bold', withSeparators(amount.amount))}`
  if (!amount.applies)
    return [title, '  does not apply here', ...usesText(amount.uses, '  ', page)].join('\n')
  const rounded = `  = ${withSeparators(amount.amount)}  rounded ${amount.rounded}`
  return [title, ...arithmeticText(amount, '  '), rounded, ...usesText(amount.uses, '  ', page)].join('\n')
}

function arithmeticText({ expression, substituted, value }: ArithmeticResult, indent: string): string[] {
  const steps = [expression, substituted, value]
    .filter((step, i, all) => all.findIndex((each) => withoutSpaces(each) === withoutSpaces(step)) === i)
    .map((step) => `${indent}= ${step}`)
  const decimals = fractionInDecimals(value)
  return decimals === undefined ? steps : [...steps, `${indent}≈ ${decimals}`]
}

function withoutSpaces(text: string): string {
  return text.replaceAll(' ', '')
}

function usesText(uses: readonly UseResult[], indent: string, page: Page): string[] {
  return uses.flatMap((use) => {
    const head = `${indent}  ${use.name}: ${valueText(use, page)}${originText(use, page)}`
    if (use.arithmetic === undefined) return [head]
    const { arithmetic } = use
    return [
      head,
      // A number on its own stands above already.
      ...(arithmetic.expression === use.value ? [] : arithmeticText(arithmetic, `${indent}    `)),
      ...usesText(arithmetic.uses, `${indent}    `, page),
    ]
  })
}

// Units that a person would not say aloud.
const UNSAID = ['a pure number', 'a plain number', 'true or false']

function valueText({ value, unit = 'text' }: UseResult, { currency }: Page): string {
  if (unit === 'text') return value
  const decimals = fractionInDecimals(value)
  const number = decimals === undefined ? grouped(value) : `${value} ≈ ${decimals}`
  return UNSAID.includes(unit)
    ? number
    : `${number} ${unit
        .replace(/\bmoney\b/, currency)
        .replace(/^pupil$/, 'students')
        .replace('/pupil', '/student')}`
}

function grouped(value: string): string {
  return /^-?\d+(?:\.\d+)?$/.test(value) ? withSeparators(value) : value
}

function originText(
  { cell, provenance, from, schools, lookedUp, entries }: UseResult,
  { paint, rows }: Page,
): string {
  if (cell !== undefined) {
    const row = cell.row === undefined ? '' : `, row ${cell.row}`
    const basis = [cell.basis, cell.asOf].filter((part) => part !== undefined).join(' ')
    const assumed = cell.isAssumed ? paint('yellow', ' (empty, counted as the formula states)') : ''
    return (
      paint(
        'dim',
        `  dataset ${cell.dataset}, column ${cell.column}${row}${basis === '' ? '' : `, ${basis}`}`,
      ) + assumed
    )
  }
  if (provenance !== undefined) {
    const since = from === undefined ? '' : `, in force from ${from}`
    const looked = lookedUp === undefined ? '' : `  = ${lookedUp}, on ${entries}`
    const words = `${looked}  ${provenance.kind}: ${provenance.words}${since}`
    return paint(provenance.kind === 'assumed' ? 'yellow' : 'dim', words)
  }
  return schools === undefined ? '' : paint('dim', `  over ${counted(schools, rows)}`)
}
