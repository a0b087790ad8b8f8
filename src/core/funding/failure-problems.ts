import { enough, MOST_PROBLEMS } from '../problems/many-problems.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { type Failure, type Finding, findingsOf } from './failure.ts'
import type { RunData } from './run-data.ts'

const SCHOOLS_NAMED = 20

/** Failures as problems: each empty cell once, and each place of an expression once with all its schools. */
export function failureProblems(failures: readonly Failure[], data: RunData): Problem[] {
  const missing = new Map<string, Extract<Finding, { kind: 'missing' }>>()
  const faults = new Map<string, { fault: Fault; schools: Set<number> }>()
  for (const finding of findingsOf(failures)) {
    if (finding.kind === 'missing') {
      missing.set(JSON.stringify([finding.dataset, finding.name, finding.school]), finding)
      continue
    }
    const key = JSON.stringify([finding.pointer, finding.span.start, finding.code, finding.found])
    const entry = faults.get(key) ?? { fault: finding, schools: new Set() }
    faults.set(key, { fault: entry.fault, schools: entry.schools.add(finding.school) })
  }
  return [
    ...[...missing.values()].slice(0, MOST_PROBLEMS).map((finding) => missingCell(finding, data)),
    ...(missing.size > MOST_PROBLEMS ? [enough({ kind: 'cell', dataset: 'now' })] : []),
    ...[...faults.values()].map(({ fault, schools }) => faultProblem(fault, schools, data)),
  ]
}

type Fault = Extract<Finding, { kind: 'fault' }>

function missingCell(
  { dataset, name, school: index }: Extract<Finding, { kind: 'missing' }>,
  data: RunData,
): Problem {
  const school = data.schools[index]?.id ?? ''
  const { row, column } = data.cell({ dataset, name }, index)
  const path = dataset === 'now' ? name : `${dataset}.${name}`
  if (row === undefined) {
    return problem('CELL_MISSING', {
      at: { kind: 'cell', dataset, column, measure: name, school },
      message: `school ${school} is not in the dataset ${dataset}, and the formula needs its ${name}`,
      expected: `a row for school ${school}`,
      suggestion: `ask first: if(given(${path}), …, …)`,
    })
  }
  return problem('CELL_MISSING', {
    at: { kind: 'cell', dataset, row, column, measure: name, school },
    message: `${path} is empty at school ${school}, and the formula needs it`,
    expected: 'a value',
    suggestion: `fill the cell, state what an empty one counts as (${name}: { missing: "0" }), or ask given(${path})`,
  })
}

function faultProblem(fault: Fault, indexes: ReadonlySet<number>, data: RunData): Problem {
  const schools = [...indexes].sort((a, b) => a - b).map((index) => data.schools[index]?.id ?? '')
  const named = schools.slice(0, SCHOOLS_NAMED).join(', ')
  const more = schools.length > SCHOOLS_NAMED ? ` and ${schools.length - SCHOOLS_NAMED} more` : ''
  const where = schools.length === 1 ? `school ${named}` : `${schools.length} schools: ${named}${more}`
  return problem(fault.code, {
    at: { kind: 'document', pointer: fault.pointer, span: fault.span },
    message: `${fault.message} at ${where}`,
    found: fault.found,
    suggestion: fault.code === 'ZERO_DIVISOR' ? 'say what holds there: if(divisor == 0, 0, …)' : undefined,
  })
}
