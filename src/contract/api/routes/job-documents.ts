import { z } from 'zod'
import type { StoredRoute } from '../route.ts'
import { EVERYBODY, id, pageOnly, pageSchema, wholeNumber } from '../stored-fields.ts'

/** A document that was printed. */
export const jobDocumentSchema = z.strictObject({
  /** Counted from 1: the district's page, then the schools in the order of the run. */
  document: z.number(),
  /** Null for the district. */
  school: z.string().nullable(),
  name: z.string().nullable(),
  bytes: z.number(),
})

/** What long work has printed. */
export const JOB_DOCUMENT_ROUTES = {
  jobDocuments: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/jobs/{job}/documents',
    summary: 'What a job has printed',
    description:
      'The documents that are there and that you may see: of your schools, or all. As `application/zip` all of them ' +
      'in one file, by number, school and name. They are kept until the day that the job tells as `documentsUntil`.',
    access: EVERYBODY,
    scope: 'read',
    params: z.strictObject({ job: id }),
    query: pageOnly,
    result: pageSchema(jobDocumentSchema),
    forms: ['json', 'zip'],
    mayBeGone: true,
  },
  jobDocument: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/jobs/{job}/documents/{document}',
    summary: 'One document that a job has printed',
    description: 'With the bytes of `leeway board`, or of `leeway board --school` for that of a school.',
    access: EVERYBODY,
    scope: 'read',
    params: z.strictObject({ job: id, document: wholeNumber }),
    query: z.strictObject({}),
    result: z.string(),
    forms: ['pdf'],
    mayBeGone: true,
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
