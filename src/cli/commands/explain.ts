import { explainSchool, type SchoolExplanation } from '../../app/explain-school.ts'
import type {
  ArithmeticResult,
  ExplanationResult,
  UseResult,
} from '../../contract/report/explanation-result.ts'
import { withSeparators } from '../../core/numbers/format.ts'
import { choiceOf, onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printProblems } from '../print-problems.ts'
import type { Paint, Terminal } from '../terminal.ts'

/** `leeway explain FILE --school ID [--line ID]` */
export async function explain(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {
    school: { type: 'string' },
    line: { type: 'string' },
    format: { type: 'string' },
  })
  const format = choiceOf(line, 'format', ['text', 'json'])
  const schoolId = line.text('school')
  if (schoolId === undefined) throw new UsageFault('--school ID is missing')
  const { explanation, problems } = await explainSchool(onlyFile(line), diskFiles(), {
    schoolId,
    id: line.text('line'),
  })
  printProblems(problems, terminal)
  if (explanation === undefined) return EXIT.input
  terminal.out(
    format === 'json'
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : explanationText(explanation, terminal.paint),
  )
  return EXIT.fine
}

function explanationText({ scenario, school, amounts }: SchoolExplanation, paint: Paint): string {
  const heading = paint('bold', `${school.name} (${school.id}), ${scenario.name}, ${scenario.year}`)
  const notice = scenario.demonstration === undefined ? [] : [paint('yellow', scenario.demonstration)]
  const total = `Total ${withSeparators(school.total)} ${scenario.currency}`
  return `${[heading, ...notice, total, ...amounts.map((each) => amountText(each, paint))].join('\n')}\n`
}

function amountText(amount: ExplanationResult, paint: Paint): string {
  const title = `\n${paint('bold', amount.label)} (${amount.kind} ${amount.id}): ${paint('bold', withSeparators(amount.amount))}`
  if (!amount.applies)
    return [title, '  does not apply here', ...usesText(amount.uses, '  ', paint)].join('\n')
  const rounded = `  = ${withSeparators(amount.amount)}  rounded ${amount.rounding}`
  return [title, ...arithmeticText(amount, '  '), rounded, ...usesText(amount.uses, '  ', paint)].join('\n')
}

function arithmeticText({ expression, substituted, value }: ArithmeticResult, indent: string): string[] {
  const steps = [expression, substituted, value].filter((step, i, all) => all.indexOf(step) === i)
  return steps.map((step) => `${indent}= ${step}`)
}

function usesText(uses: readonly UseResult[], indent: string, paint: Paint): string[] {
  return uses.flatMap((use) => {
    const value = /^-?\d/.test(use.value) && !use.value.includes('/') ? withSeparators(use.value) : use.value
    const unit =
      use.unit === undefined || !/[a-z]/.test(use.unit) || use.kind === 'condition' ? '' : ` ${use.unit}`
    const head = `${indent}  ${use.name}: ${value}${unit}${originText(use, paint)}`
    if (use.arithmetic === undefined) return [head]
    const { arithmetic } = use
    return [
      head,
      ...arithmeticText(arithmetic, `${indent}    `),
      ...usesText(arithmetic.uses, `${indent}    `, paint),
    ]
  })
}

function originText({ cell, provenance, from, schools }: UseResult, paint: Paint): string {
  if (cell !== undefined) {
    const row = cell.row === undefined ? '' : `, row ${cell.row}`
    const basis = [cell.basis, cell.asOf].filter((part) => part !== undefined).join(' ')
    const assumed = cell.isAssumed ? paint('yellow', ' (empty, counted as the formula states)') : ''
    return (
      paint('dim', `  from ${cell.dataset}, column ${cell.column}${row}${basis === '' ? '' : `, ${basis}`}`) +
      assumed
    )
  }
  if (provenance !== undefined) {
    const words = `  ${provenance.kind}: ${provenance.words}${from === undefined ? '' : `, from ${from}`}`
    return paint(provenance.kind === 'assumed' ? 'yellow' : 'dim', words)
  }
  return schools === undefined ? '' : paint('dim', `  over ${schools} schools`)
}
