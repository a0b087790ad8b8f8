import type { Route } from './route.ts'
import { ACCOUNT_ROUTES } from './routes/accounts.ts'
import { ADOPTION_ROUTES } from './routes/adoptions.ts'
import { AUDIT_ROUTES } from './routes/audit.ts'
import { BOARD_ROUTES } from './routes/board.ts'
import { COMPUTING_ROUTES } from './routes/computing.ts'
import { DATASET_ROUTES } from './routes/datasets.ts'
import { DISTRICT_ROUTES } from './routes/district.ts'
import { FORMULA_ROUTES } from './routes/formulas.ts'
import { JOB_DOCUMENT_ROUTES } from './routes/job-documents.ts'
import { JOB_ROUTES } from './routes/jobs.ts'
import { KEY_ROUTES } from './routes/keys.ts'
import { MAPPING_ROUTES } from './routes/mappings.ts'
import { PEOPLE_ROUTES } from './routes/people.ts'
import { PORTFOLIO_ROUTES } from './routes/portfolios.ts'
import { RUN_ROUTES } from './routes/runs.ts'
import { SCENARIO_ROUTES } from './routes/scenarios.ts'
import { SERVICE_ROUTES } from './routes/service.ts'
import { SESSION_ROUTES } from './routes/session.ts'

/** What can be done with what a district keeps. */
export const STORED_ROUTES = {
  ...SESSION_ROUTES,
  ...DISTRICT_ROUTES,
  ...PEOPLE_ROUTES,
  ...PORTFOLIO_ROUTES,
  ...KEY_ROUTES,
  ...AUDIT_ROUTES,
  ...DATASET_ROUTES,
  ...MAPPING_ROUTES,
  ...FORMULA_ROUTES,
  ...SCENARIO_ROUTES,
  ...ADOPTION_ROUTES,
  ...RUN_ROUTES,
  ...BOARD_ROUTES,
  ...ACCOUNT_ROUTES,
  ...JOB_ROUTES,
  ...JOB_DOCUMENT_ROUTES,
} as const

/**
 * Every route of the service. The server registers and checks what stands here, the OpenAPI document is written from
 * it, and the client takes its types from it.
 */
export const ROUTES = {
  ...COMPUTING_ROUTES,
  ...STORED_ROUTES,
  ...SERVICE_ROUTES,
} as const satisfies Readonly<Record<string, Route>>

export type OperationId = keyof typeof ROUTES

/** The operations that compute what was posted. */
export type ComputingId = keyof typeof COMPUTING_ROUTES

/** The operations on what a district keeps. */
export type StoredId = keyof typeof STORED_ROUTES
