import { DISTRICT_HANDLERS } from './district.ts'
import type { HandledId, Handlers } from './handler.ts'
import { SESSION_HANDLERS } from './session.ts'

/** What is done for every operation; that none is missing is checked by its type. */
export const HANDLERS: Handlers<HandledId> = {
  ...SESSION_HANDLERS,
  ...DISTRICT_HANDLERS,
}
