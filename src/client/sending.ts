import { type ProblemDocument, readProblem } from '../contract/api/wire-problem.ts'

/** The service does not answer, or what answers is none. */
export class ServiceFault extends Error {}

export const NO_SERVICE = 'what answers is no service of Leeway'

/** Sends a request: `fetch`, or what takes its place. */
export type Send = (
  address: string,
  request: {
    readonly method: string
    readonly headers: Record<string, string>
    readonly body?: string | Uint8Array<ArrayBuffer>
    readonly redirect: 'error'
  },
) => Promise<{
  readonly status: number
  readonly headers: { get(name: string): string | null }
  arrayBuffer(): Promise<ArrayBuffer>
}>

export interface Service {
  /** Where it is, such as `https://leeway.example.org`. */
  readonly address: string
  readonly key: string | undefined
  readonly send?: Send
}

export interface Request {
  readonly method: string
  /** With its parameters, from the address of the service on. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

export interface Answered {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Sends a request to a service, with its key. Whatever keeps an answer from coming is thrown as a `ServiceFault`. */
export async function sent(
  { address, key, send = fetch }: Service,
  { method, path, headers, body }: Request,
): Promise<Answered> {
  const request = {
    method,
    headers: { ...headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    ...(body !== undefined && { body }),
    // A key is for the service that was named, and not for one that it points to.
    redirect: 'error' as const,
  }
  try {
    const answer = await send(`${address}${path}`, request)
    return {
      status: answer.status,
      headers: answer.headers,
      bytes: new Uint8Array(await answer.arrayBuffer()),
    }
  } catch (thrown) {
    throw new ServiceFault(`${address} does not answer`, { cause: thrown })
  }
}

/** The parameters of an address, behind its question mark; a list gives one for each of its texts. */
export function searchOf(query: object | undefined): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) search.append(name, String(each))
  }
  return search.size === 0 ? '' : `?${search.toString()}`
}

/** A body in UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

export function problemIn(text: string, status: number): ProblemDocument {
  const problem = readProblem(jsonOf(text))
  if (problem !== undefined) return problem
  throw new ServiceFault(`what answers with status ${status} is no service of Leeway`)
}

/** What an answer says in JSON. */
export function jsonOf<Value>(text: string): Value {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new ServiceFault(NO_SERVICE, { cause: thrown })
  }
}
