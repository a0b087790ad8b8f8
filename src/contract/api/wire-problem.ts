import { z } from 'zod'
import type { LocatedProblem } from '../report/source-map.ts'

/** Where a problem is: in a file that was posted, in a dataset, at a school. */
const where = z.strictObject({
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  /** Into the document that the file and its bases make up. */
  pointer: z.string().optional(),
  dataset: z.string().optional(),
  row: z.number().optional(),
  header: z.string().optional(),
  sheet: z.string().optional(),
  letter: z.string().optional(),
  measure: z.string().optional(),
  school: z.string().optional(),
  /** The line of the file, and where in it the problem starts and ends. */
  excerpt: z.strictObject({ text: z.string(), from: z.number(), to: z.number() }).optional(),
})

/** One problem that the sender can mend. */
export const wireProblemSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  found: z.string().optional(),
  expected: z.string().optional(),
  suggestion: z.string().optional(),
  /** JSON pointer into the body of the request. */
  pointer: z.string().optional(),
  /** The parameter of the address that is meant. */
  parameter: z.string().optional(),
  where,
})

export type WireProblem = z.infer<typeof wireProblemSchema>

/** Problems as an answer tells them: errors first, and at most so many. */
export const told = {
  problems: z.array(wireProblemSchema),
  /** How many more there are. */
  more: z.number(),
}

/** What is told of one request; who has these to mend checks again. */
const MOST_TOLD = 200

/** RFC 9457: the one form of every answer that is no result. */
export const problemDocumentSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  /** This occurrence; the same id stands in the logs. */
  instance: z.string(),
  errors: z.array(wireProblemSchema).optional(),
  more: z.number().optional(),
})

export type ProblemDocument = z.infer<typeof problemDocumentSchema>

// A newer service may say more, and is still understood.
const anyProblem = z.looseObject({
  ...problemDocumentSchema.shape,
  errors: z.array(z.looseObject(wireProblemSchema.shape)).optional(),
})

/** The problem that an answer is; none, if it is something else. */
export function readProblem(value: unknown): ProblemDocument | undefined {
  return anyProblem.safeParse(value).data
}

/** The first of many problems, errors before warnings, with the number of the others. */
export function asTold(problems: readonly WireProblem[]): { problems: WireProblem[]; more: number } {
  const ordered = [
    ...problems.filter(({ severity }) => severity === 'error'),
    ...problems.filter(({ severity }) => severity !== 'error'),
  ]
  return {
    problems: ordered.slice(0, MOST_TOLD).map(shortened),
    more: Math.max(0, ordered.length - MOST_TOLD),
  }
}

/** Of a place, so many letters are told: a key can be as long as a body, and would come back with every problem. */
const MOST_LETTERS = 400

function shortened({ where: place, ...problem }: WireProblem): WireProblem {
  const short = (value: unknown): unknown =>
    typeof value === 'string' && value.length > MOST_LETTERS ? `${value.slice(0, MOST_LETTERS - 1)}…` : value
  const { excerpt, ...names } = place
  return wireProblemSchema.parse({
    ...Object.fromEntries(
      Object.entries(problem).map(([key, value]) => [key, key === 'pointer' ? short(value) : value]),
    ),
    where: {
      ...Object.fromEntries(Object.entries(names).map(([key, value]) => [key, short(value)])),
      ...(excerpt && { excerpt }),
    },
  })
}

/** A problem of the wire as the command line prints its own. */
export function asLocated(problem: WireProblem): LocatedProblem {
  const { pointer: _, parameter: __, ...rest } = problem
  // Texts and numbers only, checked where they came in; the code may be one of a newer service.
  return rest as LocatedProblem
}
