import type { ProblemCode } from '../../../core/problems/codes.ts'

/** Why a file is read no further: thrown where it is met, and told as a problem by whoever reads the file. */
export class XlsxFault extends Error {
  readonly code: ProblemCode
  readonly details: FaultDetails

  constructor(code: ProblemCode, message: string, details: FaultDetails = {}) {
    super(message)
    this.code = code
    this.details = details
  }
}

export interface FaultDetails {
  readonly found?: string
  readonly expected?: string
  readonly suggestion?: string
}

/** A part that does not hold what every XLSX file holds there. */
export function brokenPart(part: string, why: string): XlsxFault {
  return new XlsxFault('XLSX_SYNTAX', `${part} ${why}`, {
    expected: 'a workbook as a spreadsheet program saves it',
    suggestion: 'open it in a spreadsheet, and save it again as .xlsx',
  })
}
