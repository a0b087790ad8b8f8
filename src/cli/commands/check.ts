import { type CheckOutcome, checkScenario, type ScenarioSummary } from '../../app/check-scenario.ts'
import { choiceOf, readCommandLine, UsageFault } from '../command-line.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printProblems } from '../print-problems.ts'
import type { Terminal } from '../terminal.ts'

/** `leeway check FILE…` */
export async function check(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { format: { type: 'string' } })
  const format = choiceOf(line, 'format', ['text', 'json'])
  if (line.files.length === 0) throw new UsageFault('a FILE is missing')
  const checked: { file: string; outcome: CheckOutcome }[] = []
  for (const file of line.files) checked.push({ file, outcome: await checkScenario(file, diskFiles()) })
  if (format === 'json') {
    const report = checked.map(({ file, outcome }) => ({
      file,
      summary: outcome.summary ?? null,
      problems: outcome.problems,
    }))
    terminal.out(`${JSON.stringify(report, null, 2)}\n`)
  } else {
    for (const { file, outcome } of checked) {
      printProblems(outcome.problems, terminal)
      if (outcome.summary !== undefined) terminal.out(summaryText(file, outcome.summary, terminal))
    }
  }
  return checked.every(({ outcome }) => outcome.summary !== undefined) ? EXIT.fine : EXIT.input
}

function summaryText(file: string, summary: ScenarioSummary, { paint }: Terminal): string {
  const { name, year, currency, lines, funds, parameters, measures, figures, published, controls, schools } =
    summary
  const rows = [
    `${file}: ${paint('green', 'no errors')}`,
    `  ${name}, ${year}, ${currency}${summary.demonstration ? ' (demonstration)' : ''}`,
    `  ${schools === undefined ? 'a formula without data' : `${schools} schools`}, ${lines} lines in ${funds.length} funds (${funds.join(', ')})`,
    `  parameters: ${parameters.source} from sources, ${parameters.derived} derived, ${parameters.assumed} assumed`,
    `  ${measures} measures, ${figures} figures, ${published} published columns, ${controls} control totals`,
  ]
  return `${rows.join('\n')}\n`
}
