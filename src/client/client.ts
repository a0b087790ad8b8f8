import { FORMS, type Form } from '../contract/api/route.ts'
import type { BodyOf, OutcomeOf, QueryOf, ResultOf } from '../contract/api/route-types.ts'
import { type ComputingId, ROUTES } from '../contract/api/routes.ts'
import { type ProblemDocument, readProblem } from '../contract/api/wire-problem.ts'

/** A result, or the problem that stands in its place. */
export type Reply<Value> =
  | { readonly kind: 'done'; readonly value: Value; readonly stamp: Stamp }
  | { readonly kind: 'refused'; readonly problem: ProblemDocument }

/** What a result was made by and of. */
export interface Stamp {
  readonly engine: string
  readonly inputs: readonly string[]
}

export interface Asking<Id extends ComputingId> {
  readonly body: BodyOf<Id>
  readonly query?: QueryOf<Id>
}

/** Asks a service of Leeway. Whatever keeps an answer from coming is thrown as a `ServiceFault`. */
export interface Client {
  result<Id extends ComputingId>(id: Id, asking: Asking<Id>): Promise<Reply<ResultOf<Id>>>
  /** With the problems met on the way, and what does not tie out. */
  outcome<Id extends ComputingId>(id: Id, asking: Asking<Id>): Promise<Reply<OutcomeOf<Id>>>
  /** As a table for spreadsheets. */
  csv<Id extends ComputingId>(id: Id, asking: Asking<Id>): Promise<Reply<string>>
}

/** The service does not answer, or what answers is none. */
export class ServiceFault extends Error {}

/** Sends a request: `fetch`, or what takes its place. */
export type Send = (
  address: string,
  request: {
    readonly method: string
    readonly headers: Record<string, string>
    readonly body: string
    readonly redirect: 'error'
  },
) => Promise<{
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}>

export interface Service {
  /** Where it is, such as `https://leeway.example.org`. */
  readonly address: string
  readonly key: string | undefined
  readonly send?: Send
}

export function createClient(service: Service): Client {
  const ask = async <Id extends ComputingId>(
    id: Id,
    asking: Asking<Id>,
    form: Form,
  ): Promise<Reply<string>> => {
    const { status, headers, text } = await sent(service, { id, asking, form })
    if (status === 200) return { kind: 'done', value: text, stamp: stampOf(headers) }
    return { kind: 'refused', problem: problemIn(text, status) }
  }
  return {
    // The service and the types come from one table: these two are what its schemas say.
    result: async (id, asking) => parsed<ResultOf<typeof id>>(await ask(id, asking, 'json')),
    outcome: async (id, asking) => {
      const form = ROUTES[id].forms.find((each) => each === 'outcome') ?? 'json'
      return parsed<OutcomeOf<typeof id>>(await ask(id, asking, form))
    },
    csv: async (id, asking) => ask(id, asking, 'csv'),
  }
}

interface Answered {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly text: string
}

async function sent<Id extends ComputingId>(
  { address, key, send = fetch }: Service,
  { id, asking, form }: { readonly id: Id; readonly asking: Asking<Id>; readonly form: Form },
): Promise<Answered> {
  const { method, path } = ROUTES[id]
  const request = {
    method,
    headers: {
      accept: FORMS[form],
      'content-type': 'application/json',
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify(asking.body),
    // A key is for the service that was named, and not for one that it points to.
    redirect: 'error' as const,
  }
  try {
    const answer = await send(`${address}${path}${searchOf(asking.query)}`, request)
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  } catch (thrown) {
    throw new ServiceFault(`${address} does not answer`, { cause: thrown })
  }
}

function searchOf(query: object | undefined): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) search.append(name, String(each))
  }
  return search.size === 0 ? '' : `?${search.toString()}`
}

function stampOf(headers: Answered['headers']): Stamp {
  const inputs = headers.get('leeway-inputs') ?? ''
  return { engine: headers.get('leeway-engine') ?? '', inputs: inputs === '' ? [] : inputs.split(', ') }
}

function parsed<Value>(reply: Reply<string>): Reply<Value> {
  if (reply.kind === 'refused') return reply
  const value: Value = jsonOf(reply.value)
  return { ...reply, value }
}

function problemIn(text: string, status: number): ProblemDocument {
  const problem = readProblem(jsonOf(text))
  if (problem !== undefined) return problem
  throw new ServiceFault(`what answers with status ${status} is no service of Leeway`)
}

function jsonOf<Value>(text: string): Value {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new ServiceFault('what answers is no service of Leeway', { cause: thrown })
  }
}
