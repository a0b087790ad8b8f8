import { ACCOUNT_HANDLERS } from './accounts.ts'
import { ADOPTION_HANDLERS } from './adoptions.ts'
import { AUDIT_HANDLERS } from './audit.ts'
import { BOARD_HANDLERS } from './boards.ts'
import { DATASET_HANDLERS } from './datasets.ts'
import { DISTRICT_HANDLERS } from './district.ts'
import { FORMULA_HANDLERS } from './formulas.ts'
import type { HandledId, Handlers } from './handler.ts'
import { JOB_DOCUMENT_HANDLERS } from './job-documents.ts'
import { JOB_HANDLERS } from './jobs.ts'
import { KEY_HANDLERS } from './keys.ts'
import { MAPPING_HANDLERS } from './mappings.ts'
import { PEOPLE_HANDLERS } from './people.ts'
import { PORTFOLIO_HANDLERS } from './portfolios.ts'
import { RUN_HANDLERS } from './runs.ts'
import { SCENARIO_HANDLERS } from './scenarios.ts'
import { SESSION_HANDLERS } from './session.ts'

/** What is done for every operation; that none is missing is checked by its type. */
export const HANDLERS: Handlers<HandledId> = {
  ...SESSION_HANDLERS,
  ...DISTRICT_HANDLERS,
  ...PEOPLE_HANDLERS,
  ...PORTFOLIO_HANDLERS,
  ...KEY_HANDLERS,
  ...AUDIT_HANDLERS,
  ...DATASET_HANDLERS,
  ...MAPPING_HANDLERS,
  ...FORMULA_HANDLERS,
  ...SCENARIO_HANDLERS,
  ...ADOPTION_HANDLERS,
  ...RUN_HANDLERS,
  ...BOARD_HANDLERS,
  ...ACCOUNT_HANDLERS,
  ...JOB_HANDLERS,
  ...JOB_DOCUMENT_HANDLERS,
}
