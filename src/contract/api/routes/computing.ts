import { z } from 'zod'
import { comparisonSchema } from '../../report/comparison-schema.ts'
import { runResultSchema } from '../../report/run-schema.ts'
import { splitResultSchema } from '../../report/split-schema.ts'
import { text } from '../../schema/fields.ts'
import { checkReportSchema } from '../check-schema.ts'
import { explanationSchema } from '../explanation-schema.ts'
import { outcomeOf } from '../outcome-schema.ts'
import { oneScenarioBody, severalScenariosBody, twoScenariosBody } from '../posted-body.ts'
import { ROLES } from '../roles.ts'
import type { ComputingRoute } from '../route.ts'

const noParameters = z.strictObject({})

/** The routes that compute what is posted, and keep nothing. */
export const COMPUTING_ROUTES = {
  check: {
    kind: 'computing',
    method: 'POST',
    path: '/v1/check',
    summary: 'Every problem of a scenario, or what it does',
    description:
      'Answers 200 for a scenario with problems too: they are what was asked for. `summary` is null then.',
    access: ROLES,
    query: noParameters,
    body: oneScenarioBody,
    bodyKind: 'document-or-files',
    result: checkReportSchema,
    outcome: checkReportSchema,
    forms: ['json'],
  },
  compute: {
    kind: 'computing',
    method: 'POST',
    path: '/v1/compute',
    summary: "Every school's dollars",
    description:
      'Runs a scenario. The same document gives the same bytes, those of `leeway run --format json` or `csv`; as a ' +
      'workbook its amounts are formulas. Nothing is stored.',
    access: ROLES,
    query: noParameters,
    body: oneScenarioBody,
    bodyKind: 'document-or-files',
    result: runResultSchema,
    outcome: outcomeOf(runResultSchema),
    forms: ['json', 'csv', 'xlsx', 'outcome'],
  },
  compare: {
    kind: 'computing',
    method: 'POST',
    path: '/v1/compare',
    summary: 'What each school gains and loses between scenarios',
    description: 'Runs two or more scenarios and holds each against one of them. Changes add up to the cent.',
    access: ROLES,
    query: z.strictObject({
      /** Id or file of the run that the others are held against; the first unless stated. */
      baseline: text.optional(),
      /** A text or yes/no of the formula, or `quartile:` and a number; may stand several times. */
      by: z.array(text).max(8).optional(),
    }),
    body: severalScenariosBody,
    bodyKind: 'files',
    result: comparisonSchema,
    outcome: outcomeOf(comparisonSchema),
    forms: ['json', 'csv', 'outcome'],
  },
  split: {
    kind: 'computing',
    method: 'POST',
    path: '/v1/split',
    summary: 'What caused the change from one scenario to the next',
    description:
      'Splits the change by cause. The parts add up to the cent, in whatever order causes are taken.',
    access: ROLES,
    query: noParameters,
    body: twoScenariosBody,
    bodyKind: 'files',
    result: splitResultSchema,
    outcome: outcomeOf(splitResultSchema),
    forms: ['json', 'csv', 'outcome'],
  },
  explain: {
    kind: 'computing',
    method: 'POST',
    path: '/v1/explain',
    summary: "How one school's amounts came about",
    description: 'Runs a scenario and opens the amounts of one school into the arithmetic that made them.',
    access: ROLES,
    query: z.strictObject({
      /** Id of the school. */
      school: text,
      /** One line, adjustment or figure; all of them unless stated. */
      line: text.optional(),
    }),
    body: oneScenarioBody,
    bodyKind: 'document-or-files',
    result: explanationSchema,
    outcome: outcomeOf(explanationSchema),
    forms: ['json', 'outcome'],
  },
} as const satisfies Readonly<Record<string, ComputingRoute>>
