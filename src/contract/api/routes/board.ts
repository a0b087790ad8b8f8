import { z } from 'zod'
import { printFields } from '../../report/board/print-wish.ts'
import type { StoredRoute } from '../route.ts'
import { EVERYBODY, id, schoolId } from '../stored-fields.ts'

/** A run on paper. */
export const BOARD_ROUTES = {
  runBoard: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/runs/{run}/board',
    summary: 'The board pack of a run',
    description:
      'A page for the district and two for each school, as one page for browsers or as a PDF, with the bytes of ' +
      '`leeway board`; with `school` the pages of these schools alone. Who sees some schools gets the pages of their ' +
      'own, and no page for the district. With `against` it says what changed since that run, and why.',
    access: EVERYBODY,
    scope: 'read',
    params: z.strictObject({ run: id }),
    query: z.strictObject({
      /** The run before. */
      against: id.optional(),
      /** Several times for several schools. */
      school: z.array(schoolId).min(1).max(50).optional(),
      ...printFields,
    }),
    result: z.string(),
    forms: ['html', 'pdf'],
    isComputedAgain: true,
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
