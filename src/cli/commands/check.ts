import { checkScenario, type ScenarioSummary } from '../../app/check-scenario.ts'
import { choiceOf, readCommandLine, UsageFault } from '../command-line.ts'
import { counted, rowWordsOf } from '../counted.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printProblems } from '../print-problems.ts'
import { tieOutSection, titleOf } from '../run-report.ts'
import { type CheckedFile, SERVICE_OPTION, type ServiceWork, serviceOf } from '../service.ts'
import { shownTexts } from '../shown-text.ts'
import type { Terminal } from '../terminal.ts'

/** `leeway check FILE…` */
export async function check(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { format: { type: 'string' }, ...SERVICE_OPTION })
  const format = choiceOf(line, 'format', ['text', 'json'])
  if (line.files.length === 0) throw new UsageFault('a FILE is missing')
  const checked: { file: string; outcome: CheckedFile }[] = []
  for (const file of line.files) {
    const work = serviceOf(line, diskFiles()) ?? workHere()
    checked.push({ file, outcome: await work.check(file) })
  }
  if (format === 'json') {
    const report = checked.map(({ file, outcome }) => ({
      file,
      summary: outcome.summary,
      controls: outcome.controls,
      budget: outcome.budget,
      problems: outcome.problems,
    }))
    terminal.out(`${JSON.stringify(report, null, 2)}\n`)
  } else {
    for (const { file, outcome } of checked) {
      printProblems(outcome.problems, terminal)
      const { summary } = outcome
      if (summary === null) continue
      terminal.err(tieOutSection({ ...outcome, currency: summary.currency }, terminal))
      terminal.out(summaryText(file, shownTexts(summary), terminal))
    }
  }
  if (checked.some(({ outcome }) => outcome.summary === null)) return EXIT.input
  const holds = ({ controls, budget }: CheckedFile): boolean =>
    controls.every((control) => control.holds) && budget?.holds !== false
  return checked.every(({ outcome }) => holds(outcome)) ? EXIT.fine : EXIT.tieOut
}

function workHere(): Pick<ServiceWork, 'check'> {
  return {
    async check(path) {
      const { summary, result, problems } = await checkScenario(path, diskFiles())
      return {
        summary: summary ?? null,
        controls: result?.controls ?? [],
        budget: result?.budget ?? null,
        problems,
      }
    },
  }
}

function summaryText(file: string, summary: ScenarioSummary, { paint }: Terminal): string {
  const { currency, lines, funds, parameters, measures, figures, published, controls, schools } = summary
  const size = schools === undefined ? 'a formula without data' : counted(schools, rowWordsOf(summary))
  const rows = [
    `${file}: ${paint('green', 'no errors')}`,
    `  ${titleOf(summary)}, ${currency}${summary.demonstration ? ' (demonstration)' : ''}`,
    `  ${size}, ${counted(lines, 'line')} in ${counted(funds.length, 'fund')} (${funds.join(', ')})`,
    `  parameters: ${parameters.source} from sources, ${parameters.derived} derived, ${parameters.assumed} assumed`,
    `  ${counted(measures, 'measure')}, ${counted(figures, 'figure')}, ${counted(published, 'published column')}, ${counted(controls, 'control total')}`,
  ]
  if (summary.variants !== undefined) rows.push(`  ${counted(summary.variants, 'variant')} to sweep`)
  return `${rows.join('\n')}\n`
}
