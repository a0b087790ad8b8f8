import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { computedRefusal } from '../../app/service/computed-refusal.ts'
import type { Computed } from '../../app/service/posted-job.ts'
import { readQuery } from '../../contract/api/read-query.ts'
import { BODY_MEDIA, type BodyForm, FORMS, type Form } from '../../contract/api/route.ts'
import { type ComputingId, ROUTES } from '../../contract/api/routes.ts'
import { ENGINE_VERSION } from '../../contract/report/engine.ts'
import { acceptedForm } from '../accepted-form.ts'
import { headerProblem } from '../header-problem.ts'
import { answerProblem } from '../problem-answer.ts'
import type { Served } from '../server-parts.ts'

const COMPUTING_IDS = Object.entries(ROUTES).flatMap(([id, { kind }]) =>
  kind === 'computing' ? [id as ComputingId] : [],
)

/** Registers the routes that compute what is posted. */
export function addComputingRoutes(app: FastifyInstance, served: Served): void {
  for (const operation of COMPUTING_IDS) {
    const { method, path, query, forms } = ROUTES[operation]
    app.route<{ Body: Buffer | undefined }>({
      method,
      url: path,
      config: { operation },
      bodyLimit: served.config.bodyBytes,
      // Before the body is read: what will be refused should not be sent.
      onRequest: async (request, reply) => refuseEarly(request, reply, { forms, query }),
      handler: async (request, reply) => {
        const form = acceptedForm(request.headers.accept, forms)
        const read = readQuery(query, request.url)
        const media = mediaOf(request.headers['content-type'])
        if (form === undefined || read.kind === 'refused' || media === undefined)
          throw new Error('refused before the body was read')
        const job = {
          operation,
          bytes: request.body ?? new Uint8Array(0),
          form: media.form,
          query: read.query,
          answerForm: form,
          rowLimit: served.config.rows,
        }
        const signal = request.gone?.signal ?? new AbortController().signal
        return answerComputed(await served.computing.answer(job, signal), reply, { form, served })
      },
    })
  }
}

function refuseEarly(
  { headers, url }: FastifyRequest,
  reply: FastifyReply,
  { forms, query }: Pick<(typeof ROUTES)[ComputingId], 'forms' | 'query'>,
): FastifyReply | undefined {
  const encoding = headers['content-encoding'] ?? 'identity'
  const type = headers['content-type'] ?? ''
  const media = mediaOf(type)
  if (encoding !== 'identity' || media === undefined) {
    const detail = `Send one of ${Object.keys(BODY_MEDIA).join(', ')}, in UTF-8 and not compressed.`
    const problems = [
      ...(media === undefined
        ? [headerProblem('Content-Type', type, 'application/json; charset=utf-8')]
        : []),
      ...(encoding === 'identity' ? [] : [headerProblem('Content-Encoding', encoding, 'identity')]),
    ]
    reply.header('accept', Object.keys(BODY_MEDIA).join(', '))
    return answerProblem(reply, 'media-type', { detail, problems })
  }
  if (acceptedForm(headers.accept, forms) === undefined) {
    const given = forms.map((form) => FORMS[form]).join(', ')
    const problems = [headerProblem('Accept', headers.accept ?? '', given)]
    return answerProblem(reply, 'not-acceptable', { detail: `The answer is given as ${given}.`, problems })
  }
  const read = readQuery(query, url)
  if (read.kind === 'read') return undefined
  return answerProblem(reply, 'request', {
    detail: 'The address has other parameters.',
    problems: read.problems,
  })
}

/** What a Content-Type says that can be read; its only charset is UTF-8. */
function mediaOf(type: string | undefined): { readonly form: BodyForm } | undefined {
  const [essence = '', ...parameters] = (type ?? '').split(';').map((part) => part.trim().toLowerCase())
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice('charset='.length)
  if (charset !== undefined && !['utf-8', '"utf-8"', 'utf8'].includes(charset)) return undefined
  const form = Object.entries(BODY_MEDIA).find(([media]) => media === essence)?.[1]
  return form && { form }
}

function answerComputed(
  computed: Computed,
  reply: FastifyReply,
  { form, served }: { readonly form: Form; readonly served: Served },
): FastifyReply {
  if (computed.kind !== 'done') return answerRefused(computed, reply, served)
  const { bytes, inputs } = computed
  reply.header('leeway-engine', ENGINE_VERSION)
  if (inputs.length > 0) reply.header('leeway-inputs', inputs.join(', '))
  const { buffer } = bytes
  // Given back at once: left to the collector, the memory of answers has it look through all that lives, again and again.
  if (buffer instanceof ArrayBuffer) reply.raw.once('finish', () => buffer.transfer(0))
  return reply
    .type(form === 'csv' ? `${FORMS.csv}; charset=utf-8` : FORMS[form])
    .send(Buffer.from(buffer, bytes.byteOffset, bytes.byteLength))
}

function answerRefused(
  computed: Exclude<Computed, { kind: 'done' }>,
  reply: FastifyReply,
  { log }: Served,
): FastifyReply {
  const refusal = computedRefusal(computed)
  if (refusal !== undefined) return answerProblem(reply, refusal.type, refusal)
  const trace = computed.kind === 'fault' ? computed.trace : undefined
  log({ event: 'fault', request: reply.request.id, trace: trace ?? 'unknown' })
  return answerProblem(reply, 'ours', { detail: 'Please report it, with the instance.' })
}
