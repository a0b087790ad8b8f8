import type { WireProblem } from './wire-problem.ts'

/** What only a request can get wrong, beside the problems of files. The codes are stable: scripts may match on them. */
export const REQUEST_CODES = {
  HEADER_VALUE: 'A header says something else than the route takes.',
  ROWS_LIMIT: 'A request brings more schools than this service takes at once.',
  NAME_TAKEN: 'There is one of that name already.',
  NOT_THERE: 'Something that is named is not there, or may not be seen.',
  NOT_TOGETHER: 'Fields that were sent do not go together.',
  PASSWORD_WRONG: 'The current password is another one.',
  PATCH: 'A change of a document does not apply to it.',
} as const

export type RequestCode = keyof typeof REQUEST_CODES

/** A fault of a request, at a field of its body or at a parameter of its address. */
export interface RequestFault {
  readonly code: RequestCode
  /** JSON pointer into the body. */
  readonly pointer?: string
  readonly parameter?: string
  readonly message: string
  readonly found?: string
  readonly expected?: string
  readonly suggestion?: string
}

export function requestProblem(fault: RequestFault): WireProblem {
  return { severity: 'error', ...fault, where: {} }
}
