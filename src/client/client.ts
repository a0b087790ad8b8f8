import { FORMS, type Form } from '../contract/api/route.ts'
import type { BodyOf, FileFormOf, OutcomeOf, QueryOf, ResultOf } from '../contract/api/route-types.ts'
import { type ComputingId, ROUTES } from '../contract/api/routes.ts'
import type { ProblemDocument } from '../contract/api/wire-problem.ts'
import { type AnsweredFile, fileIn } from './answered-file.ts'
import { type Answered, jsonOf, problemIn, type Service, searchOf, sent, textOf } from './sending.ts'

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
  /** As a table or a workbook, where the operation gives one. */
  file<Id extends ComputingId>(id: Id, form: FileFormOf<Id>, asking: Asking<Id>): Promise<Reply<AnsweredFile>>
}

export function createClient(service: Service): Client {
  const ask = async <Id extends ComputingId>(
    id: Id,
    asking: Asking<Id>,
    form: Form,
  ): Promise<Reply<Answered>> => {
    const { method, path } = ROUTES[id]
    const answer = await sent(service, {
      method,
      path: path + searchOf(asking.query),
      headers: { accept: FORMS[form], 'content-type': 'application/json' },
      body: JSON.stringify(asking.body),
    })
    const { status, headers, bytes } = answer
    if (status === 200) return { kind: 'done', value: answer, stamp: stampOf(headers) }
    return { kind: 'refused', problem: problemIn(textOf(bytes), status) }
  }
  return {
    // The service and the types come from one table: these two are what its schemas say.
    result: async (id, asking) => parsed<ResultOf<typeof id>>(await ask(id, asking, 'json')),
    outcome: async (id, asking) => {
      const form = ROUTES[id].forms.find((each) => each === 'outcome') ?? 'json'
      return parsed<OutcomeOf<typeof id>>(await ask(id, asking, form))
    },
    async file(id, form, asking) {
      const reply = await ask(id, asking, form)
      return reply.kind === 'refused' ? reply : { ...reply, value: fileIn(reply.value, form) }
    },
  }
}

function stampOf(headers: Answered['headers']): Stamp {
  const inputs = headers.get('leeway-inputs') ?? ''
  return { engine: headers.get('leeway-engine') ?? '', inputs: inputs === '' ? [] : inputs.split(', ') }
}

function parsed<Value>(reply: Reply<Answered>): Reply<Value> {
  if (reply.kind === 'refused') return reply
  const value: Value = jsonOf(textOf(reply.value.bytes))
  return { ...reply, value }
}
