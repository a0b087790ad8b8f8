/** What kind of problem a request can meet: its status, and the title that never changes with the occurrence. */
export const PROBLEM_TYPES = {
  request: { status: 400, title: 'The request is not one that this route takes.' },
  unauthenticated: { status: 401, title: 'The request names no one.' },
  forbidden: { status: 403, title: 'The role has no right to this route.' },
  'not-found': { status: 404, title: 'There is nothing here.' },
  method: { status: 405, title: 'The route does not take this method.' },
  'not-acceptable': { status: 406, title: 'The answer has none of the forms that are accepted.' },
  timeout: { status: 408, title: 'The request took too long to arrive.' },
  conflict: { status: 409, title: 'What there is stands against it.' },
  gone: { status: 410, title: 'What was here is kept no longer.' },
  stale: { status: 412, title: 'It has been changed since it was read.' },
  'too-large': { status: 413, title: 'The request is larger than this service takes.' },
  'address-too-long': { status: 414, title: 'The address is too long.' },
  'media-type': { status: 415, title: 'The body has a form that is not read.' },
  input: { status: 422, title: 'What was sent cannot be done as it is.' },
  'other-request': { status: 422, title: 'The Idempotency-Key belongs to another request.' },
  'too-heavy': { status: 422, title: 'What was posted takes more work than one request may.' },
  'revision-needed': { status: 428, title: 'The request does not say which state it changes.' },
  rate: { status: 429, title: 'There were too many requests in a short time.' },
  'headers-too-large': { status: 431, title: 'The headers are too large.' },
  ours: { status: 500, title: 'The fault is ours.' },
  busy: { status: 503, title: 'The service is busy.' },
  unavailable: { status: 503, title: 'The database does not answer.' },
  stopping: { status: 503, title: 'The service is stopping.' },
} as const

export type ProblemType = keyof typeof PROBLEM_TYPES

export const PROBLEM_MEDIA = 'application/problem+json'
